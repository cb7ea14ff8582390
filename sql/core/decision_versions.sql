-- core.decision_versions: decisions on services, as they were known from day to day.
-- Grain:    one row per decision and stretch of days in which the same was known of it.
-- Keys:     decision_id, known_from_date; decision_id -> core.service_decisions.decision_id.
-- Sources:  stg.sol_decision_versions, core.delivered_months.
-- Load:     replaced whole.
-- Access:   person.
-- Sort key: read by client; then by when it was known.
-- core.service_decisions is what is known today. Here a corrected value stands until the day on which the correction was known, and a
-- decision goes on until the day on which its end was known, stated or inferred. Decisions that a later delivery withdrew are only here.
CREATE TABLE IF NOT EXISTS core.decision_versions
(
    decision_id         UInt64                  COMMENT 'Hash of client, service and day of decision.',
    client_id           UInt64                  COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    service_code        LowCardinality(String)  COMMENT 'What the decision concerns (sv: insats) -> core.service_codes.service_code.',
    known_from_date     Date                    COMMENT 'First day on which this was known.',
    known_to_date       Date                    COMMENT 'First day on which something else was known; 2149-06-06 for what is known today.',
    granted_h_per_month Nullable(Decimal(7, 2)) COMMENT 'Granted time (sv: beviljade timmar), hours per month; NULL where the service has no hours.',
    valid_from          Date                    COMMENT 'First day the service was given (sv: verkställighet); the day of decision while it is not executed.',
    valid_to            Nullable(Date)          COMMENT 'First day without it, stated or inferred as in core.service_decisions; NULL while it went on as far as was known.',
    is_executed         Bool                    COMMENT 'The service was begun.',
    has_personal_care   Bool                    COMMENT 'Home care contains personal care.',
    is_single_household Nullable(Bool)          COMMENT 'One-person household; NULL where unknown.'
)
ENGINE = MergeTree
ORDER BY (client_id, service_code, decision_id, known_from_date)
COMMENT 'Decisions on services under SoL (sv: biståndsbeslut), as they were known from day to day.';

INSERT INTO core.decision_versions
-- One row: the months for which the file of ongoing decisions has come, and when.
WITH stock AS
(
    SELECT arraySort(groupArray((month, known_date))) AS files
    FROM core.delivered_months
    WHERE source = 'sol_ongoing'
),
-- One row per delivered version of a decision; the greater position decides: newest month, then started or ended before ongoing, then newest batch.
delivered AS
(
    SELECT
        versions.client_id AS client_id,
        versions.service_code AS service_code,
        versions.decided_date AS decided_date,
        (versions.month, toUInt8(versions.register_part), versions.batch_id, versions.line_no) AS position,
        max(position) OVER (
            PARTITION BY client_id, service_code, decided_date
            ORDER BY versions.known_date, versions.month, versions.register_part, versions.batch_id, versions.line_no
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS newest_position,
        versions.known_date AS known_date,
        versions.replaced_date AS replaced_date,
        versions.granted_h_per_month AS granted_h_per_month,
        versions.executed_date AS executed_date,
        ifNull(versions.ended_date, versions.withdrawn_date) AS stated_end_date,
        versions.has_personal_care AS has_personal_care,
        versions.is_single_household AS is_single_household,
        minMap(if(isNull(executed_date), map(), map(assumeNotNull(executed_date), versions.known_date))) OVER (PARTITION BY client_id, service_code) AS starts
    FROM stg.sol_decision_versions AS versions
    WHERE versions.known_date < versions.replaced_date
),
-- One row per version that decided for a time: from when, until when the next one did, and whether an earlier month had the decision too.
deciding AS
(
    SELECT
        *,
        leadInFrame(known_date, 1, toDate('2149-06-06')) OVER decision AS next_known_date,
        min(position.1) OVER decision < position.1 AS has_earlier_month
    FROM delivered
    WHERE position = newest_position
    WINDOW decision AS (
        PARTITION BY client_id, service_code, decided_date
        ORDER BY position
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),
-- One row per such version, with the day from which it was known to be missing: in the next month's file, or in a corrected file of its own month.
judged AS
(
    SELECT
        deciding.*,
        arrayFirst(file -> file.1 > position.1, stock.files) AS next_file,
        if(next_file.1 > toDate(0), greatest(next_file.2, known_date), toDate('2149-06-06')) AS missing_known_date,
        multiIf(
            isNotNull(stated_end_date), next_known_date,
            replaced_date <= missing_known_date, least(replaced_date, next_known_date),
            least(missing_known_date, next_known_date)) AS cut_date,
        -- The next decision on the same service, if it was known, takes over where no file says on which day this one ended.
        arrayFirst(
            start -> start > toLastDayOfMonth(position.1) AND start < next_file.1 AND starts[start] <= missing_known_date,
            arraySort(mapKeys(starts))) AS succeeded_date,
        multiIf(replaced_date <= missing_known_date, position.1, succeeded_date > toDate(0), succeeded_date, next_file.1) AS missing_date,
        replaced_date <= missing_known_date AND NOT has_earlier_month AS was_never
    FROM deciding
    CROSS JOIN stock
    WHERE known_date < next_known_date
),
-- One row per stretch of days: as delivered, and as missing.
pieces AS
(
    SELECT
        cityHash64(client_id, service_code, decided_date) AS decision_id,
        client_id,
        service_code,
        piece.1 AS known_from_date,
        piece.2 AS known_to_date,
        granted_h_per_month,
        ifNull(executed_date, decided_date) AS valid_from,
        if(isNull(piece.3), NULL, greatest(assumeNotNull(piece.3), valid_from)) AS valid_to,
        isNotNull(executed_date) AS is_executed,
        has_personal_care,
        is_single_household,
        cityHash64(toString((granted_h_per_month, valid_from, valid_to, is_executed, has_personal_care, is_single_household))) AS state
    FROM
    (
        SELECT
            *,
            arrayJoin([
                (known_date, cut_date, stated_end_date),
                (cut_date, if(was_never, cut_date, next_known_date), toNullable(missing_date))]) AS piece
        FROM judged
    )
    WHERE known_from_date < known_to_date
),
-- One row per piece, numbered by stretches in which nothing changed.
numbered AS
(
    SELECT
        *,
        countIf(is_new) OVER (PARTITION BY decision_id ORDER BY known_from_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS stretch
    FROM
    (
        SELECT
            *,
            (lagInFrame(state) OVER earlier, lagInFrame(known_to_date) OVER earlier) != (state, known_from_date) AS is_new
        FROM pieces
        WINDOW earlier AS (PARTITION BY decision_id ORDER BY known_from_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
)
SELECT
    decision_id,
    any(numbered.client_id) AS client_id,
    any(numbered.service_code) AS service_code,
    min(numbered.known_from_date) AS known_from_date,
    max(numbered.known_to_date) AS known_to_date,
    anyRespectNulls(numbered.granted_h_per_month) AS granted_h_per_month,
    any(numbered.valid_from) AS valid_from,
    anyRespectNulls(numbered.valid_to) AS valid_to,
    any(numbered.is_executed) AS is_executed,
    any(numbered.has_personal_care) AS has_personal_care,
    anyRespectNulls(numbered.is_single_household) AS is_single_household
FROM numbered
GROUP BY decision_id, stretch;
