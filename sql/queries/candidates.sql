-- candidates: Brukare att välja bland | Clients to choose among
-- sv:      Dagens brukare som uppfyller filtren, de med störst risk först, med väntade timmar, potential och de tre främsta skälen i ord.
--          En risk är ett råd; en människa bestämmer.
-- en:      Clients of today who meet the filters, those with the greatest risk first, with expected hours, potential and the three main
--          reasons in words. A risk advises; a person decides.
-- Kind:    table
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
-- Param:   rows UInt32 = 200 | Högst så många. | At most so many.
-- Column:  client_id | Brukare | Client
-- Column:  area_id | Områdeskod | Area code
-- Column:  area_name | Område | Area
-- Column:  status | Läge | Status
-- Column:  sex | Kön | Sex
-- Column:  age_years | Ålder | Age | years
-- Column:  is_single_household | Ensamboende | One-person household
-- Column:  hours_now | Timmar nu | Hours now | h_per_month
-- Column:  hours_expected | Väntade timmar om ett år | Hours expected in a year | h_per_month
-- Column:  hours_expected_low | Lägre gräns | Lower end | h_per_month
-- Column:  hours_expected_high | Övre gräns | Upper end | h_per_month
-- Column:  hours_change_6m_h | Förändring sex månader | Change in six months | h_per_month
-- Column:  hours_12m | Timmar, tolv månader | Hours, twelve months
-- Column:  risk_target | Risk för | Risk of
-- Column:  risk_probability | Risk | Risk | share
-- Column:  risk_low | Risk, lägre gräns | Risk, lower end | share
-- Column:  risk_high | Risk, övre gräns | Risk, upper end | share
-- Column:  risk_percentile | Riskpercentil | Risk percentile | percent
-- Column:  decline_probability | Risk för försämrad funktion | Risk of decline | share
-- Column:  housing_probability | Risk för särskilt boende | Risk of special housing | share
-- Column:  potential_kind | Störst potential | Greatest potential
-- Column:  potential_h | Potential | Potential | h_per_month
-- Column:  potential_low_h | Potential, lägre gräns | Potential, lower end | h_per_month
-- Column:  potential_high_h | Potential, övre gräns | Potential, upper end | h_per_month
-- Column:  categories | Kategorier | Categories
-- Column:  has_hsl | HSL | Health care
-- Column:  last_intervention_kind | Senaste insats | Last intervention
-- Column:  last_intervention_result | Resultat | Result
-- Column:  assessed_date | Senast bedömd | Last assessed
-- Column:  reasons_sv | Skäl | Reasons (Swedish)
-- Column:  reasons_en | Skäl (engelska) | Reasons
SELECT
    candidates.client_id AS client_id,
    candidates.area_id AS area_id,
    candidates.area_name AS area_name,
    candidates.status AS status,
    candidates.sex AS sex,
    candidates.age_years AS age_years,
    candidates.is_single_household AS is_single_household,
    candidates.hours_now AS hours_now,
    candidates.hours_expected AS hours_expected,
    candidates.hours_expected_low AS hours_expected_low,
    candidates.hours_expected_high AS hours_expected_high,
    candidates.hours_change_6m_h AS hours_change_6m_h,
    candidates.hours_12m AS hours_12m,
    candidates.risk_target AS risk_target,
    candidates.risk_probability AS risk_probability,
    candidates.risk_low AS risk_low,
    candidates.risk_high AS risk_high,
    candidates.risk_percentile AS risk_percentile,
    candidates.decline_probability AS decline_probability,
    candidates.housing_probability AS housing_probability,
    candidates.potential_kind AS potential_kind,
    candidates.potential_h AS potential_h,
    candidates.potential_low_h AS potential_low_h,
    candidates.potential_high_h AS potential_high_h,
    candidates.categories AS categories,
    candidates.has_hsl AS has_hsl,
    candidates.last_intervention_kind AS last_intervention_kind,
    candidates.last_intervention_result AS last_intervention_result,
    candidates.assessed_date AS assessed_date,
    candidates.reasons_sv AS reasons_sv,
    candidates.reasons_en AS reasons_en
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
ORDER BY risk_probability DESC NULLS LAST, client_id
LIMIT {rows:UInt32}
