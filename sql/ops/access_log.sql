-- ops.access_log: access: who saw what.
-- Grain:    one row per thing that somebody asked for: a query, a call of a page, an export; one more (started) before clients are read; where identities are asked for, one per person.
-- Keys:     access_id.
-- Sources:  the pages and panels, framsyn sql, framsyn export, framsyn identity show, framsyn access seen, framsyn person, framsyn retention.
-- Load:     appended; no account of people or programs may change or delete rows.
-- Access:   log.
-- Sort key: by time.
CREATE TABLE IF NOT EXISTS ops.access_log
(
    access_id   UUID                          COMMENT 'Access.',
    accessed_at DateTime64(3, 'UTC')          COMMENT 'When it was asked.',
    user_name   LowCardinality(String)        COMMENT 'Who: verified login, or the login that ran the command; empty for somebody who is not known.',
    role        LowCardinality(String)        COMMENT 'Role: owner, analyst and so on; empty for somebody who has none.',
    purpose     String                        COMMENT 'Why, as stated; for identities a code -> core.purposes.purpose; empty where not.',
    surface     LowCardinality(String)        COMMENT 'Where from: sql, export, page, panel, command (on the command line, other than SQL), alert, identity (someone asked who a client is), protected_identity (of someone with protected identity), seen (an extract of who saw a client), person_export (all data of one person), exclusion (a client left out or taken in again), retention (deletion by rule), review (the log was reviewed) or log (n_rows rows of the log were lost).',
    query_id    String                        COMMENT 'Query in the engine; the first of several.',
    query_hash  UInt64                        COMMENT 'Hash of the text of all its queries; the text itself is not kept, since it may hold names.',
    objects     Array(LowCardinality(String)) COMMENT 'Tables and views that its text names.',
    n_rows      UInt64                        COMMENT 'Rows given; for identities 1 where it was to be shown, 0 where it was refused.',
    n_clients   UInt64                        COMMENT 'Clients among them; 0 for aggregates or where not known.',
    client_id   UInt64                        COMMENT 'The one client whom it was about, pseudonym; 0 where it was not about one person.',
    area_id     LowCardinality(String)        COMMENT 'Area of that client then; empty where not about one person or not known.',
    why         String                        COMMENT 'Reason in the words of the one who asked; empty where not asked for.',
    address     String                        COMMENT 'Address or machine it was asked from, as far as it is told; empty where not.',
    page        String                        COMMENT 'Page, panel or command; empty where not told.',
    account             LowCardinality(String)                      COMMENT 'Account of the database that was asked as; empty where none was.',
    own_areas           Array(LowCardinality(String))               COMMENT 'Areas that the one who asked acts for; empty where the role has none.',
    request             LowCardinality(String)                      COMMENT 'What was asked: name of the query in the catalogue, or route; empty for SQL.',
    client_ids          Array(UInt64)                               COMMENT 'Clients among the rows, pseudonyms; empty where there are more than the setting accessLog.maxClients says.',
    clients_of_areas    Map(LowCardinality(String), UInt64)         COMMENT 'Clients among the rows by area then; the empty area is not known.',
    has_unnamed_clients Bool                                        COMMENT 'Rows were made of rows about clients and name none: sums, or clients under another name.',
    outcome             LowCardinality(String) DEFAULT 'ok'         COMMENT 'ok, refused (not allowed), error, cancelled, or started (rows may have gone out; another row with the query says what came of it).',
    fault               LowCardinality(String)                      COMMENT 'Why it was not ok, as a code; empty where it was.',
    seconds             Float64                                     COMMENT 'How long it took, seconds.'
)
ENGINE = MergeTree
ORDER BY (accessed_at, access_id)
SETTINGS fsync_after_insert = 1
COMMENT 'Access: who saw what (sv: åtkomstlogg).';
