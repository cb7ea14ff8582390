-- core.audit_limits: the limits that the bias audit holds runs against.
-- Grain:    one row per measure and grouping.
-- Keys:     measure, group_name.
-- Sources:  core.audit_limit_changes, core.shipped_audit_limits.
-- Load:     view.
-- Access:   reference.
-- Sort key: none.
-- models/fairness defines the measures. A grouping without limits is measured, not judged.
CREATE VIEW IF NOT EXISTS core.audit_limits
(
    measure    String            COMMENT 'calibration_ratio (observed / expected of the group, divided by that of the others), auc_gap (AUC within the group less that within the others) or missed_gap (share of the outcomes that are not among the tenth with the highest estimates, less that of the others).',
    group_name String            COMMENT 'sex, age_band, area, household or hours_band (service level: granted hours at the landmark).',
    lowest     Nullable(Float64) COMMENT 'Lowest value that is within; NULL for none.',
    highest    Nullable(Float64) COMMENT 'Highest value that is within; NULL for none.',
    why_sv     String            COMMENT 'Why the limit is so, Swedish.',
    why_en     String            COMMENT 'Why the limit is so, English.',
    changed_by String            COMMENT 'Who set it; empty for a limit that comes with Framsyn.',
    changed_at Nullable(DateTime64(6, 'UTC')) COMMENT 'When; NULL for a limit that comes with Framsyn.'
)
AS
-- One row per measure and grouping that the municipality has changed: the newest.
WITH own AS
(
    SELECT
        toString(changes.measure) AS measure,
        toString(changes.group_name) AS group_name,
        changes.lowest AS lowest,
        changes.highest AS highest,
        changes.why AS why,
        changes.changed_by AS changed_by,
        changes.changed_at AS changed_at
    FROM core.audit_limit_changes AS changes
    ORDER BY changes.changed_at DESC
    LIMIT 1 BY changes.measure, changes.group_name
)
SELECT own.measure AS measure, own.group_name AS group_name, own.lowest AS lowest, own.highest AS highest, own.why AS why_sv, own.why AS why_en, own.changed_by AS changed_by, toNullable(own.changed_at) AS changed_at
FROM own
UNION ALL
SELECT toString(shipped.measure) AS measure, toString(shipped.group_name) AS group_name, shipped.lowest AS lowest, shipped.highest AS highest, shipped.why_sv AS why_sv, shipped.why_en AS why_en, '' AS changed_by, NULL AS changed_at
FROM core.shipped_audit_limits AS shipped
WHERE (toString(shipped.measure), toString(shipped.group_name)) NOT IN (SELECT own.measure, own.group_name FROM own);
