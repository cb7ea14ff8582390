-- forecast_changes: Vad som ändrats sedan förra prognosen | What has changed since the forecast before
-- sv:      Skillnaden mot förra prognosen för samma månad, uppdelad på orsaker; delarna läggs ihop till total. Bara områden, som i dag.
-- en:      The difference from the forecast before for the same month, by cause; the parts add up to the total. Areas only, as today.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner
-- Reads:   core.areas, model.current_runs, model.forecast_changes
-- Param:   resource String = "home_care_h" | Resurs: home_care_h, nurse_h, rehab_h, delegated_h, clients. | Resource: home_care_h, nurse_h,
--          rehab_h, delegated_h, clients.
-- Param:   area String = "" | Område; tomt = kommunen. | Area; empty = the municipality. | areas
-- Param:   horizon UInt16 = 12 | Månader framåt. | Months ahead.
-- Column:  month | Månad | Month
-- Column:  previous_as_of_date | Förra prognosen | Forecast before
-- Column:  as_of_date | Prognosen | Forecast
-- Column:  cause | Orsak | Cause
-- Column:  change | Ändring | Change
-- Column:  sentence_sv | I ord | In Swedish
-- Column:  sentence_en | På engelska | In words
WITH (SELECT if({area:String} = '', any(whole.area_id), {area:String}) FROM core.areas AS whole WHERE whole.kind = 'municipality') AS wanted
SELECT
    changes.month AS month,
    changes.previous_as_of_date AS previous_as_of_date,
    changes.as_of_date AS as_of_date,
    changes.cause AS cause,
    changes.change AS change,
    changes.sentence_sv AS sentence_sv,
    changes.sentence_en AS sentence_en
FROM model.forecast_changes AS changes
WHERE changes.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast')
    AND changes.scope_kind = 'area'
    AND changes.scope_id = wanted
    AND ($__areas(changes.scope_id) OR changes.scope_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.kind = 'municipality'))
    AND changes.resource = {resource:String}
    -- The month so far ahead, or the last that both forecasts have.
    AND changes.month = (
        SELECT least(addMonths(toStartOfMonth(any(both.as_of_date)), {horizon:UInt16} - 1), max(both.month))
        FROM model.forecast_changes AS both
        WHERE both.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'forecast') AND both.scope_id = wanted AND both.resource = {resource:String}
    )
ORDER BY cause = 'total' DESC, abs(changes.change) DESC
