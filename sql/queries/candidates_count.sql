-- candidates_count: Hur många som uppfyller filtren | How many meet the filters
-- sv:      Antal och summor för dagens brukare som uppfyller filtren: timmar nu och väntade om ett år, väntat antal som fördubblar behovet,
--          och summan av potentialer.
-- en:      Numbers and sums of the clients of today who meet the filters: hours now and expected in a year, expected number whose need
--          doubles, and the sum of potentials.
-- Kind:    value
-- Roles:   manager, analyst
-- Reads:   mart.candidates
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   statuses Array(String) = ["home_care", "hsl_only"] | Läge: home_care, hsl_only, special_housing, none; tomt = alla. | Status:
--          home_care, hsl_only, special_housing, none; empty = all.
-- Param:   sexes Array(String) = [] | Kön: female, male; tomt = alla. | Sex: female, male; empty = all.
-- Param:   age_from UInt8 = 0 | Lägsta ålder, år. | Lowest age, years.
-- Param:   age_to UInt8 = 120 | Högsta ålder, år. | Highest age, years.
-- Param:   households Array(String) = [] | Hushåll: single, shared, unknown; tomt = alla. | Household: single, shared, unknown; empty =
--          all.
-- Param:   categories Array(String) = [] | Kategorier, någon av dem; tomt = alla. | Categories, any of them; empty = all.
-- Param:   severity_from UInt8 = 1 | Lägsta allvarlighetsgrad i någon av kategorierna, 1-4. | Lowest severity in any of the categories,
--          1-4.
-- Param:   hours_from Float64 = 0 | Lägsta beviljade timmar nu, per månad. | Lowest granted hours now, per month.
-- Param:   hours_to Float64 = 10000 | Högsta beviljade timmar nu, per månad. | Highest granted hours now, per month.
-- Param:   percentile_from Float64 = 0 | Lägsta riskpercentil, 0-100; över 0 bara de som har en risk. | Lowest risk percentile, 0-100;
--          above 0 only those with a risk.
-- Param:   potentials Array(String) = [] | Insatser med störst potential, någon av dem; tomt = alla. | Interventions with the greatest
--          potential, any of them; empty = all. | intervention_kinds
-- Param:   earlier_results Array(String) = [] | Senaste insatsens resultat: good, partial, none; tomt = alla. | Result of the last
--          intervention: good, partial, none; empty = all.
-- Param:   selection String = "" | Sparat urval; tomt = alla. | Saved selection; empty = all. | selections
-- Column:  n_clients | Brukare | Clients
-- Column:  n_with_risk | Med beräknad risk | With a risk
-- Column:  hours_now | Timmar nu | Hours now | h_per_month
-- Column:  hours_expected | Väntade timmar om ett år | Hours expected in a year | h_per_month
-- Column:  expected_doubled | Väntas fördubbla behovet | Expected to double the need
-- Column:  mean_age_years | Medelålder | Mean age | years
-- Column:  female_share | Andel kvinnor | Share of women | share
-- Column:  single_share | Andel ensamboende | Share living alone | share
-- Column:  n_with_potential | Med potential | With a potential
-- Column:  potential_h | Summa potential | Sum of potentials | h_per_month
SELECT
    count() AS n_clients,
    countIf(isNotNull(candidates.risk_probability)) AS n_with_risk,
    sum(candidates.hours_now) AS hours_now,
    sum(candidates.hours_expected) AS hours_expected,
    sumIf(candidates.risk_probability, candidates.risk_target = 'need_doubled') AS expected_doubled,
    avgOrNull(candidates.age_years) AS mean_age_years,
    countIf(candidates.sex = 'female') / nullIf(count(), 0) AS female_share,
    countIf(candidates.is_single_household) / nullIf(countIf(isNotNull(candidates.is_single_household)), 0) AS single_share,
    countIf(candidates.potential_kind != '') AS n_with_potential,
    sumIf(candidates.potential_h, candidates.potential_kind != '') AS potential_h
FROM mart.candidates AS candidates
WHERE $__areas(candidates.area_id)
    AND $__conditionalAll(candidates.area_id IN ({areas:Array(String)}), areas)
    AND $__conditionalAll(toString(candidates.status) IN ({statuses:Array(String)}), statuses)
    AND $__conditionalAll(toString(candidates.sex) IN ({sexes:Array(String)}), sexes)
    AND candidates.age_years BETWEEN {age_from:UInt8} AND {age_to:UInt8}
    AND $__conditionalAll(multiIf(isNull(candidates.is_single_household), 'unknown', candidates.is_single_household, 'single', 'shared') IN ({households:Array(String)}), households)
    AND $__conditionalAll(hasAny(candidates.categories, {categories:Array(String)}), categories)
    AND $__conditionalAll(arrayExists(c -> candidates.severities[c] >= {severity_from:UInt8}, {categories:Array(String)}), categories)
    AND candidates.hours_now BETWEEN {hours_from:Float64} AND {hours_to:Float64}
    AND ({percentile_from:Float64} <= 0 OR ifNull(candidates.risk_percentile, -1) >= {percentile_from:Float64})
    AND $__conditionalAll(candidates.potential_kind IN ({potentials:Array(String)}), potentials)
    AND $__conditionalAll(candidates.last_intervention_result IN ({earlier_results:Array(String)}), earlier_results)
    AND $__conditionalAll(candidates.client_id IN $__selection({selection:String}), selection)
    AND $__adHocFilters('mart.candidates')
