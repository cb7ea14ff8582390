-- area_trends: Utvecklingen i ord | The trend in words
-- sv:      Om det ökar, minskar eller ligger stilla, sedan när och hur säkert, per område och resurs. Sådant som beror på ändrad rapportering
--          räknas inte.
-- en:      Whether it rises, falls or stays, since when and how surely, by area and resource. What comes of changed reporting does not count.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.areas, model.current_runs, model.trend_summaries
-- Param:   areas Array(String) = [] | Områden; tomt = alla. | Areas; empty = all. | areas
-- Param:   resources Array(String) = ["home_care_h"] | Resurser; tomt = alla. | Resources; empty = all. | resources
-- Column:  area_id | Kod | Code
-- Column:  area_name | Område | Area
-- Column:  resource | Resurs | Resource
-- Column:  verdict | Riktning | Direction
-- Column:  since_month | Sedan | Since
-- Column:  level | Nivå | Level
-- Column:  slope | Ändring per månad | Change per month
-- Column:  slope_low | Lägre gräns | Lower end
-- Column:  slope_high | Övre gräns | Upper end
-- Column:  sentence_sv | I ord | In words (Swedish)
-- Column:  sentence_en | I ord (engelska) | In words
SELECT
    trends.scope_id AS area_id,
    areas.area_name AS area_name,
    trends.resource AS resource,
    trends.verdict AS verdict,
    trends.since_month AS since_month,
    trends.level AS level,
    trends.slope AS slope,
    trends.slope_low AS slope_low,
    trends.slope_high AS slope_high,
    trends.sentence_sv AS sentence_sv,
    trends.sentence_en AS sentence_en
FROM model.trend_summaries AS trends
INNER JOIN core.areas AS areas ON trends.scope_id = areas.area_id
WHERE trends.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'trend')
    AND trends.scope_kind = 'area'
    AND $__areas(trends.scope_id)
    AND $__conditionalAll(trends.scope_id IN ({areas:Array(String)}), areas)
    AND $__conditionalAll(trends.resource IN ({resources:Array(String)}), resources)
ORDER BY areas.kind != 'municipality', area_name, resource
