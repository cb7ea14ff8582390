-- mart.follow_ups: what was believed of an intervention, and what came.
-- Grain:    one row per intervention begun in the months of mart.client_months, and horizon.
-- Keys:     intervention_id, horizon_months.
-- Sources:  the follow_up job, from core.intervention_ledger, core.interventions and mart.client_months.
-- Load:     appended by the follow_up job, which replaces a kind's partition.
-- Access:   person.
-- Sort key: read by kind and client.
-- All changes are against the three months before the start; hours after death and in special housing count as 0. What similar clients had is of those
-- in the same month, area and band of hours, on the same course, who did not begin the kind: docs/models/follow_up.md. One case proves nothing.
CREATE TABLE IF NOT EXISTS mart.follow_ups
(
    intervention_id       UInt64                         COMMENT 'Intervention -> core.interventions.intervention_id.',
    horizon_months        UInt8                          COMMENT 'Months after the month of the start: 3, 6 or 12; hours are the mean of the three months up to it.',
    client_id             UInt64                         COMMENT 'Pseudonym of the client (sv: brukare); never an identity number.',
    kind                  LowCardinality(String)         COMMENT 'Kind -> core.intervention_kinds.kind.',
    area_id               LowCardinality(String)         COMMENT 'Home-care area in the month of the start -> core.areas.area_id; empty where unknown.',
    started_date          Date                           COMMENT 'First day.',
    selection_id          LowCardinality(String)         COMMENT 'Selection (sv: urval) it came from; empty where none.',
    as_of_date            Date                           COMMENT 'Day as of which it was followed up.',
    followed              Enum8('followed' = 0, 'unmatched' = 1, 'not_yet' = 2, 'moved' = 3, 'hours_unknown' = 4, 'similar_lost' = 5, 'repeated' = 6)COMMENT 'followed; unmatched: no similar clients, or not at home or without known hours before; not_yet: the horizon lies ahead; moved: what came is unknown; hours_unknown; similar_lost: too few similar clients could be followed; repeated: the same kind had begun within 12 months before.',
    fate                  Nullable(Enum8('at_home' = 0, 'special_housing' = 1, 'dead' = 2))COMMENT 'Where the client is at the horizon; NULL where not followed.',
    hours_before          Nullable(Float64)              COMMENT 'Granted home care in the month before the start, hours per month; NULL where unknown.',
    believed_team_h       Nullable(Float64)              COMMENT 'Change that the team believed in, hours per month, negative = fewer; NULL where not stated.',
    believed_model_h      Nullable(Float64)              COMMENT 'Potential that the model stated at the decision, hours per month; NULL where none.',
    believed_model_low_h  Nullable(Float64)              COMMENT 'Lower end of its 95 % interval.',
    believed_model_high_h Nullable(Float64)              COMMENT 'Upper end of its 95 % interval.',
    observed_change_h     Nullable(Float64)              COMMENT 'Change that came, hours per month; NULL where not followed.',
    similar_change_h      Nullable(Float64)              COMMENT 'Mean change of similar clients without it, hours per month.',
    similar_low_h         Nullable(Float64)              COMMENT 'Of similar clients 80 % had a change above this and below similar_high_h.',
    similar_high_h        Nullable(Float64)              COMMENT 'Upper end of that interval.',
    difference_h          Nullable(Float64)              COMMENT 'observed_change_h - similar_change_h, hours per month: no proof for one person.',
    difference_low_h      Nullable(Float64)              COMMENT 'observed_change_h - similar_high_h: lower end of the 80 % prediction interval.',
    difference_high_h     Nullable(Float64)              COMMENT 'observed_change_h - similar_low_h: upper end of that interval.',
    n_controls            UInt16                         COMMENT 'Similar clients compared with.',
    match_reach           LowCardinality(String)         COMMENT 'How far similar clients had to be looked for: same_month, near_month (a month apart), other_areas or other_areas_near_month; empty without any.',
    match_distance        Nullable(Float64)              COMMENT 'Mean distance of the similar clients in risk and course of hours, standard deviations; NULL without any.',
    is_unusual            Nullable(Bool)                 COMMENT 'The change lies outside what 80 % of similar clients had; without any effect one in five does.',
    sentence_sv           String                         COMMENT 'What came, in words, Swedish.',
    sentence_en           String                         COMMENT 'What came, in words, English.',
    run_id                UInt64                         COMMENT 'Run -> model.runs.run_id.'
)
ENGINE = MergeTree
PARTITION BY kind
ORDER BY (kind, client_id, started_date, intervention_id, horizon_months)
COMMENT 'What was believed of each intervention, what came, and what similar clients without it had (sv: uppföljning).';
