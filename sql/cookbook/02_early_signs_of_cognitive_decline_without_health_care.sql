-- 2. Tidiga tecken på kognitiv svikt utan HSL | Early signs of cognitive decline without health care
-- sv:     Begränsningar i lärande, uppgifter eller kommunikation (livsområdena d1, d2, d3) och ingen hälso- och sjukvård som hade märkt
--         det.
-- en:     Limitations in learning, tasks or communication (life areas d1, d2, d3) and no health care (HSL) that would have noticed.
-- Group:  selection
-- returns: client_id, area_name, age_years, is_single_household, hours_now, limitation_d1, limitation_d2, limitation_d3, assessed_date
SELECT client_id, area_name, age_years, is_single_household, hours_now, limitation_d1, limitation_d2, limitation_d3, assessed_date
FROM mart.candidates
WHERE status = 'home_care'
    AND has(categories, 'cognitive')
    AND NOT has_hsl
ORDER BY severities['cognitive'] DESC, is_single_household DESC, client_id
LIMIT 50
