-- core.service_decisions: decisions on services under SoL.
-- Grain:    one row per decision: client, service and day of decision.
-- Keys:     decision_id.
-- Sources:  stg.sol_decisions, core.delivered_months.
-- Load:     replaced whole.
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
    is_end_inferred     Bool                    COMMENT 'No end was delivered; valid_to is the first later month whose file of ongoing decisions came without it, or the first day if that is later.',
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
-- One row per decision, from every month file that has it; the newest month decides.
WITH decisions AS
(
    SELECT
        delivered.client_id AS client_id,
        delivered.service_code AS service_code,
        delivered.decided_date AS decided_date,
        argMax(tuple(delivered.granted_h_per_month), position).1 AS granted_h_per_month,
        argMax(tuple(delivered.executed_date), position).1 AS executed_date,
        argMax(tuple(delivered.ended_date), position).1 AS ended_date,
        argMax(tuple(delivered.withdrawn_date), position).1 AS withdrawn_date,
        argMax(tuple(delivered.applied_date), position).1 AS applied_date,
        argMax(delivered.officer_id, position) AS officer_id,
        argMax(delivered.provider_code, position) AS provider_id,
        argMax(delivered.area_code, position) AS area_id,
        argMax(tuple(delivered.is_single_household), position).1 AS is_single_household,
        argMax(delivered.has_service, position) AS has_service,
        argMax(delivered.has_personal_care, position) AS has_personal_care,
        argMax(delivered.has_escort, position) AS has_escort,
        argMax(delivered.has_relief, position) AS has_relief,
        argMax(delivered.is_round_the_clock, position) AS is_round_the_clock,
        max(delivered.month) AS last_month,
        groupArray((delivered.granted_h_per_month, delivered.executed_date, delivered.known_date)) AS versions,
        arraySort(groupArray((position, delivered.is_single_household))) AS households,
        minIf(
            delivered.known_date,
            isNotNull(delivered.ended_date) OR isNotNull(delivered.withdrawn_date)) AS stated_end_known_date
    FROM
    (
        SELECT
            *,
            (month, register_part, batch_id, line_no) AS position
        FROM stg.sol_decisions
    ) AS delivered
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
        missing_month > toDate(0), greatest(missing_month, valid_from),
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
        delivery -> (delivery.1.1, delivery.2),
        arrayFilter(
            (delivery, number) -> number = 1 OR ifNull(delivery.2, 2) != ifNull(households[number - 1].2, 2),
            households,
            arrayEnumerate(households))) AS household_changes
FROM
(
    SELECT
        *,
        arrayFirst(month -> month > last_month, stock.months) AS missing_month
    FROM decisions
    CROSS JOIN stock
);
