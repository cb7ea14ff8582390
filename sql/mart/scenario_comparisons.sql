-- mart.scenario_comparisons: what each scenario needs, compared with as today.
-- Grain:    one row per area, month, profession and scenario of the forecast that is shown.
-- Keys:     area_id, month, profession, scenario.
-- Sources:  mart.staffing.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS mart.scenario_comparisons
(
    area_id         LowCardinality(String) COMMENT 'Area, or the municipality -> core.areas.area_id; empty for clients without a known area.',
    month           Date                   COMMENT 'Month, its first day.',
    profession      LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    scenario        LowCardinality(String) COMMENT 'Scenario -> core.scenarios.scenario.',
    client_h        Float64                COMMENT 'Forecast hours with clients in the month.',
    needed_fte      Float64                COMMENT 'Full-time equivalents (sv: årsarbetare) that takes.',
    cost_sek        Nullable(Float64)      COMMENT 'Cost, SEK in the month; NULL where no cost was delivered.',
    difference_h    Float64                COMMENT 'client_h less that of as_today, hours in the month.',
    difference_fte  Float64                COMMENT 'needed_fte less that of as_today.',
    difference_sek  Nullable(Float64)      COMMENT 'cost_sek less that of as_today, SEK in the month.'
)
AS
SELECT
    supposed.area_id AS area_id,
    supposed.month AS month,
    supposed.profession AS profession,
    supposed.scenario AS scenario,
    supposed.client_h AS client_h,
    supposed.needed_fte AS needed_fte,
    supposed.cost_sek AS cost_sek,
    supposed.client_h - today.client_h AS difference_h,
    supposed.needed_fte - today.needed_fte AS difference_fte,
    supposed.cost_sek - today.cost_sek AS difference_sek
FROM mart.staffing AS supposed
INNER JOIN (SELECT area_id, month, profession, client_h, needed_fte, cost_sek FROM mart.staffing WHERE scenario = 'as_today') AS today
    ON supposed.area_id = today.area_id AND supposed.month = today.month AND supposed.profession = today.profession;
