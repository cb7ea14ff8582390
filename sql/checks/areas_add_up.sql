-- In each month the municipality's clients and hours are the sum of its areas'.
SELECT
    month,
    sumIf(n_clients, area_kind = 'municipality') AS n_municipality,
    sumIf(n_clients, area_kind = 'area') AS n_areas,
    sumIf(home_care_granted_h, area_kind = 'municipality') AS municipality_h,
    sumIf(home_care_granted_h, area_kind = 'area') AS areas_h
FROM mart.area_months
GROUP BY month
HAVING (n_municipality != n_areas OR abs(municipality_h - areas_h) > 0.01) AND countIf(area_kind = 'municipality') > 0;
