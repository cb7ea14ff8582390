-- area_measures: Mått att visa per område | Measures to show by area
-- sv:      Mått som frågan area_series kan visa.
-- en:      Measures that the query area_series can show.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Column:  text | Mått | Measure
-- Column:  value | Kod | Code
SELECT measure.1 AS text, measure.2 AS value
FROM
(
    SELECT arrayJoin([
        ($__inLanguage('Beviljade timmar', 'Granted hours'), 'home_care_granted_h'),
        ($__inLanguage('Utförda timmar', 'Performed hours'), 'home_care_performed_h'),
        ($__inLanguage('Utfört av beviljat', 'Performed of granted'), 'performed_share'),
        ($__inLanguage('Beviljade timmar per brukare', 'Granted hours per client'), 'granted_h_per_client'),
        ($__inLanguage('Beviljade timmar per invånare 80+', 'Granted hours per inhabitant 80+'), 'granted_h_per_person_80plus'),
        ($__inLanguage('Sjuksköterska, timmar', 'Nurse, hours'), 'nurse_h'),
        ($__inLanguage('Rehabilitering, timmar', 'Rehabilitation, hours'), 'rehab_h'),
        ($__inLanguage('Delegerade åtgärder, timmar', 'Delegated actions, hours'), 'delegated_h'),
        ($__inLanguage('Brukare med hemtjänst', 'Clients with home care'), 'n_home_care_clients'),
        ($__inLanguage('Brukare med HSL', 'Clients with health care'), 'n_hsl_clients'),
        ($__inLanguage('Brukare i särskilt boende', 'Clients in special housing'), 'n_special_housing_clients'),
        ($__inLanguage('Nya brukare', 'New clients'), 'n_new_clients')
    ]) AS measure
)
