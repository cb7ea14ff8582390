-- staffing_months: Bemanning månad för månad | Staffing month by month
-- sv:      Arbetstid som prognosen kräver, med 80 % intervall, mot tillgänglig arbetstid, för en yrkesgrupp. Intervallet är timmarnas;
--          bemanningstalen tas för säkra.
-- en:      Working hours that the forecast takes, with the 80 % interval, against available ones, for one profession. The interval is that of the
--          hours; norms are taken as certain.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, mart.staffing
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Param:   scenario String = "as_today" | Scenario. | Scenario. | scenarios_of_forecasts
-- Param:   profession String = "assistant_nurse" | Yrkesgrupp: assistant_nurse, nurse, occupational_therapist, physical_therapist. | Profession:
--          assistant_nurse, nurse, occupational_therapist, physical_therapist.
-- Param:   months UInt16 = 36 | Så många månader från den första. | So many months from the first.
-- Column:  month | Månad | Month
-- Column:  client_h | Timmar hos brukare | Hours with clients | h
-- Column:  needed_h | Arbetstid som behövs | Working hours needed | h
-- Column:  needed_low_h | Lägre gräns (p10) | Lower end (p10) | h
-- Column:  needed_high_h | Övre gräns (p90) | Upper end (p90) | h
-- Column:  available_h | Tillgänglig arbetstid | Working hours available | h
-- Column:  gap_h | Glapp | Gap | h
-- Column:  needed_fte | Årsarbetare som behövs | Full-time equivalents needed
-- Column:  available_fte | Årsarbetare som finns | Full-time equivalents available
-- Column:  gap_fte | Glapp i årsarbetare | Gap in full-time equivalents
-- Column:  cost_sek | Kostnad för behovet | Cost of the need | sek
-- Column:  is_capacity_assumed | Kapacitet antagen | Capacity assumed
-- Column:  performed_share | Utförd andel | Performed share | share
WITH (SELECT if({area:String} = '', any(whole.area_id), {area:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted
SELECT
    staffing.month AS month,
    staffing.client_h AS client_h,
    staffing.needed_h AS needed_h,
    staffing.needed_h * staffing.client_low_h / nullIf(staffing.client_h, 0) AS needed_low_h,
    staffing.needed_h * staffing.client_high_h / nullIf(staffing.client_h, 0) AS needed_high_h,
    staffing.available_h AS available_h,
    staffing.gap_h AS gap_h,
    staffing.needed_fte AS needed_fte,
    staffing.available_fte AS available_fte,
    staffing.gap_fte AS gap_fte,
    staffing.cost_sek AS cost_sek,
    staffing.is_capacity_assumed AS is_capacity_assumed,
    staffing.performed_share AS performed_share
FROM mart.staffing AS staffing
WHERE staffing.area_id = wanted
    AND ($__areas(staffing.area_id) OR staffing.area_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
    AND staffing.scenario = {scenario:String}
    AND staffing.profession = {profession:String}
    AND staffing.horizon_months <= {months:UInt16}
ORDER BY month
