-- 18. Tillgång mot prognos | Capacity against forecast
-- sv:     Räcker personalen till det behov som kommer? Per område och yrke, ett kvartal, ett halvår och ett år framåt.
-- en:     Does the staff that we have suffice for the need that comes? By area and profession, a quarter, half a year and a year ahead.
-- Group:  forecast
-- returns: area_name, month, profession, client_h, needed_fte, available_fte, gap_fte, cost_sek
SELECT
    areas.area_name AS area_name,
    staffing.month AS month,
    staffing.profession AS profession,
    round(staffing.client_h) AS client_h,
    round(staffing.needed_fte, 1) AS needed_fte,
    round(staffing.available_fte, 1) AS available_fte,
    round(staffing.gap_fte, 1) AS gap_fte,
    round(staffing.cost_sek, -3) AS cost_sek
FROM mart.staffing AS staffing
INNER JOIN core.areas AS areas ON staffing.area_id = areas.area_id
WHERE staffing.scenario = 'as_today'
    AND staffing.horizon_months IN (3, 6, 12)
ORDER BY area_name, profession, month
