-- forecast_scopes: Vad som prognosticeras | What is forecast
-- sv:      Områden, målgrupper och sparade urval som har en prognos. Målgrupper och urval med färre än 10 brukare är inte med. Urvalens namn
--          står i frågan selections, för den som får läsa den.
-- en:      Areas, target groups and saved selections that have a forecast. Groups of fewer than 10 clients are left out. The names of
--          selections are in the query selections, for those who may read it.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, model.current_runs, model.forecasts, model.trends
-- Column:  text | Namn | Name
-- Column:  value | Kod | Code
-- Column:  scope_kind | Slag | Kind
-- Column:  scope_id | Vilket | Which
-- Column:  n_clients | Brukare | Clients | persons
WITH
-- One row per category and selection with at least 10 clients: fewer could be told apart.
groups AS
(
    SELECT trends.scope_kind AS scope_kind, trends.scope_id AS scope_id, argMax(trends.n_clients, trends.month) AS n_clients
    FROM model.trends AS trends
    WHERE trends.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend') AND trends.scope_kind IN ('category', 'selection')
    GROUP BY scope_kind, scope_id
    HAVING n_clients >= 10
),
-- One row per scope of the forecast.
scopes AS
(
    SELECT forecasts.scope_kind AS scope_kind, forecasts.scope_id AS scope_id
    FROM model.forecasts AS forecasts
    WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    GROUP BY scope_kind, scope_id
)
SELECT
    if(notEmpty(ifNull(areas.area_name, '')), assumeNotNull(areas.area_name), toString(scopes.scope_id)) AS text,
    if(ifNull(areas.kind, '') = 'municipality', '', concat(scopes.scope_kind, ':', scopes.scope_id)) AS value,
    scopes.scope_kind AS scope_kind,
    scopes.scope_id AS scope_id,
    groups.n_clients AS n_clients
FROM scopes
LEFT JOIN core.areas AS areas ON scopes.scope_kind = 'area' AND scopes.scope_id = areas.area_id
LEFT JOIN groups ON scopes.scope_kind = groups.scope_kind AND scopes.scope_id = groups.scope_id
WHERE scopes.scope_id != ''
    AND (scopes.scope_kind != 'area' OR ifNull(areas.kind, '') = 'municipality' OR $__areas(scopes.scope_id))
    AND (scopes.scope_kind = 'area' OR isNotNull(groups.n_clients))
ORDER BY scope_kind, value != '', text
