-- capacity_against_forecast: Kapacitet mot prognos | Capacity against forecast
-- sv:      Behov enligt prognosen mot tillgängliga timmar, per område och yrkesgrupp. Behovet är tid hos brukare, kapaciteten arbetstid:
--          jämför glappet över tid, inte med noll.
-- en:      Need by the forecast against available hours, by area and profession. The need is time with clients, the capacity working time:
--          compare the gap over time, not with zero.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, core.capacities, model.current_runs, model.forecasts
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  profession | Yrkesgrupp | Profession
-- Column:  month | Månad | Month
-- Column:  needed_h | Behov | Need | h
-- Column:  needed_p90_h | Behov, övre gräns | Need, upper end | h
-- Column:  available_h | Tillgängligt | Available | h
-- Column:  gap_h | Glapp | Gap | h
-- Column:  gap_sek | Glapp i kronor | Gap in SEK | sek
-- One row per area and profession: the forecast.
WITH needed AS
(
    SELECT
        forecasts.scope_id AS area_id,
        forecasts.month AS month,
        transform(toString(forecasts.resource), ['home_care_h', 'nurse_h', 'rehab_h'], ['assistant_nurse', 'nurse', 'therapist'], '') AS profession,
        sum(forecasts.mean) AS needed_h,
        sum(forecasts.p90) AS needed_p90_h
    FROM model.forecasts AS forecasts
    WHERE forecasts.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
        AND forecasts.scope_kind = 'area'
        AND forecasts.scenario = 'as_today'
        AND forecasts.driver = 'all'
        AND forecasts.resource IN ('home_care_h', 'nurse_h', 'rehab_h')
        AND forecasts.horizon_months = {horizon:UInt16}
        AND forecasts.method = if('blend' IN (SELECT published.method FROM model.forecasts AS published WHERE published.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')), 'blend', 'courses')
        AND $__areas(forecasts.scope_id)
        AND $__conditionalAll(forecasts.scope_id IN ({areas:Array(String)}), areas)
    GROUP BY area_id, month, profession
),
-- One row per area and profession: the newest month that is known.
newest AS
(
    SELECT
        area_id,
        if(capacities.profession IN ('occupational_therapist', 'physical_therapist'), 'therapist', toString(capacities.profession)) AS profession_group,
        argMax(capacities.available_h, capacities.month) AS available_h,
        toFloat64(argMax(capacities.cost_sek_per_h, capacities.month)) AS cost_sek_per_h
    FROM core.capacities AS capacities
    GROUP BY area_id, capacities.profession
),
-- One row per area and group of professions.
available AS
(
    SELECT area_id, profession_group, sum(newest.available_h) AS available_h, avg(newest.cost_sek_per_h) AS cost_sek_per_h
    FROM newest
    GROUP BY area_id, profession_group
)
SELECT
    needed.area_id AS area_id,
    areas.area_name AS area_name,
    needed.profession AS profession,
    needed.month AS month,
    needed.needed_h AS needed_h,
    needed.needed_p90_h AS needed_p90_h,
    available.available_h AS available_h,
    needed.needed_h - available.available_h AS gap_h,
    (needed.needed_h - available.available_h) * available.cost_sek_per_h AS gap_sek
FROM needed
INNER JOIN core.areas AS areas ON needed.area_id = areas.area_id AND areas.kind = 'area'
INNER JOIN available ON needed.area_id = available.area_id AND needed.profession = available.profession_group
ORDER BY gap_h DESC, area_id, profession
