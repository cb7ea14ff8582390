-- mart.category_coverage: how many clients, and how much of their care, have a category.
-- Grain:    one row per month and area with clients in home care, special housing or health care; area * is all of them.
-- Keys:     month, area_id.
-- Sources:  mart.client_categories, mart.client_months.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS mart.category_coverage
(
    month                       Date                   COMMENT 'Month, its first day.',
    area_id                     LowCardinality(String) COMMENT 'Home-care area -> core.areas.area_id; empty where unknown, * for all.',
    n_clients                   UInt64                 COMMENT 'Clients with home care, special housing or health care only.',
    n_unclassified              UInt64                 COMMENT 'Of them, clients without a category.',
    classified_share            Float64                COMMENT 'Share of the clients with a category.',
    home_care_share             Nullable(Float64)      COMMENT 'Share of the clients with home care that have a category; NULL where there are none.',
    hsl_only_share              Nullable(Float64)      COMMENT 'Share of the clients with health care only that have a category; NULL where there are none.',
    home_care_granted_share     Nullable(Float64)      COMMENT 'Share of granted home-care hours that clients with a category have; NULL where there are none.',
    nurse_share                 Nullable(Float64)      COMMENT 'Share of the minutes of nurse visits; NULL where there are none, or visits were not delivered.',
    rehab_share                 Nullable(Float64)      COMMENT 'Share of the minutes of visits by occupational and physical therapists; NULL where there are none, or visits were not delivered.',
    delegated_share             Nullable(Float64)      COMMENT 'Share of the minutes of delegated actions; NULL where there are none, or visits were not delivered.',
    mean_categories             Float64                COMMENT 'Categories a classified client, on average; NaN where nobody is classified.',
    rule_version                UInt16                 COMMENT 'Version of the rules by which clients are classified; 0 where nobody is.'
)
AS
-- One row per month: the version by which its clients were classified.
WITH versions AS
(
    SELECT categories.month AS month, max(categories.rule_version) AS version
    FROM mart.client_categories AS categories
    GROUP BY month
)
SELECT
    months.month AS month,
    arrayJoin(['*', toString(months.area_id)]) AS area_id,
    count() AS n_clients,
    countIf(empty(categories)) AS n_unclassified,
    countIf(notEmpty(categories)) / n_clients AS classified_share,
    if(countIf(status = 'home_care') = 0, NULL, countIf(status = 'home_care' AND notEmpty(categories)) / countIf(status = 'home_care')) AS home_care_share,
    if(countIf(status = 'hsl_only') = 0, NULL, countIf(status = 'hsl_only' AND notEmpty(categories)) / countIf(status = 'hsl_only')) AS hsl_only_share,
    if(sum(home_care_granted_h) = 0, NULL, sumIf(home_care_granted_h, notEmpty(categories)) / sum(home_care_granted_h)) AS home_care_granted_share,
    if(sum(nurse_min) = 0, NULL, sumIf(nurse_min, notEmpty(categories)) / sum(nurse_min)) AS nurse_share,
    if(sum(rehab_min) = 0, NULL, sumIf(rehab_min, notEmpty(categories)) / sum(rehab_min)) AS rehab_share,
    if(sum(delegated_min) = 0, NULL, sumIf(delegated_min, notEmpty(categories)) / sum(delegated_min)) AS delegated_share,
    avgIf(length(categories), notEmpty(categories)) AS mean_categories,
    max(ifNull(versions.version, 0)) AS rule_version
FROM mart.client_months AS months
LEFT JOIN versions ON months.month = versions.month
WHERE status IN ('home_care', 'special_housing', 'hsl_only')
GROUP BY months.month, area_id
SETTINGS join_use_nulls = 1;
