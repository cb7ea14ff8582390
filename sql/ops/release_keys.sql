-- ops.release_keys: the secret by which released numbers are rounded and small groups are shown.
-- Grain:    one row per key; there is one.
-- Keys:     made_at.
-- Sources:  the release job.
-- Load:     appended by the release job, once.
-- Access:   identity.
-- Sort key: the first one counts.
-- Who has the key and yesterday's table can tell when a count of a few persons has changed, so no role of people reads it.
CREATE TABLE IF NOT EXISTS ops.release_keys
(
    made_at DateTime('UTC') DEFAULT now() COMMENT 'When.',
    first   UInt64                        COMMENT 'First half.',
    second  UInt64                        COMMENT 'Second half.'
)
ENGINE = MergeTree
ORDER BY made_at
SETTINGS fsync_after_insert = 1
COMMENT 'The secret that decides, for each group, above which number of persons it is shown and where its counts are rounded.';
