-- need_minutes: Minuter per behov | Minutes by need
-- sv:      Minuter per vecka som ett bedömt behov tar, enligt norm och i praktiken, för den som bor ensam. Behov med färre än tio brukare
--          visas inte.
-- en:      Minutes per week that an assessed need takes, by the norm and in practice, for one who lives alone. Needs of fewer than ten
--          clients are not shown.
-- Kind:    table
-- Roles:   leader, manager, analyst, planner, service
-- Reads:   core.icf_codes, model.current_runs, model.need_resources
-- Param:   resource String = "home_care_granted" | Resurs: home_care_granted, home_care_performed, nurse, occupational_therapy eller
--          physical_therapy. | Resource: one of the same.
-- Param:   limitation UInt8 = 2 | Bedömd begränsning, 1-4. | Assessed limitation, 1-4.
-- Column:  icf_code | Kod | Code
-- Column:  term | Behov | Need
-- Column:  norm_min | Norm | Norm | min
-- Column:  fitted_min | Praktik | Practice | min
-- Column:  low_min | Lägre gräns | Lower end | min
-- Column:  high_min | Övre gräns | Upper end | min
-- Column:  n_clients | Brukare | Clients
SELECT
    needs.icf_code AS icf_code,
    coalesce(nullIf(codes.term_sv, ''), toString(needs.icf_code)) AS term,
    needs.norm_minutes_per_week AS norm_min,
    needs.fitted_minutes_per_week AS fitted_min,
    needs.low_minutes_per_week AS low_min,
    needs.high_minutes_per_week AS high_min,
    needs.n_clients AS n_clients
FROM model.need_resources AS needs
LEFT JOIN core.icf_codes AS codes ON needs.icf_code = codes.icf_code
WHERE needs.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'need')
    AND needs.resource = {resource:String}
    AND needs.limitation = {limitation:UInt8}
    AND needs.icf_code != ''
    AND needs.n_clients >= 10
ORDER BY fitted_min DESC, icf_code
