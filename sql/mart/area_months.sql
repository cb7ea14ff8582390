-- mart.area_months: areas month by month.
-- Grain:    one row per area and month; the municipality is the sum of its areas, and has a row of its own.
-- Keys:     area_id, month.
-- Sources:  core.areas, core.populations, mart.client_months.
-- Load:     replaced by month.
-- Access:   aggregate.
-- Sort key: read by area, then month.
CREATE TABLE IF NOT EXISTS mart.area_months
(
    area_id                     LowCardinality(String) COMMENT 'Area, or the municipality -> core.areas.area_id; empty for clients without a known area.',
    month                       Date                   COMMENT 'Month, its first day.',
    area_kind                   LowCardinality(String) COMMENT 'municipality, area or unit; add up rows of one kind only.',
    n_clients                   UInt32                 COMMENT 'Clients with home care, health care only or special housing.',
    n_home_care_clients         UInt32                 COMMENT 'Clients with home care on the last day.',
    n_hsl_only_clients          UInt32                 COMMENT 'Clients with health care and no home care.',
    n_hsl_clients               UInt32                 COMMENT 'Clients with health care, with or without home care.',
    n_special_housing_clients   UInt32                 COMMENT 'Clients in special housing.',
    n_short_term_clients        UInt32                 COMMENT 'Clients with a short-term stay (sv: korttidsvistelse) in the month.',
    n_new_clients               UInt32                 COMMENT 'Clients with home care who had none the month before.',
    n_deaths                    UInt32                 COMMENT 'Clients who died in the month.',
    home_care_granted_h         Float64                COMMENT 'Granted home care on the last day, hours per month.',
    home_care_performed_h       Nullable(Float64)      COMMENT 'Performed home care, hours in the month; NULL where the month''s visits were not delivered.',
    nurse_h                     Nullable(Float64)      COMMENT 'Performed nurse visits, hours in the month; NULL where not delivered.',
    rehab_h                     Nullable(Float64)      COMMENT 'Performed visits by occupational and physical therapists, hours in the month; NULL where not delivered.',
    delegated_h                 Nullable(Float64)      COMMENT 'Delegated health-care actions, hours in the month; NULL where not delivered.',
    performed_share             Nullable(Float64)      COMMENT 'Performed home care / granted home care; NULL where not delivered or none granted.',
    persons_80plus              Nullable(Float64)      COMMENT 'Inhabitants aged 80 and over at the end of the year before, counted or projected; for an area without a population of its own, those of the areas directly below it; NULL where not delivered.',
    granted_h_per_person_80plus Nullable(Float64)      COMMENT 'Granted home-care hours per month / inhabitants aged 80 and over; NULL where the population is unknown.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (area_id, month)
COMMENT 'Areas month by month: clients and hours by resource.';

INSERT INTO mart.area_months
-- One row per client and month in each area that counts the client: its own, and those above it.
WITH counted AS
(
    SELECT
        arrayJoin(arrayDistinct([toString(months.area_id), toString(ifNull(areas.parent_area_id, '')), toString(ifNull(parents.parent_area_id, ''))])) AS counted_area_id,
        months.*
    FROM mart.client_months AS months
    LEFT JOIN core.areas AS areas ON months.area_id = areas.area_id
    LEFT JOIN core.areas AS parents ON areas.parent_area_id = parents.area_id
    WHERE months.month BETWEEN {from_month:Date} AND {to_month:Date}
        AND (counted_area_id != '' OR months.area_id = '')
),
-- One row per client who had home care the month before.
before AS
(
    SELECT client_id, addMonths(month, 1) AS month
    FROM mart.client_months
    WHERE status = 'home_care' AND month BETWEEN addMonths({from_month:Date}, -1) AND {to_month:Date}
),
-- One row per area and year with a population of its own: inhabitants aged 80 and over.
delivered AS
(
    SELECT area_id, year, sum(persons) AS persons_80plus
    FROM core.populations
    WHERE age_years >= 80
    GROUP BY area_id, year
),
-- One row per area and year: its own population, else the sum of the areas directly below it.
inhabitants AS
(
    SELECT area_id, year, persons_80plus FROM delivered
    UNION ALL
    SELECT areas.parent_area_id AS area_id, delivered.year AS year, sum(delivered.persons_80plus) AS persons_80plus
    FROM delivered
    INNER JOIN core.areas AS areas ON delivered.area_id = areas.area_id
    WHERE (areas.parent_area_id, delivered.year) NOT IN (SELECT own.area_id, own.year FROM delivered AS own)
    GROUP BY area_id, year
),
-- One row per area and month.
sums AS
(
    SELECT
        counted_area_id AS area_id,
        month,
        countIf(status IN ('home_care', 'hsl_only', 'special_housing')) AS n_clients,
        countIf(status = 'home_care') AS n_home_care_clients,
        countIf(status = 'hsl_only') AS n_hsl_only_clients,
        countIf(has_hsl AND status IN ('home_care', 'hsl_only')) AS n_hsl_clients,
        countIf(status = 'special_housing') AS n_special_housing_clients,
        countIf(has_short_term AND status NOT IN ('dead', 'moved')) AS n_short_term_clients,
        countIf(status = 'home_care' AND (client_id, month) NOT IN (SELECT client_id, month FROM before)) AS n_new_clients,
        countIf(status = 'dead') AS n_deaths,
        sumIf(counted.home_care_granted_h, status = 'home_care') AS home_care_granted_h,
        sumOrNull(counted.home_care_performed_h) AS home_care_performed_h,
        sumOrNull(nurse_min) / 60 AS nurse_h,
        sumOrNull(rehab_min) / 60 AS rehab_h,
        sumOrNull(delegated_min) / 60 AS delegated_h
    FROM counted
    GROUP BY area_id, month
)
SELECT
    sums.area_id AS area_id,
    sums.month AS month,
    ifNull(areas.kind, '') AS area_kind,
    sums.n_clients AS n_clients,
    sums.n_home_care_clients AS n_home_care_clients,
    sums.n_hsl_only_clients AS n_hsl_only_clients,
    sums.n_hsl_clients AS n_hsl_clients,
    sums.n_special_housing_clients AS n_special_housing_clients,
    sums.n_short_term_clients AS n_short_term_clients,
    sums.n_new_clients AS n_new_clients,
    sums.n_deaths AS n_deaths,
    sums.home_care_granted_h AS home_care_granted_h,
    sums.home_care_performed_h AS home_care_performed_h,
    sums.nurse_h AS nurse_h,
    sums.rehab_h AS rehab_h,
    sums.delegated_h AS delegated_h,
    if(sums.home_care_granted_h > 0, sums.home_care_performed_h / sums.home_care_granted_h, NULL) AS performed_share,
    inhabitants.persons_80plus AS persons_80plus,
    sums.home_care_granted_h / nullIf(inhabitants.persons_80plus, 0) AS granted_h_per_person_80plus
FROM sums
LEFT JOIN core.areas AS areas ON sums.area_id = areas.area_id
LEFT JOIN inhabitants ON sums.area_id = inhabitants.area_id AND toYear(sums.month) - 1 = inhabitants.year
SETTINGS join_use_nulls = 1;
