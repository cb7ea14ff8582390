-- model_card: Modellkort | Model card
-- sv:      Allt som kortet för en körning säger: syfte, data, träffsäkerhet med intervall, grupper, granskning av snedhet, förändring och godkännande. Utan val av körning visas den som visas för modellen.
-- en:      All that the card of a run says: purpose, data, accuracy with intervals, groups, bias audit, drift and approval. Without a run it is the one that is shown of the model.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, officer, service
-- Reads:   model.cards, model.run_states
-- Param:   model String = "risk" | Modell | Model
-- Param:   target String = "need_doubled" | Mål; tomt för modeller utan. | Target; empty for models without.
-- Param:   run String = "" | Körning; tom för den som visas. | Run; empty for the one that is shown. | model_card_choices
-- Column:  section | Avsnitt | Section code
-- Column:  section_sv | Rubrik | Section (Swedish)
-- Column:  section_en | Rubrik (engelska) | Section
-- Column:  title_sv | Vad | What (Swedish)
-- Column:  title_en | Vad (engelska) | What
-- Column:  group_sv | Grupp | Group (Swedish)
-- Column:  group_en | Grupp (engelska) | Group
-- Column:  value | Värde | Value
-- Column:  value_low | Nedre gräns | Lower end
-- Column:  value_high | Övre gräns | Upper end
-- Column:  unit | Enhet | Unit
-- Column:  text_sv | Text | Text (Swedish)
-- Column:  text_en | Text (engelska) | Text
SELECT section, section_sv, section_en, title_sv, title_en, group_sv, group_en, value, value_low, value_high, unit, text_sv, text_en
FROM model.cards
WHERE run_id IN (
    SELECT states.run_id
    FROM model.run_states AS states
    WHERE if({run:String} = '', states.state = 'shown' AND states.model = {model:String} AND states.target = {target:String}, toString(states.run_id) = {run:String}))
ORDER BY section_position, position, group_sv, item
