package risk

import (
	"fmt"
	"math"
	"slices"

	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/models/split"
)

// minGroupEvents is the least number of events for which a group is judged: with
// fewer, an interval says nothing.
const minGroupEvents = 20

// resamples of persons for an interval; fewer for groups.
const (
	resamples      = 500
	groupResamples = 200
)

// judge measures a model on the test rows: all, by group and for each outcome,
// beside simpler ways; and on everybody at the newest followed landmark, where the
// first 100 of one day's list can be told.
func judge(m *model, p parts, d definition) ([]metricRow, error) {
	judged := d.classes[0]
	all := m.probabilities(p.test)
	probability := all[judged]
	out, err := measure("test", "all", "", probability, p.test, judged, resamples)
	if err != nil {
		return nil, fmt.Errorf("judge the model: %w", err)
	}
	for _, class := range m.classes[1:] {
		rows, err := measure("test", "outcome", class, all[class], p.test, class, groupResamples)
		if err != nil {
			return nil, fmt.Errorf("judge %s: %w", class, err)
		}
		out = append(out, rows...)
	}
	simpler, err := judgeSimpler(p, d)
	if err != nil {
		return nil, err
	}
	out = append(out, simpler...)
	rows, err := measure("newest", "all", "", m.probabilities(p.newest)[judged], p.newest, judged, resamples)
	if err != nil {
		return nil, fmt.Errorf("judge the newest month: %w", err)
	}
	out = append(out, rows...)
	for _, group := range groups() {
		byValue := map[string][]int{}
		for i := range p.test.rows() {
			value := group.of(p.test, i)
			byValue[value] = append(byValue[value], i)
		}
		for value, index := range byValue {
			part := p.test.pick(index)
			if value == "" || part.events(judged) < minGroupEvents {
				continue
			}
			rows, err := measure("test", group.name, value, at(probability, index), part, judged, groupResamples)
			if err != nil {
				return nil, fmt.Errorf("judge %s %s: %w", group.name, value, err)
			}
			out = append(out, rows...)
		}
	}
	return out, nil
}

// judgeSimpler measures, on the test rows, a regression on age, hours and
// health-care actions only, and the ranking by how much the hours have grown.
func judgeSimpler(p parts, d definition) ([]metricRow, error) {
	few := []string{"age_years", "hours_now", "n_hsl_actions_6m"}
	train := logistic.Columns[float64](p.train.only(few...))
	imputer := logistic.FitImputer(train)
	response := logistic.Response{Y: p.train.is(d.classes[0]), Person: p.train.fold}
	cv, err := logistic.CrossValidate(imputer.Wrap(train), response, split.Folds(p.train.fold, 5, seed), 5, logistic.CVOptions{})
	if err != nil {
		return nil, fmt.Errorf("fit the baseline: %w", err)
	}
	baseline, err := logistic.Fit(imputer.Wrap(train), response, logistic.Options{Lambda: cv.Lambda})
	if err != nil {
		return nil, fmt.Errorf("fit the baseline: %w", err)
	}
	test := imputer.Wrap(logistic.Columns[float64](p.test.only(few...)))
	out, err := measure("baseline", "all", "", logistic.Probabilities(baseline.Predict(test, 0)), p.test, d.classes[0], resamples)
	if err != nil {
		return nil, fmt.Errorf("judge the baseline: %w", err)
	}
	grown := p.test.only("hours_change_6m")
	if len(grown) == 0 {
		return out, nil
	}
	rank := make([]float64, p.test.rows())
	for i, value := range grown[0] {
		if math.IsNaN(value) {
			value = 0
		}
		rank[i] = logistic.Sigmoid(value)
	}
	rows, err := measure("persistence", "all", "", rank, p.test, d.classes[0], resamples)
	if err != nil {
		return nil, fmt.Errorf("judge persistence: %w", err)
	}
	rows = slices.DeleteFunc(rows, func(row metricRow) bool { return row.metric.Name != "auc" && row.metric.Name != "auprc" })
	return append(out, rows...), nil
}

// measure says how good probabilities of an outcome are; nothing where all rows
// have it or none.
func measure(splitName, group, value string, probability []float64, e *examples, class string, resamples int) ([]metricRow, error) {
	events := e.events(class)
	if events == 0 || events == e.rows() {
		return nil, nil
	}
	report, err := evaluate.Report(
		evaluate.Sample{Probability: probability, Outcome: e.is(class), Person: e.client},
		evaluate.Options{Top: []float64{100}, Resamples: resamples, Seed: seed},
	)
	if err != nil {
		return nil, err
	}
	var out []metricRow
	for _, metric := range report {
		if !math.IsNaN(metric.Value) {
			out = append(out, metricRow{splitName, group, value, metric, uint64(e.rows()), uint64(events)})
		}
	}
	return out, nil
}

// grouping says which group a row belongs to; empty for none.
type grouping struct {
	name string
	of   func(e *examples, row int) string
}

func groups() []grouping {
	value := func(e *examples, name string, row int) float64 {
		for j, term := range e.terms {
			if term.Name == name {
				return e.columns[j][row]
			}
		}
		return math.NaN()
	}
	return []grouping{
		{"sex", func(e *examples, i int) string { return choose(value(e, "is_female", i), "female", "male") }},
		{"age_band", func(e *examples, i int) string { return band(value(e, "age_years", i), 65, 75, 80, 85, 90) }},
		{"household", func(e *examples, i int) string {
			return choose(value(e, "is_single_household", i), "single", "not_single")
		}},
		{"hours_band", func(e *examples, i int) string { return band(e.hoursNow[i], 10, 25, 50, 80) }},
		{"area", func(e *examples, i int) string { return e.area[i] }},
	}
}

func choose(value float64, one, zero string) string {
	switch value {
	case 1:
		return one
	case 0:
		return zero
	}
	return ""
}

// band names the half-open band of a value, such as 75-80; empty when missing.
func band(value float64, edges ...int) string {
	if math.IsNaN(value) {
		return ""
	}
	if value < float64(edges[0]) {
		return fmt.Sprintf("under %d", edges[0])
	}
	for i := 1; i < len(edges); i++ {
		if value < float64(edges[i]) {
			return fmt.Sprintf("%d-%d", edges[i-1], edges[i])
		}
	}
	return fmt.Sprintf("%d and over", edges[len(edges)-1])
}
