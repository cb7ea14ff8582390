-- core.code_imports: official code lists that the municipality has imported.
-- Grain:    one row per import and code.
-- Keys:     code_list, code, imported_at.
-- Load:     appended by framsyn codes import.
-- Access:   reference.
-- Sort key: looked up by list and code, newest last.
CREATE TABLE IF NOT EXISTS core.code_imports
(
    code_list   LowCardinality(String) COMMENT 'Code list: kva or icf.',
    code        String                 COMMENT 'Code.',
    term_sv     String                 COMMENT 'Short term, Swedish.',
    imported_at DateTime('UTC')        COMMENT 'When it was imported; the newest import of a code counts.',
    source      LowCardinality(String) COMMENT 'Name of the file that it was imported from.'
)
ENGINE = MergeTree
ORDER BY (code_list, code, imported_at)
COMMENT 'Codes and short terms of official code lists, as imported; earlier imports are kept, since codes that were taken out of a list occur in old rows.';
