package effect_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/models/effect"
	"github.com/framsyn/framsyn/models/modeltest"
)

// benchTable reads a file of the public data into text columns.
func benchTable(t *testing.T, name string) map[string][]string {
	t.Helper()
	rows := modeltest.BenchRows(t, name)
	out := make(map[string][]string)
	for j, name := range rows[0] {
		for _, row := range rows[1:] {
			out[name] = append(out[name], row[j])
		}
	}
	return out
}

func numbers(t *testing.T, cells []string) []float64 {
	t.Helper()
	out := make([]float64, len(cells))
	for i, cell := range cells {
		v, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = v
	}
	return out
}

func crossFit(t *testing.T, s effect.Sample, o effect.Options) *effect.Nuisance {
	t.Helper()
	n, err := effect.CrossFit(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func average(t *testing.T, s effect.Sample, e effect.Estimand, o effect.Options) effect.Effect {
	t.Helper()
	got, err := crossFit(t, s, o).Average(e)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func heterogeneity(t *testing.T, s effect.Sample, o effect.Options) *effect.Heterogeneity {
	t.Helper()
	h, err := crossFit(t, s, o).Heterogeneity()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// jobTraining is the NSW training programme: the treated of the experiment with
// its own controls, or with those of the CPS survey. Earnings of 1978 in dollars.
func jobTraining(t *testing.T, survey bool) effect.Sample {
	t.Helper()
	names := []string{"age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"}
	var s effect.Sample
	s.X = make([][]float64, len(names)+2)
	add := func(file string, keep func(treated bool) bool) {
		table := benchTable(t, file)
		treat, earned := numbers(t, table["treat"]), numbers(t, table["re78"])
		columns := make([][]float64, len(names))
		for j, name := range names {
			columns[j] = numbers(t, table[name])
		}
		for i := range treat {
			if !keep(treat[i] == 1) {
				continue
			}
			s.Treated, s.Y = append(s.Treated, treat[i] == 1), append(s.Y, earned[i])
			for j := range names {
				s.X[j] = append(s.X[j], columns[j][i])
			}
			for k, j := range []int{6, 7} { // no earnings in 1974, in 1975
				none := 0.0
				if columns[j][i] == 0 {
					none = 1
				}
				s.X[len(names)+k] = append(s.X[len(names)+k], none)
			}
		}
	}
	add("nsw_mixtape.csv", func(treated bool) bool { return treated || !survey })
	if survey {
		add("cps_mixtape.csv.gz", func(bool) bool { return true })
	}
	return s
}

// Wanted: the experiment's difference of means, 1,794; with survey controls the
// naive −8,498; a peer's AIPW gave 1,547.
func TestBenchJobTraining(t *testing.T) {
	trial := average(t, jobTraining(t, false), effect.ATT, effect.Options{})
	t.Logf("experiment: naive %.0f, AIPW %.0f (SE %.0f)", trial.Naive, trial.Estimate, trial.SE)
	near(t, "experimental difference", trial.Naive, 1794.34, 0.5)
	near(t, "experiment, adjusted", trial.Estimate, 1794, trial.SE)
	s := jobTraining(t, true)
	for name, o := range map[string]effect.Options{"ridge": {}, "additive": {Outcome: effect.Additive{}}} {
		n := crossFit(t, s, o)
		got, err := n.Average(effect.ATT)
		if err != nil {
			t.Fatal(err)
		}
		_, balance := n.Balance(effect.ATT)
		t.Logf("CPS, %s: naive %.0f, ATT %.0f (SE %.0f, %.0f to %.0f); treated lost %.3f; greatest SMD %.3f",
			name, got.Naive, got.Estimate, got.SE, got.Low, got.High, got.Overlap.LostTreated, balance.Estimate)
		near(t, "naive", got.Naive, -8498, 1)
		near(t, "ATT against the peer", got.Estimate, 1547, got.SE)
		near(t, "ATT against the experiment", got.Estimate, 1794, got.SE)
		if got.SE > 900 {
			t.Errorf("SE %v", got.SE)
		}
	}
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v within %v", what, got, want, tolerance)
	}
}

// Replicate 1 of IHDP, true ATE 4.016 over all rows, so that none is dropped.
// Wanted: a T-learner by ordinary least squares has an error of 0.055 and a root
// PEHE (root mean squared error of the effects of single rows) of 0.583, a
// gradient boosting one 0.744.
func TestBenchIHDP(t *testing.T) {
	table := benchTable(t, "ihdp_npci_1.csv.gz")
	var s effect.Sample
	for _, v := range numbers(t, table["treatment"]) {
		s.Treated = append(s.Treated, v == 1)
	}
	s.Y = numbers(t, table["y_factual"])
	for j := range 25 {
		s.X = append(s.X, numbers(t, table["x"+strconv.Itoa(j+1)]))
	}
	mu0, mu1 := numbers(t, table["mu0"]), numbers(t, table["mu1"])
	truth := 0.0
	for i := range mu0 {
		truth += (mu1[i] - mu0[i]) / float64(len(mu0))
	}
	near(t, "true ATE", truth, 4.016, 0.001)
	for _, c := range []struct {
		name  string
		final effect.Regressor
		pehe  float64
	}{{"linear", nil, 0.6}, {"additive", effect.Additive{}, 0.583}} {
		h := heterogeneity(t, s, effect.Options{Keep: true, Final: c.final})
		p, err := h.Predictor()
		if err != nil {
			t.Fatal(err)
		}
		var square float64
		for i, e := range p.Individual(s.X, nil) {
			square += (e.Estimate - mu1[i] + mu0[i]) * (e.Estimate - mu1[i] + mu0[i]) / float64(len(mu0))
		}
		t.Logf("%s: ATE %.4f (SE %.4f), error %.4f, out of bounds %d; root PEHE %.4f; %v",
			c.name, h.Average.Estimate, h.Average.SE, h.Average.Estimate-truth, h.Average.Overlap.Outside, math.Sqrt(square), h.Verdict.Show)
		near(t, "ATE", h.Average.Estimate, truth, 0.055)
		if math.Sqrt(square) > c.pehe {
			t.Errorf("%s: root PEHE %v", c.name, math.Sqrt(square))
		}
	}
}

// The e-mail experiment of Hillstrom, no mail as control.
func mailing(t *testing.T, table map[string][]string, mail, outcome string) effect.Sample {
	t.Helper()
	var columns [][]float64
	for _, name := range []string{"recency", "history", "mens", "womens", "newbie"} {
		columns = append(columns, numbers(t, table[name]))
	}
	for _, nominal := range [][2]string{{"zip_code", "Rural"}, {"zip_code", "Surburban"}, {"channel", "Phone"}, {"channel", "Web"}} {
		hot := make([]float64, len(table["visit"]))
		for i, cell := range table[nominal[0]] {
			if cell == nominal[1] {
				hot[i] = 1
			}
		}
		columns = append(columns, hot)
	}
	y := numbers(t, table[outcome])
	s := effect.Sample{X: make([][]float64, len(columns))}
	for i, segment := range table["segment"] {
		if segment != mail && segment != "No E-Mail" {
			continue
		}
		s.Treated, s.Y = append(s.Treated, segment == mail), append(s.Y, y[i])
		for j := range columns {
			s.X[j] = append(s.X[j], columns[j][i])
		}
	}
	return s
}

// Wanted: peers' learners reach a Qini of 0.0074 to 0.0079 for visits after the
// women's mail, and 0.073 to 0.077 in the top 30 % beside 0.045 for all; for the
// men's mail and for conversion none is reliably above a random order.
func TestBenchMailing(t *testing.T) {
	table := benchTable(t, "hillstrom.csv.gz")
	for _, c := range []struct {
		mail, outcome     string
		show              effect.Level
		average, low, top float64 // wanted average, Qini and top 30 %; 0 = not published
	}{
		{"Womens E-Mail", "visit", effect.Individual, 0.045, 0.0070, 0.070},
		{"Mens E-Mail", "visit", effect.AverageOnly, 0.077, 0, 0},
		{"Mens E-Mail", "conversion", effect.AverageOnly, 0, 0, 0},
	} {
		h := heterogeneity(t, mailing(t, table, c.mail, c.outcome), effect.Options{})
		top := h.Curve[5].Gain / 0.3
		t.Logf("%s, %s: average %.4f (%.4f to %.4f), slope %.2f (SE %.2f, p %.2g), AUTOC %.4f (%.4f to %.4f), Qini %.4f (%.4f to %.4f), top 30 %% %.4f: %v",
			c.mail, c.outcome, h.Average.Estimate, h.Average.Low, h.Average.High, h.Slope.Estimate, h.Slope.SE, h.Slope.P,
			h.AUTOC.Estimate, h.AUTOC.Low, h.AUTOC.High, h.Qini.Estimate, h.Qini.Low, h.Qini.High, top, h.Verdict.Show)
		for _, q := range h.Quintiles {
			t.Logf("  quintile: predicted %.4f, observed %.4f (%.4f to %.4f)", q.Predicted, q.Observed, q.Low, q.High)
		}
		if h.Verdict.Show != c.show || h.Qini.Estimate < c.low || top < c.top {
			t.Errorf("%s, %s: %+v, Qini %v, top 30 %% %v", c.mail, c.outcome, h.Verdict, h.Qini.Estimate, top)
		}
		if c.average > 0 {
			near(t, "average", h.Average.Estimate, c.average, 0.002)
		}
	}
}
