-- Clients with health care only have scores too, but no expected hours of home care.
ALTER TABLE model.risk_scores
    MODIFY COLUMN IF EXISTS hours_expected Nullable(Float64),
    MODIFY COLUMN IF EXISTS hours_expected_low Nullable(Float64),
    MODIFY COLUMN IF EXISTS hours_expected_high Nullable(Float64);
