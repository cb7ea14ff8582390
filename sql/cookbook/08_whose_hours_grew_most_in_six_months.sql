-- 8. Vems timmar växte mest på sex månader | Whose hours grew most in six months
-- sv:     De tjugo med störst förändring, och vad riskmodellen säger om dem.
-- en:     The twenty with the greatest change, and what the risk score says of them.
-- Group:  selection
-- returns: client_id, area_name, age_years, hours_6m_ago, hours_now, hours_change_6m_h, categories, reasons_sv
SELECT client_id, area_name, age_years, hours_6m_ago, hours_now, hours_change_6m_h, categories, reasons_sv
FROM mart.candidates
WHERE status = 'home_care'
    AND hours_6m_ago > 0
    AND hours_change_6m_h > 0
ORDER BY hours_change_6m_h DESC, client_id
LIMIT 20
