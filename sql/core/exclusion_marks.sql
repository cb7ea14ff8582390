-- core.exclusion_marks: who today is left out of models or of selections, by marks from which nobody finds a client.
-- Grain:    one row per client whom a decision has been about.
-- Keys:     mark.
-- Sources:  core.exclusions.
-- Load:     view.
-- Access:   person.
-- Sort key: none.
-- Row filters of tables compare the marks of their clients with these. Accounts of some areas see it whole, so that they need not look for their own clients first: a million
-- pseudonyms share each mark, which is 44 bits of a number mixed of the pseudonym's 64. That one of 100,000 clients shares that of one of 100 who are left out has the chance 1 in 1.7 million.
-- It says the same as core.excluded_clients, but is asked with each list, so it reads straight from the decisions.
CREATE VIEW IF NOT EXISTS core.exclusion_marks
(
    mark               UInt64 COMMENT 'Mark of the client: bitShiftRight(intHash64(client_id), 20).',
    is_from_models     Bool   COMMENT 'Left out of models today.',
    is_from_selections Bool   COMMENT 'Left out of lists and saved selections today.'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS
SELECT
    bitShiftRight(intHash64(client_id), 20) AS mark,
    argMax(exclusions.is_from_models AND ifNull(until_date > toDate(now('Europe/Stockholm')), true), (written_at, exclusion_id)) AS is_from_models,
    argMax(exclusions.is_from_selections AND ifNull(until_date > toDate(now('Europe/Stockholm')), true), (written_at, exclusion_id)) AS is_from_selections
FROM core.exclusions AS exclusions
WHERE from_date <= toDate(now('Europe/Stockholm'))
GROUP BY client_id;
