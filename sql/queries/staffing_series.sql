-- staffing_series: Personal månad för månad | Staff month by month
-- sv:      Årsarbetare som prognosen kräver, med 80 % intervall, mot dem som finns, för en yrkesgrupp.
-- en:      Full-time equivalents that the forecast takes, with its 80 % interval, against those that there are, for a profession.
-- Kind:    timeseries
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, mart.staffing
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Param:   profession String = "assistant_nurse" | Yrkesgrupp: assistant_nurse, nurse, occupational_therapist eller physical_therapist. |
--          Profession: one of the same.
-- Column:  month | Månad | Month
-- Column:  needed_fte | Behövs | Needed
-- Column:  needed_low_fte | Behövs, lägre gräns | Needed, lower end
-- Column:  needed_high_fte | Behövs, övre gräns | Needed, upper end
-- Column:  available_fte | Finns | Available
SELECT
    staffing.month AS month,
    staffing.needed_fte AS needed_fte,
    staffing.needed_fte * staffing.client_low_h / nullIf(staffing.client_h, 0) AS needed_low_fte,
    staffing.needed_fte * staffing.client_high_h / nullIf(staffing.client_h, 0) AS needed_high_fte,
    staffing.available_fte AS available_fte
FROM mart.staffing AS staffing
WHERE staffing.area_id = if({area:String} = '', (SELECT any(whole.area_id) FROM core.areas AS whole WHERE whole.kind = 'municipality'), {area:String})
    AND $__areas(staffing.area_id)
    AND staffing.scenario = {scenario:String}
    AND staffing.profession = {profession:String}
ORDER BY month
