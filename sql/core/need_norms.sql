-- core.need_norms: norm times for needs: the municipality's own, or examples.
-- Grain:    one row per category, limitation, profession and kind of household.
-- Keys:     icf_code, limitation, profession, household_kind.
-- Sources:  stg.need_norms, core.need_norm_examples, core.delivered_months.
-- Load:     replaced whole.
-- Access:   reference.
-- Sort key: looked up by profession and category.
CREATE TABLE IF NOT EXISTS core.need_norms
(
    icf_code         LowCardinality(String) COMMENT 'IBIC/ICF category -> core.icf_codes.icf_code.',
    limitation       UInt8                  COMMENT 'Assessed limitation (sv: begränsning), 0 none to 4 total.',
    profession       LowCardinality(String) COMMENT 'assistant_nurse, nurse, occupational_therapist or physical_therapist.',
    household_kind   LowCardinality(String) COMMENT 'single or shared; a norm for both stands in two rows.',
    minutes_per_week Float64                COMMENT 'Norm time, minutes per week.',
    is_example       Bool                   COMMENT 'The municipality has delivered no norm that holds for the profession; this is an example.',
    source           String                 COMMENT 'Of an example what it supposes, else the delivery that the norm is from.',
    valid_from       Date                   COMMENT 'First day on which the norm holds; 1970-01-01 for an example.'
)
ENGINE = MergeTree
ORDER BY (profession, icf_code, limitation, household_kind)
COMMENT 'Norm times that hold at the end of the newest delivered month.';

INSERT INTO core.need_norms
-- The last day of the newest delivered month; as late as can be while nothing is delivered.
WITH (SELECT if(count() = 0, toDate('2149-06-06'), toLastDayOfMonth(max(month))) FROM core.delivered_months) AS as_of_date,
-- One row per norm and kind of household: what holds as of that day; a norm for one kind of household goes before a norm for both.
delivered AS
(
    SELECT
        norms.icf_code AS icf_code,
        norms.limitation AS limitation,
        norms.profession_code AS profession,
        arrayJoin(if(norms.household_kind = '', ['single', 'shared'], [toString(norms.household_kind)])) AS kind,
        norms.minutes_per_week AS minutes_per_week,
        concat('NORMTIDER, known ', toString(norms.known_date)) AS source,
        norms.valid_from AS valid_from
    FROM stg.need_norms AS norms
    WHERE norms.valid_from <= as_of_date
    ORDER BY icf_code, limitation, profession, kind, valid_from DESC, norms.household_kind = ''
    LIMIT 1 BY icf_code, limitation, profession, kind
)
SELECT
    icf_code,
    limitation,
    profession,
    kind AS household_kind,
    minutes_per_week,
    false AS is_example,
    source,
    valid_from
FROM delivered
UNION ALL
SELECT
    icf_code,
    toUInt8(step.1 - 1) AS limitation,
    profession,
    arrayJoin(if(examples.household_kind = '', ['single', 'shared'], [toString(examples.household_kind)])) AS household_kind,
    step.2 AS minutes_per_week,
    true AS is_example,
    reason AS source,
    toDate('1970-01-01') AS valid_from
FROM core.need_norm_examples AS examples
ARRAY JOIN arrayZip([1, 2, 3, 4, 5], [0., minutes_per_week_1, minutes_per_week_2, minutes_per_week_3, minutes_per_week_4]) AS step
WHERE profession NOT IN (SELECT delivered.profession FROM delivered);
