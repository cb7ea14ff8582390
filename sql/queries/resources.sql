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
        ('Beviljad hemtjänst, timmar', 'home_care_h'),
        ('Sjuksköterska, timmar', 'nurse_h'),
        ('Rehabilitering, timmar', 'rehab_h'),
        ('Delegerade åtgärder, timmar', 'delegated_h'),
        ('Brukare', 'clients')
    ]) AS resource
)
