-- core.case_times: time that officers spent on cases.
-- Grain:    one row per piece of work.
-- Keys:     case_time_id.
-- Sources:  stg.case_times.
-- Load:     replaced whole.
-- Access:   person.
-- Sort key: read by client and case.
CREATE TABLE IF NOT EXISTS core.case_times
(
    case_time_id       UInt64                 COMMENT 'Hash of the delivered row''s identity.',
    case_id            UInt64                 COMMENT 'Pseudonym of the municipality''s number of the case (sv: ärende).',
    client_id          UInt64                 COMMENT 'Pseudonym of the client (sv: brukare); never an identity number. Someone who applied need not be in core.clients yet.',
    officer_id         UInt64                 COMMENT 'Pseudonym of the officer who worked (sv: handläggare); 0 where not delivered.',
    event_date         Date                   COMMENT 'Day of the work.',
    activity           LowCardinality(String) COMMENT 'application (the application came in), meeting (meeting or home visit), documentation, travel or other.',
    minutes            Float64                COMMENT 'Time spent, minutes.',
    decided_date       Nullable(Date)         COMMENT 'Day of the decision that the client''s case led to, by any row of it, the latest where there are several; NULL where none is known.',
    known_date         Date                   COMMENT 'First day on which the row was known as it stands here, apart from the decision.',
    decided_known_date Nullable(Date)         COMMENT 'First day on which a row of the case told of a decision; NULL where none is known.'
)
ENGINE = MergeTree
ORDER BY (client_id, case_id, event_date, case_time_id)
COMMENT 'Time that officers (sv: handläggare) spent on cases (sv: ärende), where it is recorded.';

INSERT INTO core.case_times
SELECT
    cityHash64(client_id, month, row_key) AS case_time_id,
    case_id,
    client_id,
    officer_id,
    event_date,
    activity,
    minutes,
    max(delivered.decided_date) OVER (PARTITION BY client_id, case_id) AS decided_date,
    known_date,
    minOrNullIf(delivered.known_date, isNotNull(delivered.decided_date)) OVER (PARTITION BY client_id, case_id) AS decided_known_date
FROM stg.case_times AS delivered;
