-- top_capture: Vad en lista fångar | What a list catches
-- sv:      Andel av dem vars behov fördubblades som fanns bland de första på listan, på senare månader än modellen lärde sig av, mot
--          slumpen.
-- en:      Share of those whose need doubled who were among the first on the list, on later months than the model learned from, against
--          chance.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   model.current_runs, model.metrics
-- Param:   target String = "need_doubled" | Risk för. | Risk of.
-- Column:  group_name | Grupp | Group
-- Column:  metric | Mått | Metric
-- Column:  value | Värde | Value
-- Column:  value_low | Lägre gräns | Lower end
-- Column:  value_high | Övre gräns | Upper end
-- Column:  n_rows | Rader | Rows
-- Column:  n_events | Händelser | Events
SELECT
    metrics.group_name AS group_name,
    metrics.metric AS metric,
    metrics.value AS value,
    metrics.value_low AS value_low,
    metrics.value_high AS value_high,
    metrics.n_rows AS n_rows,
    metrics.n_events AS n_events
FROM model.metrics AS metrics
INNER JOIN model.current_runs AS runs ON metrics.run_id = runs.run_id AND runs.model = 'risk' AND runs.target = {target:String}
WHERE metrics.split = 'newest'
    AND metrics.group_name = 'all'
    AND (metrics.metric LIKE 'captured\\_%' OR metrics.metric LIKE 'lift\\_%' OR metrics.metric LIKE 'precision\\_%')
ORDER BY metric
