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
        ('Beviljade timmar', 'home_care_granted_h'),
        ('Utförda timmar', 'home_care_performed_h'),
        ('Utfört av beviljat', 'performed_share'),
        ('Beviljade timmar per brukare', 'granted_h_per_client'),
        ('Beviljade timmar per invånare 80+', 'granted_h_per_person_80plus'),
        ('Sjuksköterska, timmar', 'nurse_h'),
        ('Rehabilitering, timmar', 'rehab_h'),
        ('Delegerade åtgärder, timmar', 'delegated_h'),
        ('Brukare med hemtjänst', 'n_home_care_clients'),
        ('Brukare med HSL', 'n_hsl_clients'),
        ('Brukare i särskilt boende', 'n_special_housing_clients'),
        ('Nya brukare', 'n_new_clients')
    ]) AS measure
)
