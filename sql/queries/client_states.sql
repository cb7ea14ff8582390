-- client_states: En brukares begränsningar och kategorier | A client's limitations and categories
-- sv:      Perioder med samma begränsning i ett livsområde (0-4) eller samma allvarlighetsgrad i en kategori (1-4), månad för månad.
-- en:      Spans with the same limitation in a life area (0-4) or the same severity in a category (1-4), month by month.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   mart.client_categories, mart.client_months
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  kind | Slag | Kind
-- Column:  code | Livsområde eller kategori | Life area or category
-- Column:  from_month | Från månad | From month
-- Column:  to_month | Till och med månad | To month, included
-- Column:  level | Nivå | Level | level
-- One row per month and life area or category with a known level.
WITH levels AS
(
    SELECT months.month AS month, 'limitation' AS kind, area.1 AS code, assumeNotNull(area.2) AS level
    FROM mart.client_months AS months
    ARRAY JOIN
        [('d1', months.limitation_d1), ('d2', months.limitation_d2), ('d3', months.limitation_d3), ('d4', months.limitation_d4), ('d5', months.limitation_d5),
            ('d6', months.limitation_d6), ('d7', months.limitation_d7), ('d8', months.limitation_d8), ('d9', months.limitation_d9)] AS area
    WHERE months.client_id = {client:UInt64}
        AND $__clients(months.client_id)
        AND isNotNull(area.2)
    UNION ALL
    SELECT categories.month AS month, 'category' AS kind, toString(categories.category) AS code, categories.severity AS level
    FROM mart.client_categories AS categories
    WHERE categories.client_id = {client:UInt64}
        AND $__clients(categories.client_id)
),
-- The same, numbered by span: months that follow each other at one level have the same difference of month and place.
spans AS
(
    SELECT
        kind,
        code,
        month,
        level,
        toInt64(dateDiff('month', toDate('1970-01-01'), month)) - row_number() OVER (PARTITION BY kind, code, level ORDER BY month) AS span
    FROM levels
)
SELECT kind, code, min(month) AS from_month, max(month) AS to_month, level
FROM spans
GROUP BY kind, code, level, span
ORDER BY kind, code, from_month
