-- forecast_trend: Trenden i ord | The trend in words
-- sv:      Vart det är på väg nu, sedan när, och om det är mer än slumpen.
-- en:      Where it is going now, since when, and whether it is more than chance.
-- Kind:    value
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, model.current_runs, model.trend_summaries, model.trends
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   scope_kind String = "area" | area, category eller selection. | area, category or selection.
-- Param:   scope_id String = "" | Vilket område, vilken målgrupp eller vilket urval; tomt = kommunen. | Which area, target group or selection;
--          empty = the municipality.
-- Column:  verdict | Bedömning | Verdict
-- Column:  since_month | Sedan | Since
-- Column:  slope | Ändring per månad | Change per month
-- Column:  q_value | Andel falska | Share of false ones | share
-- Column:  sentence_sv | I ord | In Swedish
-- Column:  sentence_en | På engelska | In words
WITH
(SELECT if({scope_id:String} = '', any(whole.area_id), {scope_id:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted,
-- One row per category and selection with at least 10 clients: fewer could be told apart.
groups AS
(
    SELECT trends.scope_kind AS scope_kind, trends.scope_id AS scope_id, argMax(trends.n_clients, trends.month) AS n_clients
    FROM model.trends AS trends
    WHERE trends.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend') AND trends.scope_kind IN ('category', 'selection')
    GROUP BY scope_kind, scope_id
    HAVING n_clients >= 10
)
SELECT
    summaries.verdict AS verdict,
    summaries.since_month AS since_month,
    summaries.slope AS slope,
    summaries.q_value AS q_value,
    summaries.sentence_sv AS sentence_sv,
    summaries.sentence_en AS sentence_en
FROM model.trend_summaries AS summaries
WHERE summaries.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend')
    AND summaries.scope_kind = {scope_kind:String}
    AND summaries.scope_id = wanted
    AND summaries.resource = {resource:String}
    AND (
        summaries.scope_kind = 'area' AND ($__areas(summaries.scope_id) OR summaries.scope_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
        OR summaries.scope_kind != 'area' AND (summaries.scope_kind, summaries.scope_id) IN (SELECT grouped.scope_kind, grouped.scope_id FROM groups AS grouped)
    )
LIMIT 1
