-- core.model_targets: names of what runs of models are about.
-- Grain:    one row per target.
-- Keys:     target.
-- Sources:  core.card_labels, core.intervention_kinds, core.risk_targets.
-- Load:     view.
-- Access:   reference.
-- Sort key: none.
CREATE VIEW IF NOT EXISTS core.model_targets
(
    target   String COMMENT 'Target of a run <- model.runs.target: an outcome, a kind of intervention, hours ahead or a resource.',
    title_sv String COMMENT 'Name, Swedish.',
    title_en String COMMENT 'Name, English.'
)
AS
SELECT toString(outcomes.target) AS target, outcomes.title_sv AS title_sv, outcomes.title_en AS title_en FROM core.risk_targets AS outcomes
UNION ALL
SELECT toString(kinds.kind) AS target, kinds.title_sv AS title_sv, kinds.title_en AS title_en FROM core.intervention_kinds AS kinds
UNION ALL
SELECT toString(labels.code) AS target, labels.title_sv AS title_sv, labels.title_en AS title_en FROM core.card_labels AS labels WHERE labels.kind = 'target';
