-- areas: Områden | Areas
-- sv:      Områden att välja bland: bara egna, för den som ser vissa områden.
-- en:      Areas to choose from: only one's own, for those who see some areas.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, steward, service
-- Reads:   core.areas
-- Column:  text | Område | Area
-- Column:  value | Kod | Code
SELECT area_name AS text, area_id AS value
FROM core.areas
WHERE kind = 'area'
    AND $__areas(area_id)
ORDER BY text
