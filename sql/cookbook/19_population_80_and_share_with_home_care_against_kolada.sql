-- 19. Befolkningen 80+ och andel med hemtjänst, mot Kolada | Population 80+ and share with home care, against Kolada
-- sv:     Vår egen andel av invånarna 80 år och äldre med hemtjänst i december, bredvid Koladas N21704.
-- en:     Our own share of inhabitants 80 and over with home care in December, beside Kolada's N21704.
-- Group:  follow-up
-- returns: year, persons_80plus, n_clients_80plus, own_share, municipality_code, kolada_share
-- One row per year: inhabitants, by area or for the municipality as a whole.
WITH inhabitants AS
(
    SELECT
        populations.year AS year,
        greatest(
            sumIf(populations.persons, areas.kind = 'area'),
            sumIf(populations.persons, areas.kind = 'municipality')) AS persons_80plus
    FROM core.populations AS populations
    INNER JOIN core.areas AS areas ON populations.area_id = areas.area_id
    WHERE populations.age_years >= 80
        AND NOT populations.is_projection
    GROUP BY year
),
-- One row per year: clients in December.
clients AS
(
    SELECT toYear(month) AS year, countIf(status = 'home_care' AND age_years >= 80) AS n_clients_80plus
    FROM mart.client_months
    WHERE toMonth(month) = 12
    GROUP BY year
)
SELECT
    clients.year AS year,
    inhabitants.persons_80plus AS persons_80plus,
    clients.n_clients_80plus AS n_clients_80plus,
    round(clients.n_clients_80plus / inhabitants.persons_80plus, 3) AS own_share,
    kolada.municipality_code AS municipality_code,
    round(kolada.value / 100, 3) AS kolada_share
FROM clients
INNER JOIN inhabitants ON clients.year = inhabitants.year
LEFT JOIN core.key_figures AS kolada ON clients.year = kolada.year AND kolada.kpi_code = 'N21704' AND kolada.gender_code = 'T'
ORDER BY year, municipality_code
