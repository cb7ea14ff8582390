-- mart.scope_months: what areas, categories and selections use, month by month.
-- Grain:    one row per scope, resource and month.
-- Keys:     scope_kind, scope_id, resource, month.
-- Sources:  core.delivered_months, core.selection_members, mart.area_months, mart.client_months.
-- Load:     view.
-- Access:   aggregate.
-- Sort key: none.
-- A selection is those who are in it now, followed back: what they needed before, not what the selection would have held then.
CREATE VIEW IF NOT EXISTS mart.scope_months
(
    scope_kind String            COMMENT 'area, category or selection.',
    scope_id   String            COMMENT 'Which; the municipality is an area too.',
    resource   String            COMMENT 'home_care_h (granted), performed_h, nurse_h, rehab_h, delegated_h (performed) or clients (not for selections, whose clients are fixed).',
    month      Date              COMMENT 'Month, its first day.',
    value      Nullable(Float64) COMMENT 'Hours in the month, or persons; NULL where the month was not delivered.',
    n_clients  UInt64            COMMENT 'Clients with home care or health care only behind it.'
)
AS
-- One row per scope and month.
WITH sums AS
(
    SELECT
        'area' AS scope_kind,
        toString(area_id) AS scope_id,
        month,
        n_home_care_clients + n_hsl_only_clients AS n_clients,
        home_care_granted_h AS granted_h,
        home_care_performed_h AS performed_h,
        nurse_h,
        rehab_h,
        delegated_h
    FROM mart.area_months
    WHERE area_id != ''
    UNION ALL
    SELECT
        'category' AS scope_kind,
        toString(arrayJoin(categories)) AS scope_id,
        month,
        countIf(status IN ('home_care', 'hsl_only')) AS n_clients,
        sum(home_care_granted_h) AS granted_h,
        sumOrNull(home_care_performed_h) AS performed_h,
        sumOrNull(nurse_min) / 60 AS nurse_h,
        sumOrNull(rehab_min) / 60 AS rehab_h,
        sumOrNull(delegated_min) / 60 AS delegated_h
    FROM mart.client_months
    GROUP BY scope_id, month
    UNION ALL
    SELECT
        'selection' AS scope_kind,
        toString(members.selection_id) AS scope_id,
        months.month AS month,
        countIf(months.status IN ('home_care', 'hsl_only')) AS n_clients,
        sum(months.home_care_granted_h) AS granted_h,
        sumOrNull(months.home_care_performed_h) AS performed_h,
        sumOrNull(months.nurse_min) / 60 AS nurse_h,
        sumOrNull(months.rehab_min) / 60 AS rehab_h,
        sumOrNull(months.delegated_min) / 60 AS delegated_h
    FROM mart.client_months AS months
    INNER JOIN core.selection_members AS members ON months.client_id = members.client_id
    WHERE isNull(members.left_date)
    GROUP BY scope_id, month
)
SELECT
    scope_kind,
    scope_id,
    part.1 AS resource,
    month,
    if(part.1 IN ('home_care_h', 'clients') AND month NOT IN (SELECT delivered.month FROM core.delivered_months AS delivered WHERE delivered.source = 'sol_ongoing'), NULL, part.2) AS value,
    n_clients
FROM sums
ARRAY JOIN
    [
        ('home_care_h', toNullable(granted_h)),
        ('performed_h', performed_h),
        ('nurse_h', nurse_h),
        ('rehab_h', rehab_h),
        ('delegated_h', delegated_h),
        ('clients', toNullable(toFloat64(n_clients)))
    ] AS part
WHERE NOT (scope_kind = 'selection' AND resource = 'clients');
