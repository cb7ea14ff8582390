-- category_coverage: Hur många som har en kategori | How many have a category
-- sv:      Andel av brukarna, och av deras timmar, som kunnat klassificeras, månad för månad i panelens period.
-- en:      Share of the clients, and of their hours, that could be classified, month by month in the panel's range.
-- Kind:    timeseries
-- Roles:   leader, analyst, planner, service
-- Reads:   mart.category_coverage
-- Column:  month | Månad | Month
-- Column:  classified_share | Av alla brukare | Of all clients | share
-- Column:  home_care_share | Av dem med hemtjänst | Of those with home care | share
-- Column:  hsl_only_share | Av dem med endast HSL | Of those with health care only | share
-- Column:  home_care_granted_share | Av beviljade timmar | Of granted hours | share
-- Column:  nurse_share | Av sjuksköterskans tid | Of the nurse's time | share
-- Column:  rehab_share | Av rehabiliteringens tid | Of rehabilitation's time | share
SELECT
    coverage.month AS month,
    coverage.classified_share AS classified_share,
    coverage.home_care_share AS home_care_share,
    coverage.hsl_only_share AS hsl_only_share,
    coverage.home_care_granted_share AS home_care_granted_share,
    coverage.nurse_share AS nurse_share,
    coverage.rehab_share AS rehab_share
FROM mart.category_coverage AS coverage
WHERE coverage.area_id = '*'
    AND $__dateFilter(coverage.month)
ORDER BY month
