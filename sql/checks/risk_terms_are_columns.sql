-- The terms are the numeric columns of mart.risk_features, in their order, each with a known audience.
WITH columns AS
(
    SELECT name, row_number() OVER (ORDER BY position) AS place
    FROM system.columns
    WHERE database = 'mart' AND table = 'risk_features' AND type IN ('Float64', 'Nullable(Float64)')
)
SELECT terms.term AS term, terms.position AS position, columns.name AS column, columns.place AS place, terms.applies_to AS applies_to
FROM core.risk_terms AS terms
FULL JOIN columns ON terms.term = columns.name
WHERE ifNull(terms.position, 0) != ifNull(columns.place, 0)
    OR terms.applies_to NOT IN ('home_care', 'health_care', 'both')
    OR terms.monotone NOT BETWEEN -1 AND 1;
