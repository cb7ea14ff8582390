-- core.service_decisions: decisions on services under SoL.
-- Grain:    one row per decision: client, service and day of decision.
-- Keys:     decision_id.
-- Sources:  stg.sol_decisions, core.delivered_months.
-- Load:     replaced whole.
-- Access:   person.
-- Sort key: read by client; then by when it holds.
CREATE TABLE IF NOT EXISTS core.service_decisions
(
    decision_id         UInt64                  COMMENT 'Hash of client, service and day of decision.',
    client_id           UInt64                  COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    service_code        LowCardinality(String)  COMMENT 'What the decision concerns (sv: insats) -> core.service_codes.service_code.',
    granted_h_per_month Nullable(Decimal(7, 2)) COMMENT 'Granted time (sv: beviljade timmar), hours per month; NULL where the service has no hours.',
    valid_from          Date                    COMMENT 'First day the service was given (sv: verkställighet); the day of decision while it is not executed.',
    valid_to            Nullable(Date)          COMMENT 'First day without it; NULL while it goes on.',
    is_executed         Bool                    COMMENT 'The service was begun.',
    is_end_inferred     Bool                    COMMENT 'No end was delivered; valid_to is the first later month whose file of ongoing decisions came without it; if files are missing before it and the next decision on the service begins there, that day; never before the first day.',
    decided_date        Date                    COMMENT 'Day of the decision.',
    applied_date        Nullable(Date)          COMMENT 'Day of the application; NULL where not recorded.',
    officer_id          UInt64                  COMMENT 'Pseudonym of the officer who decided (sv: handläggare); 0 where not delivered.',
    provider_id         LowCardinality(String)  COMMENT 'Provider; P… private, K… municipal in the default contract.',
    area_id             LowCardinality(String)  COMMENT 'Home-care area -> core.areas.area_id.',
    is_single_household Nullable(Bool)          COMMENT 'One-person household; NULL where unknown.',
    has_service         Bool                    COMMENT 'Home care contains service, such as cleaning.',
    has_personal_care   Bool                    COMMENT 'Home care contains personal care.',
    has_escort          Bool                    COMMENT 'Home care contains escort.',
    has_relief          Bool                    COMMENT 'Home care contains relief of a relative.',
    is_round_the_clock  Bool                    COMMENT 'Special housing with care round the clock.',
    last_month          Date                    COMMENT 'Last month in which the decision was delivered.',
    known_date          Date                    COMMENT 'First day on which the decision was known with these hours and this first day; what else was known when: core.decision_versions.',
    end_known_date      Nullable(Date)          COMMENT 'First day on which an end was known; NULL while it goes on.',
    household_changes   Array(Tuple(Date, Nullable(Bool))) COMMENT 'Months from which the decision was delivered with another household, the first month included, and whether it was a one-person household then; NULL where unknown.'
)
ENGINE = MergeTree
ORDER BY (client_id, service_code, valid_from, decision_id)
COMMENT 'One row per decision on a service under SoL (sv: biståndsbeslut).';

INSERT INTO core.service_decisions
-- One row per decision: as the newest month has it; of its two files, that of started and ended decisions.
WITH newest AS
(
    SELECT
        client_id,
        service_code,
        decided_date,
        granted_h_per_month,
        executed_date,
        ended_date,
        withdrawn_date,
        applied_date,
        officer_id,
        provider_code AS provider_id,
        area_code AS area_id,
        is_single_household,
        has_service,
        has_personal_care,
        has_escort,
        has_relief,
        is_round_the_clock,
        month AS last_month
    FROM stg.sol_decisions AS delivered
    ORDER BY client_id, service_code, decided_date, month DESC, register_part DESC, delivered.batch_id DESC, delivered.line_no DESC
    LIMIT 1 BY client_id, service_code, decided_date
),
-- One row per decision: what its month files said of hours, first day and household, and when an end was first known.
histories AS
(
    SELECT
        client_id,
        service_code,
        decided_date,
        groupArray((granted_h_per_month, executed_date, delivered.known_date)) AS versions,
        arraySort(groupArray((month, register_part, delivered.batch_id, delivered.line_no, is_single_household))) AS households,
        minIf(delivered.known_date, isNotNull(ended_date) OR isNotNull(withdrawn_date)) AS stated_end_known_date
    FROM stg.sol_decisions AS delivered
    GROUP BY client_id, service_code, decided_date
),
-- One row: the months for which the file of ongoing decisions has come, and when.
stock AS
(
    SELECT
        arraySort(groupArray(month)) AS months,
        mapFromArrays(groupArray(month), groupArray(known_date)) AS known_dates
    FROM core.delivered_months
    WHERE source = 'sol_ongoing'
)
SELECT
    cityHash64(client_id, service_code, decided_date) AS decision_id,
    client_id,
    service_code,
    granted_h_per_month,
    ifNull(executed_date, decided_date) AS valid_from,
    multiIf(
        isNotNull(ended_date), greatest(assumeNotNull(ended_date), valid_from),
        isNotNull(withdrawn_date), greatest(assumeNotNull(withdrawn_date), valid_from),
        missing_month > toDate(0), greatest(if(succeeded_date > toDate(0), succeeded_date, missing_month), valid_from),
        NULL) AS valid_to,
    isNotNull(executed_date) AS is_executed,
    isNull(ended_date) AND isNull(withdrawn_date) AND missing_month > toDate(0) AS is_end_inferred,
    decided_date,
    applied_date,
    officer_id,
    provider_id,
    area_id,
    is_single_household,
    has_service,
    has_personal_care,
    has_escort,
    has_relief,
    is_round_the_clock,
    last_month,
    arrayMin(arrayMap(
        version -> version.3,
        arrayFilter(
            version -> ifNull(version.1, -1) = ifNull(granted_h_per_month, -1) AND ifNull(version.2, toDate(0)) = ifNull(executed_date, toDate(0)),
            versions))) AS known_date,
    multiIf(
        isNotNull(ended_date) OR isNotNull(withdrawn_date), stated_end_known_date,
        missing_month > toDate(0), known_dates[missing_month],
        NULL) AS end_known_date,
    arrayMap(
        delivery -> (delivery.1, delivery.5),
        arrayFilter(
            (delivery, number) -> number = 1 OR ifNull(delivery.5, 2) != ifNull(households[number - 1].5, 2),
            households,
            arrayEnumerate(households))) AS household_changes
FROM
(
    SELECT
        *,
        arrayFirst(month -> month > last_month, stock.months) AS missing_month,
        -- The next decision on the same service takes over where no file says on which day this one ended.
        arrayFirst(
            start -> start > toLastDayOfMonth(last_month) AND start < missing_month,
            arraySort(groupArray(executed_date) OVER (PARTITION BY client_id, service_code))) AS succeeded_date
    FROM newest
    INNER JOIN histories USING (client_id, service_code, decided_date)
    CROSS JOIN stock
);
