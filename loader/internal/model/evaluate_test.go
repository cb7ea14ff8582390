package model_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/model"
)

// clock stands still, so that seconds are 0.
func clock() time.Time { return time.Time{} }

func evaluate(t *testing.T, text string, roles model.Roles, method model.Method, kind model.Outcome) (*model.Evaluation, error) {
	t.Helper()
	d, err := read(t, write(t, text), roles)
	if err != nil {
		return nil, err
	}
	return model.Evaluate(t.Context(), d, method, model.Options{Outcome: kind, Seed: 1, Clock: clock})
}

func measure(t *testing.T, list []model.Measure, name string) model.Measure {
	t.Helper()
	for _, m := range list {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("no measure %s in %+v", name, list)
	return model.Measure{}
}

// twoGroups are rows of x from N(y, 1): the best AUC is Φ(1/√2) = 0.7602, and
// log-odds are linear in x, with slope 1.
func twoGroups(rows int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	text.WriteString("id,y,x,noise\n")
	for i := range rows {
		y := rng.IntN(2)
		fmt.Fprintf(&text, "p%d,%d,%.4f,%s\n", i/2, y, rng.NormFloat64()+float64(y), []string{"a", "b"}[rng.IntN(2)])
	}
	return text.String()
}

func TestKnownAUC(t *testing.T) {
	text := twoGroups(8000)
	for _, method := range model.Methods() {
		m, _ := model.NewMethod(method)
		e, err := evaluate(t, text, model.Roles{Target: "y", Group: "id"}, m, model.Binary)
		if err != nil {
			t.Fatal(err)
		}
		auc := measure(t, e.Measures, "auc")
		t.Logf("%s: %+v", method, auc)
		// The standard error of an AUC of 8,000 rows is 0.005.
		if math.Abs(auc.Value-0.7602) > 0.015 || auc.Low > 0.7602 || auc.High < 0.7602 || auc.High-auc.Low > 0.03 {
			t.Errorf("%s: AUC %+v, 0.7602 is known", method, auc)
		}
		if slope := measure(t, e.Measures, "calibration_slope").Value; math.Abs(slope-1) > 0.1 {
			t.Errorf("%s: slope %v", method, slope)
		}
		if ece := measure(t, e.Measures, "ece"); ece != measure(t, e.Pooled, "ece") || ece.Value > 0.03 {
			t.Errorf("%s: ECE %+v", method, ece)
		}
		if e.Rows != 8000 || e.Persons != 4000 || e.Features != 2 || len(e.Folds) != 5 {
			t.Errorf("%+v", e)
		}
	}
}

// Two folds with predictions that are known, judged by hand: in fold a the AUC is
// 1, in fold b ½, and together (0.9, 0.8 | 0.6, 0.6 for events; 0.1, 0.2 | 0.6, 0.6)
// (8 + ½·4 + 2·2)/16 = 14/16.
func TestMeansAndPooled(t *testing.T) {
	const text = "fold,y,p\na,1,0.9\na,1,0.8\na,0,0.1\na,0,0.2\nb,1,0.6\nb,1,0.6\nb,0,0.6\nb,0,0.6\n"
	e, err := evaluate(t, text, model.Roles{Target: "y", Fold: "fold"}, column{"p"}, model.Binary)
	if err != nil {
		t.Fatal(err)
	}
	if mean, pooled := measure(t, e.Measures, "auc").Value, measure(t, e.Pooled, "auc").Value; mean != 0.75 || pooled != 14./16 {
		t.Errorf("AUC %v, pooled %v", mean, pooled)
	}
	brier := (0.01 + 0.04 + 0.01 + 0.04 + 2*0.16 + 2*0.36) / 8
	if got := measure(t, e.Measures, "brier").Value; math.Abs(got-brier) > 1e-12 {
		t.Errorf("Brier %v, %v by hand", got, brier)
	}
}

// A JSON of it has the keys that programs look for, whatever is not known.
func TestJSONKeys(t *testing.T) {
	e, err := evaluate(t, twoGroups(600), model.Roles{Target: "y", Group: "id"}, model.Logistic{}, model.Binary)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"auc", "auprc", "brier", "log_loss", "calibration_slope", "calibration_intercept", "ece", "seconds", "auc_low", "ece_high"} {
		if _, ok := all[key].(float64); !ok {
			t.Errorf("%s is %v", key, all[key])
		}
	}
	if folds, ok := all["folds"].([]any); !ok || len(folds) != 5 || all["pooled"] == nil {
		t.Error("folds and pooled")
	}
}

