-- overdue_sources: Leveranser som dröjer | Deliveries that are overdue
-- sv:      Dagar som en källa dröjer utöver sin vanliga tid mellan leveranser, vid panelens slut; 0 där den är i tid: för larm. Källor med
--          färre än tre leveranser bedöms inte.
-- en:      Days that a source is late beyond its usual time between deliveries, at the end of the panel's range; 0 where it is in time: for
--          alerts. Sources with fewer than three deliveries are not judged.
-- Kind:    table
-- Roles:   leader, analyst, steward, officer, service, planner
-- Reads:   ops.load_batches
-- Column:  source | Källa | Source
-- Column:  days_late | Dröjer | Late | days
-- One row per source and day with a delivery.
WITH days AS
(
    SELECT source, delivered_date
    FROM ops.load_batches
    GROUP BY source, delivered_date
),
-- One row per source: its last delivery, and three times in four the next came within so many days.
usual AS
(
    SELECT source, max(delivered_date) AS last_date, quantile(0.75)(days_between) AS usual_days
    FROM
    (
        SELECT
            source,
            delivered_date,
            dateDiff('day', lagInFrame(delivered_date, 1, delivered_date) OVER (PARTITION BY source ORDER BY delivered_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), delivered_date) AS days_between
        FROM days
    )
    GROUP BY source
    HAVING count() >= 3
)
-- Half a month of grace.
SELECT source, toUInt32(greatest(dateDiff('day', last_date, toDate($__toTime)) - usual_days - 15, 0)) AS days_late
FROM usual
ORDER BY source
