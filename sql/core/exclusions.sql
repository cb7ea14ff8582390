-- core.exclusions: decisions that a client is left out of models or of selections (sv: spärr), and that this ends.
-- Grain:    one row per decision; rows are never changed.
-- Keys:     exclusion_id.
-- Sources:  framsyn person exclude, framsyn person include.
-- Load:     appended by framsyn person.
-- Access:   person.
-- Sort key: looked up by client.
-- The reason, and the login of who wrote it, are in ops.access_log under the same id: a manager sees that a client is left out, not why.
CREATE TABLE IF NOT EXISTS core.exclusions
(
    exclusion_id       UUID                   COMMENT 'Decision -> ops.access_log.access_id.',
    client_id          UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    is_from_models     Bool                   COMMENT 'Left out of features, fitting, scores, potentials, early signs, trends and follow-ups.',
    is_from_selections Bool                   COMMENT 'Left out of the lists to choose from and of saved selections (sv: urval).',
    from_date          Date                   COMMENT 'First day on which it holds.',
    until_date         Nullable(Date)         COMMENT 'First day on which it no longer holds; NULL for until further notice.',
    decided_by         LowCardinality(String) COMMENT 'Who wrote it: the first 16 hexadecimal digits of a SHA-256 of the login, no name.',
    written_at         DateTime64(6, 'UTC')   COMMENT 'When the row was written.'
)
ENGINE = MergeTree
ORDER BY (client_id, written_at, exclusion_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Decisions that a client is left out of models or of selections (sv: spärr); only ever added to.';
