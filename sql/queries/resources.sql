-- resources: Resurser | Resources
-- sv:      Resurser som prognosen har, att välja bland.
-- en:      Resources of the forecast to choose from.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Column:  text | Resurs | Resource
-- Column:  value | Kod | Code
SELECT resource.1 AS text, resource.2 AS value
FROM
(
    SELECT arrayJoin([
        ($__inLanguage('Beviljad hemtjänst, timmar', 'Granted home care, hours'), 'home_care_h'),
        ($__inLanguage('Sjuksköterska, timmar', 'Nurse, hours'), 'nurse_h'),
        ($__inLanguage('Rehabilitering, timmar', 'Rehabilitation, hours'), 'rehab_h'),
        ($__inLanguage('Delegerade åtgärder, timmar', 'Delegated actions, hours'), 'delegated_h'),
        ($__inLanguage('Brukare', 'Clients'), 'clients')
    ]) AS resource
)
