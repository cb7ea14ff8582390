-- capacity_shortages: Prognos över kapacitet | Forecast above capacity
-- sv:      Största bristen det närmaste året per område och yrkesgrupp, som andel av personalen som finns; 0 där den räcker: för larm.
-- en:      The greatest shortage in the coming year by area and profession, as a share of the staff that there is; 0 where it is enough: for
--          alerts.
-- Kind:    table
-- Roles:   leader, analyst, planner, service
-- Reads:   core.areas, mart.staffing
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Column:  area_name | Område | Area
-- Column:  profession | Yrkesgrupp | Profession
-- Column:  shortage_share | Brist | Shortage | share
SELECT
    areas.area_name AS area_name,
    transform(toString(staffing.profession), ['assistant_nurse', 'nurse', 'occupational_therapist', 'physical_therapist'], ['undersköterskor', 'sjuksköterskor', 'arbetsterapeuter', 'fysioterapeuter'], toString(staffing.profession)) AS profession,
    ifNull(max(greatest(staffing.needed_fte / nullIf(staffing.available_fte, 0) - 1, 0)), 0) AS shortage_share
FROM mart.staffing AS staffing
INNER JOIN core.areas AS areas ON staffing.area_id = areas.area_id
WHERE areas.kind = 'area'
    AND $__areas(staffing.area_id)
    AND staffing.scenario = 'as_today'
    AND staffing.horizon_months <= {horizon:UInt16}
GROUP BY area_name, profession
ORDER BY area_name, profession
