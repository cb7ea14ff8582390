-- client_limitations: En brukares begränsningar | A client's limitations
-- sv:      Bedömd begränsning per livsområde, 0 (ingen) till 4 (total), och målet.
-- en:      Assessed limitation by life area, 0 (none) to 4 (total), and the goal.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.assessments, core.icf_codes
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  assessed_date | Bedömd | Assessed
-- Column:  life_area | Livsområde | Life area
-- Column:  life_area_name_sv | Livsområde, namn | Life area, name
-- Column:  icf_code | Kod | Code
-- Column:  term_sv | Behov | Need
-- Column:  limitation | Begränsning | Limitation | level
-- Column:  goal_kind | Mål | Goal
-- Column:  goal_limitation | Målnivå | Goal level | level
SELECT
    assessments.assessed_date AS assessed_date,
    assessments.life_area AS life_area,
    codes.life_area_name_sv AS life_area_name_sv,
    assessments.icf_code AS icf_code,
    codes.term_sv AS term_sv,
    assessments.limitation AS limitation,
    assessments.goal_kind AS goal_kind,
    assessments.goal_limitation AS goal_limitation
FROM core.assessments AS assessments
LEFT JOIN core.icf_codes AS codes ON assessments.icf_code = codes.icf_code
WHERE assessments.client_id = {client:UInt64}
    AND $__clients(assessments.client_id)
ORDER BY assessed_date, icf_code
