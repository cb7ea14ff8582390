-- client_equity: Vad ett sådant behov får i genomsnitt | What such a need gets on average
-- sv:      Det senaste beslutet om hemtjänst bredvid de timmar som samma bedömda behov får i genomsnitt, och det spann som åtta av tio beslut ligger i. Ett beslut kan avvika av goda skäl som inte syns i bedömningen.
-- en:      The newest decision on home care beside the hours that the same assessed need gets on average, and the span that eight decisions of ten lie in. A decision may differ for good reasons that no assessment tells.
-- Kind:    value
-- Roles:   manager, analyst
-- Reads:   mart.decision_equity
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  decided_date | Beslutat | Decided
-- Column:  comparison | Jämförelse | Comparison
-- Column:  granted_h | Beviljat | Granted | h_per_month
-- Column:  expected_h | I genomsnitt | On average | h_per_month
-- Column:  expected_low_h | Åtta av tio, från | Eight of ten, from | h_per_month
-- Column:  expected_high_h | Åtta av tio, till | Eight of ten, to | h_per_month
-- Column:  norm_h | Enligt norm | By the norm | h_per_month
-- Column:  n_compared | Beslut att jämföra med | Decisions compared with
-- One row: how far granted hours lie from the average, of all decisions that are compared.
WITH spread AS
(
    SELECT count() AS n_compared, exp(quantileExact(0.1)(log_ratio)) AS low_ratio, exp(quantileExact(0.9)(log_ratio)) AS high_ratio
    FROM mart.decision_equity
    WHERE is_compared
)
SELECT
    decisions.decided_date AS decided_date,
    decisions.comparison AS comparison,
    decisions.granted_h AS granted_h,
    decisions.expected_h AS expected_h,
    decisions.expected_h * spread.low_ratio AS expected_low_h,
    decisions.expected_h * spread.high_ratio AS expected_high_h,
    decisions.norm_h AS norm_h,
    spread.n_compared AS n_compared
FROM mart.decision_equity AS decisions
CROSS JOIN spread
WHERE decisions.client_id = {client:UInt64}
    AND $__clients(decisions.client_id)
    AND decisions.comparison NOT IN ('old', 'unassessed')
ORDER BY decided_date DESC, decisions.decision_id DESC
LIMIT 1
