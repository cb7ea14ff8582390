-- core.scenarios: scenarios of the forecast.
-- Grain:    one row per scenario and version.
-- Keys:     scenario, version.
-- Sources:  core.scenario_examples, core.scenarios.
-- Load:     appended by framsyn and its users; the transform job adds the examples that are not there.
-- Access:   reference.
-- Sort key: looked up by scenario; the newest version counts.
CREATE TABLE IF NOT EXISTS core.scenarios
(
    scenario                       LowCardinality(String)                     COMMENT 'Scenario, such as as_today.',
    version                        UInt32                                     COMMENT 'Version, from 1; the newest counts.',
    name_sv                        String                                     COMMENT 'Name, Swedish.',
    name_en                        String                                     COMMENT 'Name, English.',
    description_sv                 String                                     COMMENT 'What it supposes, Swedish.',
    description_en                 String                                     COMMENT 'What it supposes, English.',
    author                         LowCardinality(String)                     COMMENT 'Who made it: login, or framsyn for the examples.',
    created_date                   Date                                       COMMENT 'Day on which the version was made.',
    is_active                      Bool                                       COMMENT 'It is forecast; false takes the scenario away.',
    increase_pct_per_year          Float64                                    COMMENT 'Health trend: change of the rate at which needs grow, per cent per year ahead; negative = healthier.',
    mortality_pct_per_year         Float64                                    COMMENT 'Change of mortality, per cent per year ahead; negative = longer lives.',
    special_housing_extra_places   Int32                                      COMMENT 'Places in special housing more (or fewer) than the courses so far would fill.',
    granted_hours_factor           Float64                                    COMMENT 'Granted hours of new decisions, times this.',
    least_granted_h                Float64                                    COMMENT 'Granting threshold: no home care below this many hours per month for decisions after today; 0 for none.',
    new_clients_factor             Float64                                    COMMENT 'New clients, times this.',
    population_variant             Enum8('main' = 0, 'low' = 1, 'high' = 2)   COMMENT 'Population: main as delivered; low and high with 10 % higher and lower mortality from 65 years on.',
    prevention_n_clients           UInt32                                     COMMENT 'Prevention reaches this many clients, those with the highest risk among those with a potential; 0 for none.',
    prevention_kind                LowCardinality(String)                     COMMENT 'Kind of intervention -> core.intervention_kinds.kind; empty = for each client the kind with the greatest potential.',
    prevention_share               Float64                                    COMMENT 'Share of the potential that is reached, 0-1: some decline, some stop.'
)
ENGINE = MergeTree
ORDER BY (scenario, version)
COMMENT 'Scenarios of the forecast: what is supposed, as parameters that one sees and saves.';

INSERT INTO core.scenarios
SELECT
    scenario,
    version,
    name_sv,
    name_en,
    description_sv,
    description_en,
    author,
    created_date,
    is_active,
    increase_pct_per_year,
    mortality_pct_per_year,
    special_housing_extra_places,
    granted_hours_factor,
    least_granted_h,
    new_clients_factor,
    population_variant,
    prevention_n_clients,
    prevention_kind,
    prevention_share
FROM core.scenario_examples
WHERE scenario NOT IN (SELECT saved.scenario FROM core.scenarios AS saved);
