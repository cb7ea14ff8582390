package survival_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/survival"
)

// table is a public data set by column; what is no number is NaN.
type table struct {
	text   map[string][]string
	number map[string][]float64
	rows   int
}

func benchTable(t *testing.T, name string) table {
	t.Helper()
	rows := modeltest.BenchRows(t, name)
	out := table{text: map[string][]string{}, number: map[string][]float64{}, rows: len(rows) - 1}
	for j, name := range rows[0] {
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[j], 64)
			if err != nil {
				v = math.NaN()
			}
			out.text[name], out.number[name] = append(out.text[name], row[j]), append(out.number[name], v)
		}
	}
	return out
}

// is is 1 where a column has the value.
func (b table) is(column, value string) []float64 {
	out := make([]float64, b.rows)
	for i, v := range b.text[column] {
		if v == value {
			out[i] = 1
		}
	}
	return out
}

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.6f, want %.6f ± %g", name, got, want, tolerance)
	}
}

// Monoclonal gammopathy: progress to plasma cell malignancy (cause 1) competes
// with death (cause 2). Wanted: R survival, with death taken for censoring in
// the last two of each row. Four decimals are given.
func TestBenchMgus2(t *testing.T) {
	b := benchTable(t, "mgus2.csv")
	for _, c := range []struct {
		sex  string
		want [4]float64 // probability at 120 and 240 months, 1 − Kaplan-Meier at the same
	}{
		{"F", [4]float64{0.0739, 0.1049, 0.1030, 0.1903}},
		{"M", [4]float64{0.0553, 0.0957, 0.0882, 0.2304}},
	} {
		var all, naive survival.Sample
		for i, sex := range b.text["sex"] {
			if sex != c.sex {
				continue
			}
			event, months := 0, b.number["futime"][i]
			if b.number["pstat"][i] == 1 {
				event, months = 1, b.number["ptime"][i]
			} else if b.number["death"][i] == 1 {
				event = 2
			}
			all.Exit, all.Event = append(all.Exit, months), append(all.Event, event)
			naive.Exit, naive.Event = append(naive.Exit, months), append(naive.Event, event%2)
		}
		incidence, err := survival.AalenJohansen(all)
		if err != nil {
			t.Fatal(err)
		}
		curve, err := survival.KaplanMeier(naive)
		if err != nil {
			t.Fatal(err)
		}
		for k, months := range []float64{120, 240} {
			p, se := incidence.At(1, months)
			robust, err := survival.RobustSE(all, 1, months)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s, %v months: %.4f (SE %.4f, jackknife %.4f), 1 − KM %.4f", c.sex, months, p, se, robust, 1-curve.At(months).Survival)
			near(t, c.sex+" incidence", p, c.want[k], 0.00005)
			near(t, c.sex+" naive", 1-curve.At(months).Survival, c.want[2+k], 0.00005)
			near(t, c.sex+" two standard errors", robust/se, 1, 0.02)
		}
	}
}

// Channing House: entry at the age of moving in. Wanted: R survival, log hazard
// ratio of women against men with and without entry times.
func TestBenchChanning(t *testing.T) {
	b := benchTable(t, "channing.csv")
	var s survival.Sample
	var women []float64
	for i := range b.rows {
		entry, exit := b.number["ageentry"][i], b.number["age"][i]
		if exit <= entry {
			continue
		}
		s.Entry, s.Exit = append(s.Entry, entry), append(s.Exit, exit)
		s.Event = append(s.Event, int(b.number["death"][i]))
		women = append(women, b.number["gender"][i])
	}
	if len(s.Exit) != 458 {
		t.Fatalf("%d rows, want 458", len(s.Exit))
	}
	for _, c := range []struct {
		name  string
		entry []float64
		want  float64
	}{{"with entry", s.Entry, -0.3163}, {"without entry", nil, -0.2001}} {
		s.Entry = c.entry
		m := fitCox(t, s, [][]float64{women}, survival.CoxOptions{})
		t.Logf("%s: %.4f, SE %.4f, robust %.4f", c.name, m.Coefficients[0],
			math.Sqrt(m.Covariance.At(0, 0)), math.Sqrt(m.Robust.At(0, 0)))
		near(t, c.name, m.Coefficients[0], c.want, 0.00005)
	}
}

func fitCox(t *testing.T, s survival.Sample, x [][]float64, o survival.CoxOptions) *survival.Cox {
	t.Helper()
	m, err := survival.FitCox(s, x, o)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Status.Converged {
		t.Fatalf("not converged: %+v", m.Status)
	}
	return m
}

// Old age mortality in Sundsvall, left truncated at 60. Wanted: R survival (and
// eha), sex, civil status against married, region against industry.
func TestBenchOldmort(t *testing.T) {
	b := benchTable(t, "oldmort.csv.gz")
	s := survival.Sample{Entry: b.number["enter"], Exit: b.number["exit"], Event: make([]int, b.rows)}
	for i, v := range b.is("event", "TRUE") {
		s.Event[i] = int(v)
	}
	for _, id := range b.number["id"] {
		s.Person = append(s.Person, uint64(id))
	}
	x := [][]float64{b.is("sex", "male"), b.is("civ", "unmarried"), b.is("civ", "widow"), b.is("region", "rural"), b.is("region", "town")}
	m := fitCox(t, s, x, survival.CoxOptions{})
	for j, want := range []float64{0.2348, 0.4099, 0.1484, -0.1462, -0.2685} {
		t.Logf("%.4f (SE %.4f, robust %.4f)", m.Coefficients[j], math.Sqrt(m.Covariance.At(j, j)), math.Sqrt(m.Robust.At(j, j)))
		near(t, "coefficient", m.Coefficients[j], want, 0.00005)
	}
	risk := make([]float64, b.rows)
	for i := range risk {
		risk[i] = m.LogHazard([]float64{x[0][i], x[1][i], x[2][i], x[3][i], x[4][i]})
	}
	c, err := survival.Concordance(s, risk, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows, %d deaths, concordance %.4f (SE %.4f), log likelihood %.3f (null %.3f)", m.Rows, m.Events, c.C, c.SE, m.LogLikelihood, m.Null)
}
