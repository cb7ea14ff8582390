-- review_samples: Stickprov ur åtkomstloggen | Samples of the access log
-- sv:      Åtkomster till brukare som lottats till kontroll för hand, några per vecka och roll, i panelens period; veckor som har slutat.
-- en:      Accesses to clients that were drawn for control by hand, some for each week and role, in the panel's range; weeks that have ended.
-- Kind:    table
-- Roles:   officer
-- Reads:   ops.access_samples
-- Column:  week_date | Vecka från | Week of
-- Column:  role | Roll | Role
-- Column:  place | Lott | Draw
-- Column:  accessed_at | När | When
-- Column:  user_name | Vem | Who
-- Column:  surface | Varifrån | From where
-- Column:  request | Vad | What
-- Column:  page | Sida | Page
-- Column:  purpose | Ändamål | Purpose
-- Column:  n_clients | Brukare | Clients
-- Column:  verdict | Kontroll | Control
-- Column:  note | Anteckning | Note
-- Column:  access_id | Åtkomst | Access
SELECT
    samples.week_date AS week_date,
    samples.role AS role,
    samples.place AS place,
    samples.accessed_at AS accessed_at,
    samples.user_name AS user_name,
    samples.surface AS surface,
    samples.request AS request,
    samples.page AS page,
    samples.purpose AS purpose,
    samples.n_clients AS n_clients,
    samples.verdict AS verdict,
    samples.note AS note,
    toString(samples.access_id) AS access_id
FROM ops.access_samples AS samples
WHERE $__dateFilter(samples.week_date) AND addDays(samples.week_date, 7) <= toDate($__toTime, 'Europe/Stockholm')
ORDER BY week_date DESC, role, place
