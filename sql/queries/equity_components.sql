-- equity_components: Vad som skiljer besluten åt | What makes decisions differ
-- sv:      Hur stor del av skillnaderna i beviljade timmar som är behov, område, handläggare och annat, med 95 % intervall. Lika behov bör ge
--          lika stöd.
-- en:      How much of the differences in granted hours is need, area, officer and other, with 95 % intervals. Equal needs should give equal
--          support.
-- Kind:    table
-- Roles:   leader, analyst, planner, service
-- Reads:   model.current_runs, model.equity_components
-- Column:  component | Del, kod | Part, code
-- Column:  title | Del | Part
-- Column:  part_share | Andel | Share | share
-- Column:  share_low | Lägre gräns | Lower end | share
-- Column:  share_high | Övre gräns | Upper end | share
SELECT
    components.component AS component,
    transform(toString(components.component), ['need', 'fixed', 'area', 'officer', 'client', 'residual'], $__inLanguage(['Bedömt behov', 'Kön, ålder och år', 'Område', 'Handläggare', 'Brukaren i övrigt', 'Oförklarat'], ['Assessed need', 'Sex, age and year', 'Area', 'Officer', 'Other of the client', 'Not explained']), toString(components.component)) AS title,
    components.part_share AS part_share,
    components.share_low AS share_low,
    components.share_high AS share_high
FROM model.equity_components AS components
WHERE components.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'equity')
ORDER BY part_share DESC, component
