package model_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/model"
)

// mixed are rows with numbers, texts, missing cells and an outcome of each kind; x
// and area work together.
func mixed(rows int) string {
	rng := rand.New(rand.NewPCG(3, 4))
	var text strings.Builder
	text.WriteString("id,binary,multinomial,count,hours,continuous,x,z,area\n")
	for i := range rows {
		x, z, area := rng.NormFloat64(), rng.Float64(), rng.IntN(4)
		score := math.Sin(2*x) + float64(area)/2 - 1
		if area == 2 && x > 0 {
			score += 2
		}
		y := 0
		if rng.Float64() < 1/(1+math.Exp(-score)) {
			y = 1
		}
		class := []string{"home", "housing", "left"}[(y+rng.IntN(2))%3]
		number := rng.IntN(1+int(math.Exp(score/2+1))) * rng.IntN(2)
		cell := fmt.Sprintf("%.3f", x)
		if rng.IntN(10) == 0 {
			cell = ""
		}
		fmt.Fprintf(&text, "p%d,%d,%s,%d,%.2f,%.3f,%s,%.2f,%s\n", i/2, y, class, number, float64(number)*z, score+z, cell, z, []string{"", "A", "B", "\"C, \"\"old\"\"\""}[area])
	}
	return text.String()
}

func fitted(t *testing.T, text string, method model.MethodName, kind model.Outcome) *model.Fitted {
	t.Helper()
	roles := model.Roles{Target: string(kind), Group: "id"}
	for _, other := range model.Outcomes() {
		if other != kind {
			roles.Drop = append(roles.Drop, string(other))
		}
	}
	d, err := read(t, write(t, text), roles)
	if err != nil {
		t.Fatal(err)
	}
	m, _ := model.NewMethod(method)
	f, err := model.Fit(t.Context(), d, m, model.About{Method: method, Outcome: kind, Target: string(kind), Group: "id", Version: "test"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// predicted are the columns of the predictions of a table, by name.
func predicted(t *testing.T, f *model.Fitted, text string, o model.PredictOptions) (map[string][]string, error) {
	t.Helper()
	source, err := model.Open(write(t, text))
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close() //nolint:errcheck // opened for reading only
	var out bytes.Buffer
	if _, err := f.Predict(source, &out, o); err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns := make(map[string][]string)
	for j, name := range rows[0] {
		for _, row := range rows[1:] {
			columns[name] = append(columns[name], row[j])
		}
	}
	return columns, nil
}

func numbers(t *testing.T, cells []string) []float64 {
	t.Helper()
	out := make([]float64, len(cells))
	for i, cell := range cells {
		var err error
		if out[i], err = strconv.ParseFloat(cell, 64); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// A model that went through a file predicts and explains as before, for every
// method and outcome; contributions add up to the score. The table has a level and
// a number that the model has not seen, and more rows than a block.
func TestRoundTrip(t *testing.T) {
	text := mixed(3000)
	table := text + "new,,,,,,1e9,-5,Nowhere\n" + strings.Repeat("new,,,,,,,,\n", 6000)
	for _, c := range []struct {
		method model.MethodName
		kind   model.Outcome
		scores []string
	}{
		{model.LogisticName, model.Binary, []string{""}},
		{model.AdditiveName, model.Binary, []string{""}},
		{model.AdditiveName, model.Multinomial, []string{"_housing", "_left"}},
		{model.AdditiveName, model.Count, []string{""}},
		{model.AdditiveName, model.Hours, []string{""}},
		{model.AdditiveName, model.Continuous, []string{""}},
	} {
		t.Run(fmt.Sprint(c.method, " ", c.kind), func(t *testing.T) {
			before := fitted(t, text, c.method, c.kind)
			var file bytes.Buffer
			if err := before.Write(&file); err != nil {
				t.Fatal(err)
			}
			after, err := model.ReadModel(bytes.NewReader(file.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if after.About != before.About {
				t.Errorf("%+v became %+v", before.About, after.About)
			}
			var again bytes.Buffer
			if err := after.Write(&again); err != nil || again.String() != file.String() {
				t.Errorf("written again it is another file: %v", err)
			}
			want, err := predicted(t, before, table, model.PredictOptions{Explain: true})
			if err != nil {
				t.Fatal(err)
			}
			got, err := predicted(t, after, table, model.PredictOptions{Explain: true})
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got, want)
			for _, class := range c.scores {
				checkSum(t, got, class, c.scores)
			}
		})
	}
}

func compare(t *testing.T, got, want map[string][]string) {
	t.Helper()
	if len(got) != len(want) || len(got["row"]) != 9001 {
		t.Fatalf("%d columns of %d rows, %d of 9001 expected", len(got), len(got["row"]), len(want))
	}
	for name := range want {
		if name == "id" {
			continue
		}
		a, b := numbers(t, got[name]), numbers(t, want[name])
		for i := range b {
			if !(math.Abs(a[i]-b[i]) <= 1e-12*max(1, math.Abs(b[i]))) {
				t.Fatalf("%s, row %d: %v after the file, %v before", name, i+1, a[i], b[i])
			}
		}
	}
}

func checkSum(t *testing.T, columns map[string][]string, class string, classes []string) {
	t.Helper()
	score := numbers(t, columns["score"+class])
	sum := make([]float64, len(score))
	terms := 0
	for name, cells := range columns {
		term, ok := strings.CutPrefix(name, "contribution_")
		if !ok || !strings.HasSuffix(term, class) && len(classes) > 1 {
			continue
		}
		terms++
		for i, v := range numbers(t, cells) {
			sum[i] += v
		}
	}
	if terms < 4 {
		t.Errorf("%d terms", terms)
	}
	for i := range sum {
		if !(math.Abs(sum[i]-score[i]) <= 1e-12*max(1, math.Abs(score[i]))) {
			t.Fatalf("row %d%s: contributions add up to %v, the score is %v", i+1, class, sum[i], score[i])
		}
	}
}

func TestPredictFaults(t *testing.T) {
	f := fitted(t, mixed(600), model.LogisticName, model.Binary)
	for name, c := range map[string]struct {
		text string
		o    model.PredictOptions
		want string
	}{
		"columns": {"id,x\n1,2\n", model.PredictOptions{}, "the model needs columns that are not there: z, area; there are id, x"},
		"text":    {"x,z,area\n1,2,A\n1,many,A\n", model.PredictOptions{}, "line 3, column z: the cell is no number"},
		"keep":    {"x,z,area\n1,2,A\n", model.PredictOptions{Keep: []string{"who"}}, `--keep: there is no column "who"`},
		"no rows": {"x,z,area\n", model.PredictOptions{}, "no rows below the header"},
	} {
		if _, err := predicted(t, f, c.text, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %q expected", name, err, c.want)
		}
	}
}

func TestModelFileFaults(t *testing.T) {
	var file bytes.Buffer
	if err := fitted(t, mixed(600), model.LogisticName, model.Binary).Write(&file); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	for name, c := range map[string]struct{ old, new, want string }{
		"another table": {"kind,class", "kind,klass", "this is no model file"},
		"version":       {"framsyn-model-1", "framsyn-model-9", `format is "framsyn-model-9"`},
		"method":        {"logistic", "magic", `method is "magic"`},
		"kind":          {"linear,,z", "spline,,z", `no rows of kind "spline"`},
		"intercept":     {"intercept,,intercept", "level,,intercept", "intercept"},
	} {
		changed := strings.Replace(text, c.old, c.new, 1)
		if changed == text {
			t.Fatalf("%s: the model file has no %q", name, c.old)
		}
		if _, err := model.ReadModel(strings.NewReader(changed)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %q expected", name, err, c.want)
		}
	}
}

// Whatever a model file holds, it is a model or an error, and a model is written
// as it was read.
func FuzzReadModel(f *testing.F) {
	f.Add([]byte("kind,class\nabout,\n"))
	f.Add([]byte("\x1f\x8b"))
	const head = "kind,class,term,feature,bin,bin_from,bin_to,level,kind_b,feature_b,bin_b,bin_b_from,bin_b_to,level_b,coefficient,standard_error,center,persons,weight,bags\n" +
		"about,,format,,,,,framsyn-model-1,,,,,,,,,,,,\nabout,,outcome,,,,,binary,,,,,,,,,,,,\n"
	f.Add([]byte(head + "about,,method,,,,,logistic,,,,,,,,,,,,\nintercept,,intercept,,,,,,,,,,,,-2.5,,,0,,\nlinear,,age,age,0,,,,,,,,,,0.1,0.01,64,0,,\n"))
	f.Add([]byte(head + "about,,method,,,,,additive,,,,,,,,,,,,\nintercept,,intercept,,,,,,,,,,,,-1,0.1,,9,9,-1 -1\n" +
		"interval,,x,x,0,,3,,,,,,,,0.5,0.1,,40,40,0.4 0.6\ninterval,,x,x,1,3,,,,,,,,,-0.5,0.1,,40,40,-0.4 -0.6\nmissing,,x,x,2,,,,,,,,,,0,0,,0,0,0 0\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := model.ReadModel(bytes.NewReader(text))
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		if err := m.Write(&first); err != nil {
			t.Fatal(err)
		}
		again, err := model.ReadModel(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, first.String())
		}
		if err := again.Write(&second); err != nil || first.String() != second.String() {
			t.Errorf("%v\n%s\n%s", err, first.String(), second.String())
		}
	})
}
