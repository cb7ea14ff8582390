-- client_months: En brukares förlopp | A client's course
-- sv:      Månad för månad: läge, beviljade och utförda timmar, HSL-minuter och besök som uteblivit.
-- en:      Month by month: status, granted and performed hours, minutes of health care and visits missed.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   mart.client_months
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  month | Månad | Month
-- Column:  status | Läge | Status
-- Column:  home_care_granted_h | Beviljade timmar | Granted hours | h_per_month
-- Column:  home_care_performed_h | Utförda timmar | Performed hours | h
-- Column:  n_visits | Besök | Visits
-- Column:  n_missed_visits | Uteblivna besök | Missed visits
-- Column:  nurse_min | Sjuksköterska | Nurse | min
-- Column:  rehab_min | Rehabilitering | Rehabilitation | min
-- Column:  delegated_min | Delegerat | Delegated | min
-- Column:  n_hsl_actions | HSL-åtgärder | Health-care actions
-- Column:  has_short_term | Korttid | Short-term stay
-- Column:  categories | Kategorier | Categories
SELECT
    months.month AS month,
    months.status AS status,
    months.home_care_granted_h AS home_care_granted_h,
    months.home_care_performed_h AS home_care_performed_h,
    months.n_visits AS n_visits,
    months.n_missed_visits AS n_missed_visits,
    months.nurse_min AS nurse_min,
    months.rehab_min AS rehab_min,
    months.delegated_min AS delegated_min,
    months.n_hsl_actions AS n_hsl_actions,
    months.has_short_term AS has_short_term,
    months.categories AS categories
FROM mart.client_months AS months
WHERE months.client_id = {client:UInt64}
    AND $__clients(months.client_id)
ORDER BY month
