-- client_signs: Tidiga tecken på kognitiv svikt | Early signs of cognitive decline
-- sv:      Tecken i den senaste månaden, och var brukaren ligger bland dem som har hemtjänst eller larm. En anledning att fråga, ingen diagnos.
-- en:      Signs in the latest month, and where the client lies among those with home care or an alarm. A reason to ask, no diagnosis.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   mart.early_signs
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  month | Månad | Month
-- Column:  points | Poäng | Points
-- Column:  month_rank | Plats | Place
-- Column:  n_ranked | Av | Of
-- Column:  is_flagged | Bland den första tiondelen | Among the first tenth
-- Column:  is_evident | Redan känd svår begränsning | Severe limitation already known
-- Column:  sentence_sv | Tecken | Sign (Swedish)
-- Column:  sentence_en | Tecken (engelska) | Sign
-- One row: the latest month, and how many are ranked in it.
WITH latest AS
(
    SELECT months.month AS month, countIf(months.month_rank > 0) AS n_ranked
    FROM mart.early_signs AS months
    WHERE months.month = (SELECT max(newest.month) FROM mart.early_signs AS newest)
    GROUP BY months.month
)
SELECT
    signs.month AS month,
    signs.points AS points,
    signs.month_rank AS month_rank,
    latest.n_ranked AS n_ranked,
    signs.is_flagged AS is_flagged,
    signs.is_evident AS is_evident,
    sentence.1 AS sentence_sv,
    sentence.2 AS sentence_en
FROM mart.early_signs AS signs
INNER JOIN latest ON signs.month = latest.month
LEFT ARRAY JOIN arrayZip(signs.sentences_sv, signs.sentences_en) AS sentence
WHERE signs.client_id = {client:UInt64}
    AND $__clients(signs.client_id)
