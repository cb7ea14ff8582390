package modelpage

import (
	"encoding/json"
	"fmt"
	"strings"
)

// fact is a line of the head.
type fact struct{ Name, Text string }

// isHours tells a model of hours from one of a risk.
func (s *section) isHours() bool { return s.run.model == "hours" }

// estimates says what the model estimates, for whom.
func (s *section) estimates(l Language) string {
	whom := map[string]names{
		"home_care": {"klienter med hemtjänst", "clients with home care"}, "health_care": {"klienter med endast hälso- och sjukvård", "clients with health care only"},
		"both": {"klienter med hemtjänst eller hälso- och sjukvård", "clients with home care or health care"},
	}
	who := l.of(whom[s.population])
	if who == "" {
		who = l.t("klienter", "clients")
	}
	if s.isHours() {
		return fmt.Sprintf(l.t("Beviljade hemtjänsttimmar i månaden om %d månader, för %s som då har hemtjänst kvar.",
			"Granted hours of home care a month in %d months, for %s who still have home care then."), s.run.horizon, who)
	}
	text := fmt.Sprintf(l.t("Sannolikheten att det händer inom %d månader, för %s.", "The probability that it happens within %d months, for %s."), s.run.horizon, who)
	if s.object != "" {
		text += " " + l.t("Vad som räknas som händelse står i ", "What counts as the event is defined in ") + s.object + "."
	}
	return text
}

// facts says what was learned from.
func (s *section) facts(l Language) []fact {
	learned := fmt.Sprintf(l.t("%s till %s: %s klientmånader av %s klienter", "%s to %s: %s client-months of %s clients"),
		l.month(s.run.from), l.month(s.run.to), l.count(s.run.rows), l.count(s.run.clients))
	if s.run.events > 0 && s.isJudged {
		learned += fmt.Sprintf(l.t(", %s med händelsen", ", %s with the event"), l.count(s.run.events))
	}
	out := []fact{
		{l.t("Ser framåt från", "Looks ahead from"), s.run.asOf.Format("2006-01-02")},
		{l.t("Har lärt av", "Learned from"), learned},
	}
	if tested := s.tested(l); tested != "" {
		out = append(out, fact{l.t("Prövad på", "Tested on"), tested})
	}
	return append(
		out,
		fact{l.t("Utgångsläge", "Starting point"), fmt.Sprintf(l.t("%s (standardfel %s); bidragen nedan läggs till", "%s (standard error %s); the contributions below are added to it"),
			l.signed(s.intercept.contribution, 2), l.number(s.intercept.standardError, 2))},
		fact{l.t("Körning", "Run"), fmt.Sprintf("%d · %s · %s/%s · Framsyn %s", s.run.id, s.run.method, s.run.target, s.class, s.run.appVersion)},
	)
}

// tested says what the metrics were measured on.
func (s *section) tested(l Language) string {
	m := s.metricOf("test", "auc")
	if m == nil {
		m = s.metricOf("test", "mae_h")
	}
	if m == nil {
		return ""
	}
	text := fmt.Sprintf(l.t("%s klientmånader", "%s client-months"), l.count(m.rows))
	if persons := s.metricOf("test", "persons"); persons != nil {
		text += fmt.Sprintf(l.t(" av %s klienter", " of %s clients"), l.number(persons.value, 0))
	}
	if m.events > 0 {
		text += fmt.Sprintf(l.t(", %s med händelsen", ", %s with the event"), l.count(m.events))
	}
	var parameters struct {
		TestFrom string `json:"test_from"`
	}
	if err := json.Unmarshal([]byte(s.run.parameters), &parameters); err == nil && len(parameters.TestFrom) >= len("2006-01") {
		text += l.t(", från ", ", from ") + parameters.TestFrom[:len("2006-01")]
	}
	return text + l.t(": senare månader och andra personer än den lärt av då", ": later months and other persons than it had learned from then")
}

// alertTexts says what someone should look at.
func (s *section) alertTexts(l Language) []string {
	var out []string
	for _, a := range s.alerts {
		out = append(out, s.alertText(l, &a))
	}
	return out
}

func (s *section) alertText(l Language, a *alert) string {
	value, lowest, highest := l.number(a.value, 2), l.number(a.lowest, 2), l.number(a.highest, 2)
	switch a.kind {
	case "leakage":
		return fmt.Sprintf(l.t("AUC är %s, och över %s är för bra för att vara sant: leta efter ett mått som känner svaret.",
			"AUC is %s, and above %s is too good to be true: look for a term that knows the answer."), value, highest)
	case "calibration":
		return fmt.Sprintf(l.t("Kalibreringens lutning är %s, utanför %s–%s: sannolikheterna är %s.", "The calibration slope is %s, outside %s–%s: the probabilities are %s."),
			value, lowest, highest, tooSure(l, a.value))
	case "outcomes":
		return fmt.Sprintf(l.t("Av vad som väntades %s kom %s gånger så många händelser (%s–%s ger inget larm).", "Of what was expected on %s, %s times as many events came (%s–%s raises no alert)."),
			a.about, value, lowest, highest)
	case "drift":
		return fmt.Sprintf(l.t("%s: dagens klienter skiljer sig från dem modellen lärt av (PSI %s, över %s).", "%s: the clients of today differ from those that the model learned from (PSI %s, above %s)."),
			s.titleOf(l, a.about), value, highest)
	case "audit":
		return fmt.Sprintf(l.t("Granskningen av snedhet är underkänd (%s): %s, utanför %s–%s.", "The bias audit has failed (%s): %s, outside %s–%s."), a.about, value, lowest, highest)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s: %s (%s–%s)", a.kind, a.about, value, lowest, highest))
}

func tooSure(l Language, slope float64) string {
	if slope < 1 {
		return l.t("för tvärsäkra", "too sure")
	}
	return l.t("för försiktiga", "too cautious")
}

// titleOf names a term.
func (s *section) titleOf(l Language, name string) string {
	for i := range s.terms {
		if s.terms[i].name == name {
			return l.termTitle(&s.terms[i])
		}
	}
	return name
}

func (l Language) termTitle(t *term) string {
	if t.isPair {
		return pairTitle(l, t)
	}
	return l.of(t.a.title)
}

// familyTitle names kin terms; empty for a family without a name.
func familyTitle(l Language, family string) string {
	return l.of(map[string]names{
		"hours_change":     {"Hur timmarna har ändrats", "How the hours have changed"},
		"decisions":        {"Hemtjänstbeslut", "Home-care decisions"},
		"performed_visits": {"Utförda och missade besök", "Performed and missed visits"},
		"hospital":         {"Sjukhus", "Hospital"},
		"health_care":      {"Hälso- och sjukvård", "Health care"},
		"limitation":       {"Begränsningar", "Limitations"},
		"alarm":            {"Larm", "Alarm"},
	}[family])
}
