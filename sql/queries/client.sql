-- client: En brukare | One client
-- sv:      Brukaren i dag: ålder, hushåll, timmar, kategorier, riskens storlek och skäl.
-- en:      The client today: age, household, hours, categories, the risk and its reasons.
-- Kind:    value
-- Roles:   manager, analyst
-- Reads:   mart.candidates
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  client_id | Brukare | Client
-- Column:  area_name | Område | Area
-- Column:  status | Läge | Status
-- Column:  sex | Kön | Sex
-- Column:  age_years | Ålder | Age | years
-- Column:  is_single_household | Ensamboende | One-person household
-- Column:  is_protected | Skyddade uppgifter | Protected identity
-- Column:  hours_now | Timmar nu | Hours now | h_per_month
-- Column:  hours_6m_ago | Timmar för sex månader sedan | Hours six months ago | h_per_month
-- Column:  hours_12m_ago | Timmar för ett år sedan | Hours a year ago | h_per_month
-- Column:  has_personal_care | Personlig omvårdnad | Personal care
-- Column:  has_alarm | Larm | Alarm
-- Column:  has_meals | Mat | Meals
-- Column:  has_day_care | Dagverksamhet | Day activities
-- Column:  has_hsl | HSL | Health care
-- Column:  categories | Kategorier | Categories
-- Column:  severities | Allvarlighetsgrad | Severity
-- Column:  assessed_date | Senast bedömd | Last assessed
-- Column:  risk_target | Risk för | Risk of
-- Column:  risk_probability | Risk | Risk | share
-- Column:  risk_low | Lägre gräns | Lower end | share
-- Column:  risk_high | Övre gräns | Upper end | share
-- Column:  risk_percentile | Riskpercentil | Risk percentile | percent
-- Column:  hours_expected | Väntade timmar om ett år | Hours expected in a year | h_per_month
SELECT
    candidates.client_id AS client_id,
    candidates.area_name AS area_name,
    candidates.status AS status,
    candidates.sex AS sex,
    candidates.age_years AS age_years,
    candidates.is_single_household AS is_single_household,
    candidates.is_protected AS is_protected,
    candidates.hours_now AS hours_now,
    candidates.hours_6m_ago AS hours_6m_ago,
    candidates.hours_12m_ago AS hours_12m_ago,
    candidates.has_personal_care AS has_personal_care,
    candidates.has_alarm AS has_alarm,
    candidates.has_meals AS has_meals,
    candidates.has_day_care AS has_day_care,
    candidates.has_hsl AS has_hsl,
    candidates.categories AS categories,
    candidates.severities AS severities,
    candidates.assessed_date AS assessed_date,
    candidates.risk_target AS risk_target,
    candidates.risk_probability AS risk_probability,
    candidates.risk_low AS risk_low,
    candidates.risk_high AS risk_high,
    candidates.risk_percentile AS risk_percentile,
    candidates.hours_expected AS hours_expected
FROM mart.candidates AS candidates
WHERE candidates.client_id = {client:UInt64}
    AND $__areas(candidates.area_id)
