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
    is_end_inferred     Bool                    COMMENT 'No end was delivered; valid_to is the first delivered month in which the decision was missing.',
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
    known_date          Date                    COMMENT 'First day on which the decision was known as it stands here, its end apart.',
    end_known_date      Nullable(Date)          COMMENT 'First day on which its end was known; NULL while it goes on.'
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
        argMax(tuple(delivered.granted_h_per_month), (delivered.month, delivered.register_part)).1 AS granted_h_per_month,
        max(delivered.executed_date) AS executed_date,
        argMax(tuple(delivered.ended_date), (delivered.month, delivered.register_part)).1 AS ended_date,
        argMax(tuple(delivered.withdrawn_date), (delivered.month, delivered.register_part)).1 AS withdrawn_date,
        min(delivered.applied_date) AS applied_date,
        argMax(delivered.officer_id, (delivered.month, delivered.register_part)) AS officer_id,
        argMax(delivered.provider_code, (delivered.month, delivered.register_part)) AS provider_id,
        argMax(delivered.area_code, (delivered.month, delivered.register_part)) AS area_id,
        argMax(tuple(delivered.is_single_household), (delivered.month, delivered.register_part)).1 AS is_single_household,
        argMax(delivered.has_service, (delivered.month, delivered.register_part)) AS has_service,
        argMax(delivered.has_personal_care, (delivered.month, delivered.register_part)) AS has_personal_care,
        argMax(delivered.has_escort, (delivered.month, delivered.register_part)) AS has_escort,
        argMax(delivered.has_relief, (delivered.month, delivered.register_part)) AS has_relief,
        max(delivered.is_round_the_clock) AS is_round_the_clock,
        max(delivered.month) AS last_month,
        maxIf(delivered.month, delivered.register_part = 'ongoing') AS last_ongoing_month,
        groupArray((delivered.granted_h_per_month, delivered.known_date)) AS hours_known,
        minIf(
            delivered.known_date,
            isNotNull(delivered.ended_date) OR isNotNull(delivered.withdrawn_date)) AS stated_end_known_date
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
        version -> version.2,
        arrayFilter(version -> ifNull(version.1, -1) = ifNull(granted_h_per_month, -1), hours_known))) AS known_date,
    multiIf(
        isNotNull(ended_date) OR isNotNull(withdrawn_date), stated_end_known_date,
        missing_month > toDate(0), known_dates[missing_month],
        NULL) AS end_known_date
FROM
(
    SELECT
        *,
        if(
            last_ongoing_month > toDate(0),
            arrayFirst(month -> month > last_ongoing_month, stock.months),
            toDate(0)) AS missing_month
    FROM decisions
    CROSS JOIN stock
);
