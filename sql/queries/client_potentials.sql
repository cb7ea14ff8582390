-- client_potentials: En brukares potential | A client's potential
-- sv:      Vad varje slag av insats väntas ändra på tolv månader, med intervall, och en varning där det saknas stöd.
-- en:      What each kind of intervention is expected to change in twelve months, with an interval, and a warning where it lacks support.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.intervention_kinds, model.current_runs, model.potentials
-- Param:   client UInt64 | Brukarens pseudonym. | The client's pseudonym.
-- Column:  kind | Insats, kod | Intervention, code
-- Column:  title_sv | Insats | Intervention (Swedish)
-- Column:  title_en | Insats (engelska) | Intervention
-- Column:  expected_change_h | Väntad förändring | Expected change | h_per_month
-- Column:  change_low_h | Lägre gräns | Lower end | h_per_month
-- Column:  change_high_h | Övre gräns | Upper end | h_per_month
-- Column:  expected_change_share | Andel av timmarna | Share of the hours | share
-- Column:  basis | Grund | Basis
-- Column:  n_treated_alike | Liknande som fått den | Alike who had it
-- Column:  is_supported | Har stöd | Supported
-- Column:  warning_sv | Varning | Warning (Swedish)
-- Column:  warning_en | Varning (engelska) | Warning
SELECT
    potentials.kind AS kind,
    kinds.title_sv AS title_sv,
    kinds.title_en AS title_en,
    potentials.expected_change_h AS expected_change_h,
    potentials.change_low_h AS change_low_h,
    potentials.change_high_h AS change_high_h,
    potentials.expected_change_share AS expected_change_share,
    potentials.basis AS basis,
    potentials.n_treated_alike AS n_treated_alike,
    potentials.is_supported AS is_supported,
    potentials.warning_sv AS warning_sv,
    potentials.warning_en AS warning_en
FROM model.potentials AS potentials
INNER JOIN model.current_runs AS runs ON potentials.run_id = runs.run_id AND potentials.as_of_date = runs.as_of_date
LEFT JOIN core.intervention_kinds AS kinds ON potentials.kind = kinds.kind
WHERE potentials.horizon_months = 12
    AND potentials.client_id = {client:UInt64}
    AND $__clients(potentials.client_id)
ORDER BY is_supported DESC, expected_change_h, kind
