-- 13. Vilka behov hänger ihop med många timmar? | Which needs go with many hours?
-- sv:     Beviljade timmar i medeltal för brukare med liten och med stor begränsning i varje livsområde.
-- en:     Mean granted hours of clients with a small and with a great limitation (begränsning) in each life area (livsområde).
-- Group:  follow-up
-- returns: life_area, life_area_name_sv, n_clients, hours_at_0_to_1, hours_at_3_to_4, hours_per_step
-- One row per client with home care and assessed life area.
WITH needs AS
(
    SELECT hours_now, arrayJoin(
        [('d1', limitation_d1), ('d2', limitation_d2), ('d3', limitation_d3), ('d4', limitation_d4), ('d5', limitation_d5),
            ('d6', limitation_d6), ('d7', limitation_d7), ('d8', limitation_d8), ('d9', limitation_d9)]) AS need
    FROM mart.candidates
    WHERE status = 'home_care'
)
SELECT
    need.1 AS life_area,
    any(names.life_area_name_sv) AS life_area_name_sv,
    count() AS n_clients,
    round(avgIf(hours_now, need.2 <= 1), 1) AS hours_at_0_to_1,
    round(avgIf(hours_now, need.2 >= 3), 1) AS hours_at_3_to_4,
    round(simpleLinearRegression(toFloat64(assumeNotNull(need.2)), hours_now).1, 1) AS hours_per_step
FROM needs
LEFT JOIN (SELECT DISTINCT life_area, life_area_name_sv FROM core.icf_codes) AS names ON need.1 = names.life_area
WHERE isNotNull(need.2)
GROUP BY life_area
ORDER BY hours_per_step DESC
