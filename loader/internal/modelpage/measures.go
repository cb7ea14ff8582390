package modelpage

import "fmt"

// measure is a metric as the page shows it.
type measure struct {
	name     string // model.metrics.metric
	split    string // where it is measured; test if empty
	decimals int
	title    names
	meaning  names
}

// measures are the metrics shown, in order. Others are rows of model.metrics.
func measures() []measure {
	return []measure{
		{name: "auc", decimals: 3, title: names{"AUC", "AUC"}, meaning: names{
			"hur ofta den av två som det hände för hade högre risk; 0,5 är slumpen", "how often the one of two to whom it happened had the higher risk; 0.5 is chance",
		}},
		{name: "auprc", decimals: 3, title: names{"AUPRC", "AUPRC"}, meaning: names{
			"träffsäkerhet i medeltal längs listan; slumpen ger andelen som det händer för", "mean precision down the list; chance gives the share to whom it happens",
		}},
		{name: "brier", decimals: 3, title: names{"Brier", "Brier score"}, meaning: names{
			"medelkvadratfel för sannolikheten; lägre är bättre", "mean squared error of the probability; lower is better",
		}},
		{name: "log_loss", decimals: 3, title: names{"Logaritmisk förlust", "Log loss"}, meaning: names{"lägre är bättre", "lower is better"}},
		{name: "ece", decimals: 3, title: names{"ECE", "ECE"}, meaning: names{
			"hur långt uppskattningarna i medeltal ligger från utfallet; aldrig 0, ens av en slump", "how far estimates lie from what came, on the mean; never 0, even by chance",
		}},
		{name: "calibration_slope", decimals: 2, title: names{"Kalibreringens lutning", "Calibration slope"}, meaning: names{
			"1 är rätt; under 1 för tvärsäker, över 1 för försiktig", "1 is right; below 1 too sure, above 1 too cautious",
		}},
		{name: "observed_expected", decimals: 2, title: names{"Utfall mot väntat", "Observed / expected"}, meaning: names{
			"1 är rätt; över 1 kom det fler än väntat", "1 is right; above 1 more came than was expected",
		}},
		{name: "captured_100", split: "newest", decimals: 2, title: names{"Fångade bland 100", "Captured among 100"}, meaning: names{
			"andel av alla händelser som fanns bland de 100 högst på en enda dags lista", "share of all events that were among the top 100 of one day's list",
		}},
		{name: "precision_100", split: "newest", decimals: 2, title: names{"Träffar bland 100", "Precision among 100"}, meaning: names{
			"andel av de 100 högst på listan som det hände för", "share of the top 100 to whom it happened",
		}},
		{name: "mae_h", decimals: 1, title: names{"Medelfel, timmar", "Mean absolute error, hours"}, meaning: names{"lägre är bättre", "lower is better"}},
		{name: "rmse_h", decimals: 1, title: names{"Kvadratiskt medelfel, timmar", "Root mean squared error, hours"}, meaning: names{
			"straffar stora fel mest", "punishes large errors most",
		}},
		{name: "bias_h", decimals: 1, title: names{"Skevhet, timmar", "Bias, hours"}, meaning: names{
			"väntade timmar minus de som kom", "expected hours minus those that came",
		}},
		{name: "r2_of_change", decimals: 2, title: names{"Förklarad ändring", "Explained change"}, meaning: names{
			"andel av timmarnas ändring som modellen ser; 0 är att inget ändras", "share of the change of hours that the model sees; 0 is that nothing changes",
		}},
	}
}

// measured is a line of the table of metrics.
type measured struct {
	Title, Meaning               string
	Model, Baseline, Persistence string
}

// metricOf finds a metric of the section's class.
func (s *section) metricOf(split, name string) *metric {
	group, value := "all", ""
	if !s.isJudged {
		group, value = "outcome", s.class
	}
	for i := range s.metrics {
		m := &s.metrics[i]
		if m.split == split && m.name == name && m.group == group && m.groupValue == value {
			return m
		}
	}
	return nil
}

// measured is the table of metrics.
func (s *section) measured(l Language) []measured {
	var out []measured
	for _, m := range measures() {
		split := m.split
		if split == "" {
			split = "test"
		}
		found := s.metricOf(split, m.name)
		if found == nil {
			continue
		}
		line := measured{Title: l.of(m.title), Meaning: l.of(m.meaning), Model: found.text(l, m.decimals), Baseline: "–", Persistence: "–"}
		if m.split == "" {
			line.Baseline = s.metricOf("baseline", m.name).text(l, m.decimals)
			line.Persistence = s.metricOf("persistence", m.name).text(l, m.decimals)
		}
		out = append(out, line)
	}
	return out
}

