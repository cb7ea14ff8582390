-- core.staffing_norms: how working time is used: the municipality's own numbers, or examples.
-- Grain:    one row per profession.
-- Keys:     profession.
-- Sources:  stg.staffing_norms, core.staffing_norm_examples, core.delivered_months.
-- Load:     replaced whole.
-- Access:   reference.
-- Sort key: looked up by profession.
CREATE TABLE IF NOT EXISTS core.staffing_norms
(
    profession       LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    paid_h_per_month Float64                COMMENT 'Paid hours in a month of one full-time employee.',
    absence_share    Float64                COMMENT 'Share of the paid hours that is absence (sv: frånvaro), such as holidays, illness and parental leave.',
    travel_share     Float64                COMMENT 'Share of the hours at work that is travel (sv: restid).',
    client_share     Float64                COMMENT 'Share of the hours at work without travel that is with clients (sv: brukartid).',
    is_example       Bool                   COMMENT 'The municipality has delivered nothing that holds for the profession; this is an example.',
    source           String                 COMMENT 'Of an example what it supposes, else the delivery that the numbers are from.',
    valid_from       Date                   COMMENT 'First day on which the numbers hold; 1970-01-01 for an example.'
)
ENGINE = MergeTree
ORDER BY profession
COMMENT 'How working time is used at the end of the newest delivered month; hours with clients = paid x (1 - absence) x (1 - travel) x with clients.';

INSERT INTO core.staffing_norms
-- The last day of the newest delivered month; as late as can be while nothing is delivered.
WITH (SELECT if(count() = 0, toDate('2149-06-06'), toLastDayOfMonth(max(month))) FROM core.delivered_months) AS as_of_date,
-- One row per profession: the numbers that hold as of that day.
delivered AS
(
    SELECT
        norms.profession_code AS profession,
        norms.paid_h_per_month AS paid_h_per_month,
        norms.absence_share AS absence_share,
        norms.travel_share AS travel_share,
        norms.client_share AS client_share,
        concat('BEMANNINGSTAL, known ', toString(norms.known_date)) AS source,
        norms.valid_from AS valid_from
    FROM stg.staffing_norms AS norms
    WHERE norms.valid_from <= as_of_date
    ORDER BY profession, valid_from DESC
    LIMIT 1 BY profession
)
SELECT
    profession,
    paid_h_per_month,
    absence_share,
    travel_share,
    client_share,
    false AS is_example,
    source,
    valid_from
FROM delivered
UNION ALL
SELECT
    profession,
    paid_h_per_month,
    absence_share,
    travel_share,
    client_share,
    true AS is_example,
    reason AS source,
    toDate('1970-01-01') AS valid_from
FROM core.staffing_norm_examples
WHERE profession NOT IN (SELECT delivered.profession FROM delivered);