// Amounts by hand: predictions 1, 2, 3, 4 for outcomes 0, 2, 5, 3, two rows a
// person. Errors 1, 0, −2, 1.
func TestAmounts(t *testing.T) {
	const text = "id,fold,y,p\nu,a,0,1\nu,a,2,2\nv,b,5,3\nv,b,3,4\n"
	e, err := evaluate(t, text, model.Roles{Target: "y", Fold: "fold", Group: "id"}, column{"p"}, model.Hours)
	if err != nil {
		t.Fatal(err)
	}
	deviance := 2 * (1 + (5*math.Log(5./3) - 2) + (3*math.Log(3./4) + 1)) / 4
	for name, want := range map[string]float64{"mae": 1, "bias": 0, "rmse": math.Sqrt(1.5), "poisson_deviance": deviance} {
		if got := measure(t, e.Pooled, name).Value; math.Abs(got-want) > 1e-12 {
			t.Errorf("%s %v, %v by hand", name, got, want)
		}
	}
	// Of the bias: sums of persons 1 and −1, SE² = 2/1 · (1 + 1)/16.
	bias := measure(t, e.Pooled, "bias")
	if half := 1.959963984540054 * 0.5; math.Abs(bias.High-half) > 1e-12 || math.Abs(bias.Low+half) > 1e-12 {
		t.Errorf("%+v", bias)
	}
}

// Predicting a third for each of three classes: log loss log 3, Brier score
// 4/9 + 1/9 + 1/9, and no class is ranked.
func TestClasses(t *testing.T) {
	text := "fold,y,x\n"
	for i := range 30 {
		text += fmt.Sprintf("%d,%s,%d\n", i%2, []string{"home", "left", "housing"}[i%3], i)
	}
	e, err := evaluate(t, text, model.Roles{Target: "y", Fold: "fold"}, third{}, model.Multinomial)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"log_loss": math.Log(3), "brier": 6. / 9, "auc": 0.5, "ece": 0, "auc_housing": 0.5} {
		if got := measure(t, e.Measures, name).Value; math.Abs(got-want) > 1e-12 {
			t.Errorf("%s %v, %v by hand", name, got, want)
		}
	}
	if got := fmt.Sprint(e.Truth.Classes); got != "[home housing left]" {
		t.Error(got)
	}
}

func TestEvaluationFaults(t *testing.T) {
	roles := model.Roles{Target: "y", Group: "id", Fold: "fold"}
	for name, c := range map[string]struct{ text, want string }{
		"leakage":         {"id,fold,y,x\nAnna,1,0,1\nBo,2,1,2\nAnna,2,1,3\nBo,2,0,3\n", "row 3: the person of this row is in fold 1 and in fold 2"},
		"target":          {"id,fold,y,x\n1,1,0,1\n2,2,2,2\n", "row 2, column y: the outcome is 2; a binary outcome is 0 or 1"},
		"target text":     {"id,fold,y,x\n1,1,0,1\n2,2,yes,2\n", "line 3, column y: the outcome is no number"},
		"target missing":  {"id,fold,y,x\n1,1,0,1\n2,2,,2\n", "row 2, column y: the outcome is missing"},
		"one class":       {"id,fold,y,x\n1,1,0,1\n2,1,1,1\n3,2,1,2\n4,2,1,2\n", "what is not fold 1 has only rows whose outcome is 1"},
		"one class left":  {"id,fold,y,x\n1,1,0,1\n2,1,1,1\n3,2,0,2\n4,2,0,2\n5,3,0,1\n6,3,1,1\n", "fold 2 has only rows whose outcome is 0"},
		"one fold":        {"id,fold,y,x\n1,1,0,1\n2,1,1,2\n", "the column fold has 1 different values"},
		"no fold":         {"id,fold,y,x\n1,1,0,1\n2,,1,2\n3,2,1,2\n", "row 2: the column fold is empty"},
		"a fold each row": {"id,fold,y,x\n" + manyFolds(101), "folds are 2 to 100 parts"},
	} {
		_, err := evaluate(t, c.text, roles, model.Logistic{}, model.Binary)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %q expected", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "Anna") {
			t.Errorf("%s: the error names a person: %v", name, err)
		}
	}
	_, err := evaluate(t, "y,x,w\n0,1,1\n1,2,-1\n", model.Roles{Target: "y", Weight: "w"}, model.Logistic{}, model.Binary)
	if err == nil || !strings.Contains(err.Error(), "row 2, column w: the weight is missing or below 0") {
		t.Error(err)
	}
}

func manyFolds(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "%d,%d,%d,1\n", i, i, i%2)
	}
	return text.String()
}
