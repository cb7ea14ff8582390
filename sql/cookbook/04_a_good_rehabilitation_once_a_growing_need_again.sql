-- 4. En gång god rehabilitering, nu växande behov | A good rehabilitation once, a growing need again
-- sv:     De som en gång nådde sina mål glöms bort. Brukare med en rehabilitering eller träning med gott resultat som slutade för mer än
--         tre månader sedan, och vars timmar nu växer.
-- en:     Those who once reached their goals are forgotten. Clients with a rehabilitation or training with a good result that ended more
--         than three months ago, whose hours now grow.
-- Group:  selection
-- returns: client_id, area_name, age_years, good_rehabilitation_date, hours_6m_ago, hours_now, hours_change_6m_h, hours_12m
SELECT client_id, area_name, age_years, good_rehabilitation_date, hours_6m_ago, hours_now, hours_change_6m_h, hours_12m
FROM mart.candidates
WHERE status = 'home_care'
    AND isNotNull(good_rehabilitation_date)
    AND good_rehabilitation_date < addMonths(month, -3)
    AND hours_change_6m_h > 0
ORDER BY hours_change_6m_h DESC, client_id
LIMIT 50
