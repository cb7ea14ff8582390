package plugin

import (
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// alertRule is what of a provisioned rule decides whether it fires.
type alertRule struct {
	UID  string `yaml:"uid"`
	Data []struct {
		Model struct {
			Name       string         `yaml:"name"`
			Parameters map[string]any `yaml:"parameters"`
			Conditions []struct {
				Evaluator struct {
					Type   string    `yaml:"type"`
					Params []float64 `yaml:"params"`
				} `yaml:"evaluator"`
			} `yaml:"conditions"`
		} `yaml:"model"`
	} `yaml:"data"`
}

func alertRules(t *testing.T) []alertRule {
	t.Helper()
	text, err := os.ReadFile("../../../deploy/grafana/provisioning/alerting/framsyn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Groups []struct {
			Rules []alertRule `yaml:"rules"`
		} `yaml:"groups"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Groups[0].Rules
}

// firing asks a rule's query as Grafana's alerting does, without a person, and
// returns the labels of the rows above its threshold. Alerting takes a table of
// texts with one column of numbers.
func (w *world) firing(instance *Instance, rule alertRule) []string {
	w.t.Helper()
	asked := rule.Data[0].Model
	answer := w.ask(instance, "", map[string]any{"kind": "named", "name": asked.Name, "parameters": asked.Parameters, "format": "table"})["A"]
	if answer.Error != nil {
		w.t.Fatalf("%s: %v", rule.UID, answer.Error)
	}
	var numbers []*data.Field
	var labels []string
	for _, field := range answer.Frames[0].Fields {
		if field.Type().Numeric() {
			numbers = append(numbers, field)
		} else if field.Type().NonNullableType() != data.FieldTypeString {
			w.t.Errorf("%s: alerting reads no column of the type %s", rule.UID, field.Type())
		}
	}
	if len(numbers) != 1 {
		w.t.Fatalf("%s: %d columns of numbers, want one", rule.UID, len(numbers))
	}
	evaluator := rule.Data[1].Model.Conditions[0].Evaluator
	if evaluator.Type != "gt" {
		w.t.Fatalf("%s: a condition of the type %s", rule.UID, evaluator.Type)
	}
	for row := range answer.Frames[0].Rows() {
		if value, err := numbers[0].FloatAt(row); err != nil || value > evaluator.Params[0] {
			text, _ := answer.Frames[0].Fields[0].ConcreteAt(row)
			labels = append(labels, text.(string))
		}
	}
	return labels
}

// In the fixture a job has failed, a month of visits is missing, a model has
// drifted, and the forecast takes more staff than there is. What mends each ends it.
func testAlertRulesFireAndEnd(t *testing.T, w *world) {
	t.Helper()
	for _, test := range []struct{ uid, label, mend string }{
		{"framsyn-failed-job", "fit", `INSERT INTO ops.job_runs (job_run_id, job, as_of_date, status, attempt, started_at, finished_at, run_seconds, app_version)
			VALUES ('9b2f8a4e-0000-4000-8000-abcdefabcde9', 'fit', '2026-02-04', 'ok', 1, '2026-02-04 04:00:00', '2026-02-04 04:01:00', 60, 'test')`},
		{"framsyn-missing-month", "visits", "INSERT INTO core.delivered_months (source, month, n_rows, known_date) VALUES ('visits', '2025-06-01', 100, '2026-02-04')"},
		{"framsyn-model-drift", "risk", "ALTER TABLE model.term_drift UPDATE psi = 0.01 WHERE true SETTINGS mutations_sync = 2; " +
			"ALTER TABLE model.metrics UPDATE value = 1 WHERE metric = 'calibration_slope' SETTINGS mutations_sync = 2"},
		{"framsyn-capacity", "Norr", "ALTER TABLE core.capacities UPDATE available_h = 100000 WHERE true SETTINGS mutations_sync = 2"},
		{"framsyn-overdue-delivery", "", `INSERT INTO ops.load_batches (batch_id, source, contract, file_name, file_sha256, delivery, delivered_date, loaded_at, app_version)
			SELECT 50 + number, 'hsl_actions', 'hsl_actions', 'a.csv', repeat('c', 64), 'complete', addMonths(toDate('2020-01-01'), number), '2026-02-03 03:00:00', 'test' FROM numbers(4)`},
	} {
		rules := alertRules(t)
		i := slices.IndexFunc(rules, func(r alertRule) bool { return r.UID == test.uid })
		if i < 0 {
			t.Fatalf("there is no rule %s", test.uid)
		}
		before := w.firing(w.instance(), rules[i])
		w.db.Exec(test.mend)
		w.release()
		after := w.firing(w.instance(), rules[i])
		if test.label == "" { // the other way round: nothing was late, and then something is
			if len(before) != 0 || !slices.Equal(after, []string{"hsl_actions"}) {
				t.Errorf("%s: fired for %v, then for %v", test.uid, before, after)
			}
			continue
		}
		if !slices.Contains(before, test.label) || len(after) != 0 {
			t.Errorf("%s: fired for %v, and for %v when it was mended", test.uid, before, after)
		}
	}
}
