-- selections: Sparade urval | Saved selections
-- sv:      Urval (sv: urval) att välja bland, med hur många brukare som är med nu; inte de som har gått ut.
-- en:      Selections to choose from, with how many clients are in them now; not those that have expired.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.selection_members, core.selections, mart.candidates
-- Column:  text | Urval | Selection
-- Column:  value | Kod | Code
-- Column:  theme | Tema | Theme
-- Column:  n_members | Brukare | Clients
-- Column:  expires_date | Gäller till | Expires
-- One row per selection: its newest version.
WITH newest AS
(
    SELECT
        selection_id,
        argMax(name, version) AS name,
        argMax(theme, version) AS theme,
        argMax(tuple(selections.expires_date), version).1 AS expires_date
    FROM core.selections AS selections
    GROUP BY selection_id
),
-- One row per selection: the clients in it now, in areas that one sees.
members AS
(
    SELECT selection_id, uniqExact(client_id) AS n_members
    FROM core.selection_members
    WHERE isNull(left_date)
        AND client_id IN (SELECT candidates.client_id FROM mart.candidates AS candidates WHERE $__areas(candidates.area_id))
    GROUP BY selection_id
)
SELECT
    newest.name AS text,
    newest.selection_id AS value,
    newest.theme AS theme,
    ifNull(members.n_members, 0) AS n_members,
    newest.expires_date AS expires_date
FROM newest
LEFT JOIN members ON newest.selection_id = members.selection_id
WHERE isNull(newest.expires_date) OR newest.expires_date > toDate(now('Europe/Stockholm'))
ORDER BY text