// text is the value with its interval.
func (m *metric) text(l Language, decimals int) string {
	if m == nil {
		return "–"
	}
	text := l.number(m.value, decimals)
	if m.low != nil && m.high != nil {
		to := "–"
		if *m.low < 0 { // a dash would look like another minus
			to = l.t(" till ", " to ")
		}
		text += " (" + l.number(*m.low, decimals) + to + l.number(*m.high, decimals) + ")"
	}
	return text
}

// calibration says in words whether the probabilities are of the right size.
func (s *section) calibration(l Language) []string {
	var out []string
	if m := s.metricOf("test", "observed_expected"); m != nil && m.low != nil && m.high != nil {
		verdict := l.t("testet är för litet för att säga om nivån är för hög eller för låg", "the test is too small to tell whether the level is too high or too low")
		switch {
		case m.isNearOne():
			verdict = l.t("nivån stämmer", "the level is right")
		case *m.low > 1:
			verdict = l.t("nivån är för låg", "the level is too low")
		case *m.high < 1:
			verdict = l.t("nivån är för hög", "the level is too high")
		}
		out = append(out, fmt.Sprintf(l.t("På 100 väntade händelser kom %s (95 %%: %s–%s): %s.", "For 100 expected events, %s came (95%%: %s–%s): %s."),
			l.number(100*m.value, 0), l.number(100**m.low, 0), l.number(100**m.high, 0), verdict))
	}
	if m := s.metricOf("test", "calibration_slope"); m != nil && m.low != nil && m.high != nil {
		verdict := l.t("testet är för litet för att säga om uppskattningarna är för tvärsäkra eller för försiktiga", "the test is too small to tell whether the estimates are too sure or too cautious")
		switch {
		case m.isNearOne():
			verdict = l.t("uppskattningarna är lagom säkra", "the estimates are as sure as they should be")
		case *m.low > 1:
			verdict = l.t("uppskattningarna är för försiktiga: höga risker är i verkligheten högre och låga lägre", "the estimates are too cautious: high risks are higher in truth, and low ones lower")
		case *m.high < 1:
			verdict = l.t("uppskattningarna är för tvärsäkra: höga risker är i verkligheten lägre och låga högre", "the estimates are too sure: high risks are lower in truth, and low ones higher")
		}
		out = append(out, fmt.Sprintf(l.t("Kalibreringens lutning är %s: %s.", "The calibration slope is %s: %s."), m.text(l, 2), verdict))
	}
	return out
}

// isNearOne tells an interval within the limits that raise no alert.
func (m *metric) isNearOne() bool {
	return *m.low >= 0.8 && *m.low <= 1 && *m.high >= 1 && *m.high <= 1.25
}

// groupLine is how right the model is for a group.
type groupLine struct {
	Group, AUC, Observed, Events string
}

// groups is the table by group.
func (s *section) groups(l Language) []groupLine {
	if !s.isJudged {
		return nil
	}
	var out []groupLine
	for i := range s.metrics {
		m := &s.metrics[i]
		if m.split != "test" || m.name != "auc" || m.group == "all" || m.group == "outcome" {
			continue
		}
		line := groupLine{Group: groupName(l, m.group, m.groupValue), AUC: m.text(l, 2), Observed: "–", Events: l.count(m.events)}
		for j := range s.metrics {
			other := &s.metrics[j]
			if other.split == m.split && other.group == m.group && other.groupValue == m.groupValue && other.name == "observed_expected" {
				line.Observed = other.text(l, 2)
			}
		}
		out = append(out, line)
	}
	return out
}

// groupName names a group; one that is not known is called by its columns.
func groupName(l Language, group, value string) string {
	known := map[string]names{
		"sex/female": {"Kvinnor", "Women"}, "sex/male": {"Män", "Men"},
		"household/single": {"Bor ensam", "Lives alone"}, "household/not_single": {"Bor med någon", "Lives with somebody"},
	}
	if found, ok := known[group+"/"+value]; ok {
		return l.of(found)
	}
	kinds := map[string]names{"age_band": {"Ålder", "Age"}, "area": {"Område", "Area"}, "hours_band": {"Timmar i månaden", "Hours a month"}}
	kind, ok := kinds[group]
	if !ok {
		return group + " " + value
	}
	return l.of(kind) + " " + value
}
