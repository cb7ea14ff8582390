-- scenarios: Scenarier med antaganden | Scenarios and what they suppose
-- sv:      Sparade scenarier i sin senaste version. state säger om den prognos som visas har siffror för versionen (ready), för en tidigare
--          version (outdated) eller inte än (waiting); siffrorna kommer när prognosen görs nästa gång.
-- en:      Saved scenarios in their newest version. state tells whether the forecast that is shown has numbers of the version (ready), of an
--          earlier one (outdated) or none yet (waiting); they come when the forecast is next made.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.scenarios, model.current_runs, model.forecasts, model.runs
-- Column:  scenario | Kod | Code
-- Column:  version | Version | Version
-- Column:  name_sv | Namn | Name, Swedish
-- Column:  name_en | Namn, engelska | Name
-- Column:  description_sv | Antar | Supposes, Swedish
-- Column:  description_en | Antar, engelska | Supposes
-- Column:  author | Gjort av | Made by
-- Column:  created_date | Gjort | Made
-- Column:  state | Siffror | Numbers
-- Column:  forecast_at | Prognosen gjord | Forecast made
-- Column:  increase_pct_per_year | Behovens ökning | Growth of needs | percent
-- Column:  mortality_pct_per_year | Dödlighet | Mortality | percent
-- Column:  special_housing_extra_places | Platser i särskilt boende | Places in special housing
-- Column:  granted_hours_factor | Beviljade timmar, gånger | Granted hours, times
-- Column:  least_granted_h | Gräns för beviljande | Granting threshold | h_per_month
-- Column:  new_clients_factor | Nya brukare, gånger | New clients, times
-- Column:  population_variant | Befolkning | Population
-- Column:  prevention_n_clients | Förebyggande når | Prevention reaches | persons
-- Column:  prevention_kind | Slag av insats | Kind of intervention
-- Column:  prevention_share | Andel av potentialen | Share of the potential | share
WITH
-- One row per scenario of the forecast.
made AS
(
    SELECT toString(forecasts.scenario) AS scenario
    FROM model.forecasts AS forecasts
    WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    GROUP BY scenario
),
-- When the forecast was made.
(SELECT max(runs.created_at) FROM model.runs AS runs WHERE runs.run_id IN (SELECT current.run_id FROM model.current_runs AS current WHERE current.model = 'forecast')) AS made_at,
-- One row per scenario: its newest version.
newest AS
(
    SELECT
        scenario, version, name_sv, name_en, description_sv, description_en, author, created_date, is_active, increase_pct_per_year,
        mortality_pct_per_year, special_housing_extra_places, granted_hours_factor, least_granted_h, new_clients_factor, population_variant,
        prevention_n_clients, prevention_kind, prevention_share
    FROM core.scenarios
    ORDER BY scenario, version DESC
    LIMIT 1 BY scenario
)
SELECT
    toString(newest.scenario) AS scenario,
    newest.version AS version,
    newest.name_sv AS name_sv,
    newest.name_en AS name_en,
    newest.description_sv AS description_sv,
    newest.description_en AS description_en,
    newest.author AS author,
    newest.created_date AS created_date,
    -- A version of the forecast's own day may be from after it: then its numbers are not sure to be its own.
    multiIf(
        newest.scenario NOT IN (SELECT made.scenario FROM made), 'waiting',
        newest.version > 1 AND newest.created_date >= toDate(made_at), 'outdated',
        'ready') AS state,
    made_at AS forecast_at,
    newest.increase_pct_per_year AS increase_pct_per_year,
    newest.mortality_pct_per_year AS mortality_pct_per_year,
    newest.special_housing_extra_places AS special_housing_extra_places,
    newest.granted_hours_factor AS granted_hours_factor,
    newest.least_granted_h AS least_granted_h,
    newest.new_clients_factor AS new_clients_factor,
    toString(newest.population_variant) AS population_variant,
    newest.prevention_n_clients AS prevention_n_clients,
    newest.prevention_kind AS prevention_kind,
    newest.prevention_share AS prevention_share
FROM newest
WHERE newest.is_active
ORDER BY scenario != 'as_today', author = 'framsyn' DESC, created_date, scenario
