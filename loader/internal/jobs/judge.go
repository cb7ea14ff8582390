package jobs

import (
	"fmt"
	"math"

	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/logistic"
)

// metricRow is a row of model.metrics, its run apart.
type metricRow struct {
	split, group, value string
	metric              evaluate.Metric
	rows, events        uint64
}

// minGroupEvents is the least number of events for which a group is judged: with
// fewer, an interval says nothing.
const minGroupEvents = 20

// resamples of persons for an interval; fewer for groups.
const (
	resamples      = 500
	groupResamples = 200
)

// judge measures a model on the test rows: all, by group, and beside a model of
// age, hours and health-care actions only; and on everybody at the newest followed
// landmark, where the first 100 of one day's list can be told.
func judge(fitted *riskFit, train, test, newest *examples) ([]metricRow, error) {
	probability := fitted.probabilities(test.columns)
	out, err := measure("test", "all", "", probability, test, resamples)
	if err != nil {
		return nil, fmt.Errorf("judge the model: %w", err)
	}
	few := []string{"age_years", "hours_now", "n_hsl_actions_6m"}
	baseline, err := fitOn(train.only(few...), few, train)
	if err != nil {
		return nil, fmt.Errorf("fit the baseline: %w", err)
	}
	rows, err := measure("baseline", "all", "", baseline.probabilities(test.only(few...)), test, resamples)
	if err != nil {
		return nil, fmt.Errorf("judge the baseline: %w", err)
	}
	out = append(out, rows...)
	if newest.events() > 0 && newest.events() < uint64(newest.rows()) {
		rows, err := measure("newest", "all", "", fitted.probabilities(newest.columns), newest, resamples)
		if err != nil {
			return nil, fmt.Errorf("judge the newest month: %w", err)
		}
		out = append(out, rows...)
	}
	for _, group := range groups() {
		byValue := map[string][]int{}
		for i := range test.rows() {
			value := group.of(test, i)
			byValue[value] = append(byValue[value], i)
		}
		for value, index := range byValue {
			part, p := pick(test, probability, index)
			if value == "" || part.events() < minGroupEvents || part.events() == uint64(part.rows()) {
				continue
			}
			rows, err := measure("test", group.name, value, p, part, groupResamples)
			if err != nil {
				return nil, fmt.Errorf("judge %s %s: %w", group.name, value, err)
			}
			out = append(out, rows...)
		}
	}
	return out, nil
}

func measure(splitName, group, value string, probability []float64, e *examples, resamples int) ([]metricRow, error) {
	report, err := evaluate.Report(
		evaluate.Sample{Probability: probability, Outcome: e.outcome, Person: e.client},
		evaluate.Options{Top: []float64{100}, Resamples: resamples, Seed: splitSeed},
	)
	if err != nil {
		return nil, err
	}
	var out []metricRow
	for _, metric := range report {
		if !math.IsNaN(metric.Value) {
			out = append(out, metricRow{splitName, group, value, metric, uint64(e.rows()), e.events()})
		}
	}
	return out, nil
}

func pick(e *examples, probability []float64, index []int) (*examples, []float64) {
	wanted := map[int]bool{}
	for _, i := range index {
		wanted[i] = true
	}
	var p []float64
	part := e.subset(func(row int) bool {
		if wanted[row] {
			p = append(p, probability[row])
		}
		return wanted[row]
	})
	return part, p
}

// grouping says which group a row belongs to; empty for none.
type grouping struct {
	name string
	of   func(e *examples, row int) string
}

func groups() []grouping {
	column := func(name string) int {
		for j, feature := range featureNames() {
			if feature == name {
				return j
			}
		}
		panic("jobs: no feature " + name)
	}
	sex, age, alone, hours := column("is_female"), column("age_years"), column("is_single_household"), column("hours_now")
	return []grouping{
		{"sex", func(e *examples, i int) string { return choose(e.columns[sex][i], "female", "male") }},
		{"age_band", func(e *examples, i int) string { return band(e.columns[age][i], 65, 75, 80, 85, 90) }},
		{"household", func(e *examples, i int) string { return choose(e.columns[alone][i], "single", "not_single") }},
		{"hours_band", func(e *examples, i int) string { return band(e.columns[hours][i], 10, 25, 50, 80) }},
		{"area", func(e *examples, i int) string { return e.areas[i] }},
	}
}

func choose(value float32, one, zero string) string {
	switch value {
	case 1:
		return one
	case 0:
		return zero
	}
	return ""
}

// band names the half-open band of a value, such as 75-80; empty when missing.
func band(value float32, edges ...int) string {
	if math.IsNaN(float64(value)) {
		return ""
	}
	if value < float32(edges[0]) {
		return fmt.Sprintf("under %d", edges[0])
	}
	for i := 1; i < len(edges); i++ {
		if value < float32(edges[i]) {
			return fmt.Sprintf("%d-%d", edges[i-1], edges[i])
		}
	}
	return fmt.Sprintf("%d and over", edges[len(edges)-1])
}

var _ logistic.Design = logistic.Columns[float32](nil)
