-- core.excluded_clients: clients who today are left out of models or of selections.
-- Grain:    one row per client.
-- Keys:     client_id.
-- Sources:  core.exclusions.
-- Load:     view.
-- Access:   person.
-- Sort key: none.
-- Of the decisions whose first day has come, the newest counts. Days are those of Stockholm.
CREATE VIEW IF NOT EXISTS core.excluded_clients
(
    client_id          UInt64         COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    is_from_models     Bool           COMMENT 'Left out of models today: no features, scores, potentials, early signs, trends or follow-ups.',
    is_from_selections Bool           COMMENT 'Left out of lists and saved selections today.',
    from_date          Date           COMMENT 'First day on which the decision holds.',
    until_date         Nullable(Date) COMMENT 'First day on which it no longer holds; NULL for until further notice.'
)
AS
SELECT client_id, is_from_models, is_from_selections, from_date, until_date
FROM
(
    SELECT client_id, is_from_models, is_from_selections, from_date, until_date
    FROM core.exclusions
    WHERE from_date <= toDate(now('Europe/Stockholm'))
    ORDER BY client_id, written_at DESC, exclusion_id DESC
    LIMIT 1 BY client_id
)
WHERE (is_from_models OR is_from_selections) AND (isNull(until_date) OR until_date > toDate(now('Europe/Stockholm')));
