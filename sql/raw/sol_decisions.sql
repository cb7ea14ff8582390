-- raw.sol_decisions: decisions of the SoL register''s two month files, as received.
-- Grain:    one row per delivered row of bilaga 1 (ongoing) or bilaga 2 (started or ended).
-- Keys:     batch_id, line_no.
-- Sources:  delivered files by the contracts in loader/contracts.
-- Load:     appended by framsyn load.
-- Access:   delivery.
-- Sort key: the month lets readers take one partition; identity next, so that the latest version of a row is found while reading in order.
CREATE TABLE IF NOT EXISTS raw.sol_decisions
(
    month                Date                               COMMENT 'Statistical month (sv: PERIOD), its first day.',
    client_id            UInt64                             COMMENT 'Pseudonym of the person (sv: brukare); never an identity number. 0 in sources without persons.',
    register_part        Enum8('ongoing' = 1, 'changed' = 2) COMMENT 'Which month file: ongoing on the last day (bilaga 1) or started or ended in the month (bilaga 2).',
    service_code         LowCardinality(String)             COMMENT 'What the decision concerns (sv: BESLUT) -> core.service_codes.service_code.',
    service_source_value LowCardinality(String)             COMMENT 'BESLUT as received.',
    applied_date         Nullable(Date)                     COMMENT 'Day of the application (sv: ansökan); NULL where not recorded.',
    decided_date         Date                               COMMENT 'Day of the decision (sv: BDAT).',
    executed_date        Nullable(Date)                     COMMENT 'First day the service was given (sv: VDAT); NULL while not executed.',
    ended_date           Nullable(Date)                     COMMENT 'First day without the service (sv: ADAT); NULL while ongoing.',
    withdrawn_date       Nullable(Date)                     COMMENT 'Ended without being executed (sv: AVDAT); NULL otherwise.',
    change_kind          LowCardinality(String)             COMMENT 'Change during the month (sv: SURV): started, ended, changed or empty.',
    changed_date         Nullable(Date)                     COMMENT 'Day of that change (sv: DATAVREG).',
    housing_kind         LowCardinality(String)             COMMENT 'Housing (sv: SBO, OBO, ABO): special, ordinary, other or empty.',
    is_single_household  Nullable(Bool)                     COMMENT 'One-person household (sv: EPH); NULL where unknown.',
    is_round_the_clock   Bool                               COMMENT 'The special-housing decision includes care round the clock (sv: OMDR).',
    granted_h_per_month  Nullable(Decimal(7, 2))            COMMENT 'Granted time (sv: HTJTIM, BOTIM), hours per month; NULL where the service has no hours.',
    has_service          Bool                               COMMENT 'Home care contains service, such as cleaning (sv: HTJSERV).',
    has_personal_care    Bool                               COMMENT 'Home care contains personal care (sv: HTJPOMV).',
    has_escort           Bool                               COMMENT 'Home care contains escort (sv: HTJLED).',
    has_relief           Bool                               COMMENT 'Home care contains relief of a relative (sv: HTJAVAN).',
    short_term_days      Nullable(UInt8)                    COMMENT 'Short-term stay (sv: KORTMAN), days in the month; NULL where not recorded.',
    area_code            LowCardinality(String)             COMMENT 'Home-care area as delivered -> core.areas.area_id.',
    provider_code        LowCardinality(String)             COMMENT 'Provider as delivered; P… private, K… municipal in the default contract.',
    officer_id           UInt64                             COMMENT 'Pseudonym of the officer who decided (sv: handläggare); 0 where not delivered.',
    batch_id             UInt64                             COMMENT 'Delivery that brought the row -> ops.load_batches.batch_id; rows of a batch without a row there are not yet committed.',
    line_no              UInt32                             COMMENT 'Row number in the delivered file, the first row after a header is 1.',
    row_key              UInt64                             COMMENT 'Hash of the columns that the contract names as row identity; with month and client_id it says which row this is.',
    row_hash             UInt64                             COMMENT 'Hash of all columns of the row; equal for equal content.',
    known_date           Date                               COMMENT 'First day on which the row could be known: the delivery date, or the end of the month plus the contract''s lag.'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(month)
ORDER BY (month, client_id, row_key, batch_id, line_no)
COMMENT 'Decisions of the SoL register''s two month files, as received.';
