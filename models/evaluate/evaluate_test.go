package evaluate_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/models/modeltest"
)

var (
	probability = []float64{.9, .8, .8, .7, .6, .5, .5, .5, .3, .2, .2, .1}
	outcome     = []float64{1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0}
	weight      = []float64{1, 2, 1, .5, 1, 1, 3, 1, 1, 2, .5, 1}
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.12g, want %.12g ± %g", what, got, want, tolerance)
	}
}

func sorted(t *testing.T, s evaluate.Sample) *evaluate.Sorted {
	t.Helper()
	out, err := evaluate.Sort(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Twelve rows with ties. Wanted: scikit-learn 1.2.1 (roc_auc_score,
// average_precision_score, brier_score_loss, log_loss; LogisticRegression without
// penalty, good to about 1e-5) and, for the intercept at slope 1, scipy 1.10.1
// brentq on the score equation.
func TestKnownValues(t *testing.T) {
	for _, c := range []struct {
		name                                            string
		weight                                          []float64
		auc, auprc, brier, logLoss, slope, large, ratio float64
	}{
		{"no weights", nil, 0.6944444444444444, 0.702020202020202, 0.2225, 0.6320805100203107, 0.6710621, -0.04482467210752731, 0.983606557377049},
		{"weights", weight, 0.7777777777777777, 0.6917989417989417, 0.19233333333333333, 0.5622994103870415, 1.1116430, -0.5806403980912636, 0.7843137254901962},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sorted(t, evaluate.Sample{Probability: probability, Outcome: outcome, Weight: c.weight})
			auc, err := s.AUC()
			if err != nil {
				t.Fatal(err)
			}
			near(t, "AUC", auc, c.auc, 1e-12)
			auprc, err := s.AUPRC()
			if err != nil {
				t.Fatal(err)
			}
			near(t, "AUPRC", auprc, c.auprc, 1e-12)
			near(t, "Brier", s.Brier(), c.brier, 1e-12)
			near(t, "log loss", s.LogLoss(), c.logLoss, 1e-12)
			near(t, "O/E", s.ObservedExpected(), c.ratio, 1e-12)
			line, err := s.CalibrationLine()
			if err != nil {
				t.Fatal(err)
			}
			near(t, "slope", line.Slope, c.slope, 1e-5)
			near(t, "intercept", line.Intercept, c.large, 1e-8)
		})
	}
}

// By hand, on the twelve rows without weights. Two bins: mid-ranks from below are
// .1: 0.5, .2: 2, .3: 3.5, .5: 5.5, .6: 7.5 …, so the lower bin holds seven rows
// with mean p 2.3/7 and three events, the upper five with 3.8/5 and three.
func TestBinsByHand(t *testing.T) {
	s := sorted(t, evaluate.Sample{Probability: probability, Outcome: outcome})
	near(t, "ECE", s.ECE(2), 7./12*math.Abs(2.3/7-3./7)+5./12*math.Abs(3.8/5-3./5), 1e-12)
	curve := s.Curve(2)
	if len(curve) != 2 || curve[0].Rows != 7 || curve[0].Low != .1 || curve[0].High != .5 || curve[1].Rows != 5 {
		t.Fatalf("curve %+v", curve)
	}
	near(t, "predicted", curve[0].Predicted, 2.3/7, 1e-12)
	near(t, "observed", curve[0].Observed, 3./7, 1e-12)
}

// By hand: the top 2 are the row .9 (event) and half of the two rows .8 (one
// event): 1.5 of 6 events, of 2 rows.
func TestTopSharesTies(t *testing.T) {
	s := sorted(t, evaluate.Sample{Probability: probability, Outcome: outcome})
	c, err := s.Top(2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "captured", c.Captured, 0.25, 1e-12)
	near(t, "precision", c.Precision, 0.75, 1e-12)
	near(t, "lift", c.Lift, 1.5, 1e-12)
	if all, _ := s.Top(1000); all.Captured != 1 || all.Lift != 1 {
		t.Errorf("all rows: %+v", all)
	}
}

// Order of rows and whole weights against copies, on random small samples.
func TestInvariance(t *testing.T) {
	check := func(seed uint64) bool {
		rng := rand.New(rand.NewPCG(seed, 1))
		var a, b evaluate.Sample
		for range 40 {
			p, y, w := float64(rng.IntN(8))/8+0.05, float64(rng.IntN(2)), 1+rng.IntN(3)
			a.Probability, a.Outcome, a.Weight = append(a.Probability, p), append(a.Outcome, y), append(a.Weight, float64(w))
			for range w {
				b.Probability, b.Outcome = append(b.Probability, p), append(b.Outcome, y)
			}
		}
		rng.Shuffle(len(b.Outcome), func(i, j int) {
			b.Probability[i], b.Probability[j] = b.Probability[j], b.Probability[i]
			b.Outcome[i], b.Outcome[j] = b.Outcome[j], b.Outcome[i]
		})
		o := evaluate.Options{Resamples: -1, Top: []float64{10}}
		x, err := evaluate.Report(a, o)
		if err != nil {
			return false
		}
		y, err := evaluate.Report(b, o)
		if err != nil || len(x) != len(y) {
			return false
		}
		for i := range x {
			if x[i].Name != "rows" && x[i].Name != "persons" && math.Abs(x[i].Value-y[i].Value) > 1e-7 {
				t.Logf("%s: %v and %v", x[i].Name, x[i].Value, y[i].Value)
				return false
			}
		}
		return true
	}
	for seed := range uint64(50) {
		if !check(seed) {
			t.Errorf("seed %d", seed)
		}
	}
}

// What the data can be: errors, and measures left out.
func TestDegenerate(t *testing.T) {
	if _, err := evaluate.Sort(evaluate.Sample{}); !errors.Is(err, evaluate.ErrEmpty) {
		t.Errorf("empty: %v", err)
	}
	for _, p := range []float64{-0.1, 1.1, math.NaN()} {
		if _, err := evaluate.Sort(evaluate.Sample{Probability: []float64{p}, Outcome: []float64{0}}); !errors.Is(err, evaluate.ErrRange) {
			t.Errorf("probability %v: %v", p, err)
		}
	}
	for _, y := range []float64{0, 1} {
		s := evaluate.Sample{Probability: []float64{0.2, 0.4}, Outcome: []float64{y, y}}
		if _, err := sorted(t, s).AUC(); !errors.Is(err, evaluate.ErrOneClass) {
			t.Errorf("all %v: %v", y, err)
		}
		report, err := evaluate.Report(s, evaluate.Options{Resamples: 10, Top: []float64{1}})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range report {
			if m.Name == "auc" || m.Name == "captured_1" || math.IsNaN(m.Value) {
				t.Errorf("all %v: %+v", y, m)
			}
		}
	}
	// Probabilities of 0 and 1 keep the log loss finite.
	s := sorted(t, evaluate.Sample{Probability: []float64{0, 1, 0.5}, Outcome: []float64{1, 1, 0}})
	near(t, "log loss", s.LogLoss(), (-math.Log(1e-15)+math.Ln2)/3, 1e-6)
}

func report(t *testing.T, s evaluate.Sample, o evaluate.Options) map[string]evaluate.Metric {
	t.Helper()
	list, err := evaluate.Report(s, o)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]evaluate.Metric)
	for _, m := range list {
		out[m.Name] = m
	}
	return out
}

func scored(spec modeltest.LogisticData) evaluate.Sample {
	d := spec.Draw()
	return evaluate.Sample{Probability: logistic.Probabilities(d.LogOdds), Outcome: d.Y, Person: d.Person}
}

func TestIntervalsAreTheSameOnAnyNumberOfCores(t *testing.T) {
	s := scored(modeltest.LogisticData{Persons: 300, Rows: 3, Coefficients: []float64{1}, Seed: 1})
	a := report(t, s, evaluate.Options{Workers: 1, Resamples: 50, Seed: 3, Top: []float64{100}})
	b := report(t, s, evaluate.Options{Workers: 4, Resamples: 50, Seed: 3, Top: []float64{100}})
	for name, m := range a {
		if n := b[name]; m.Value != n.Value || (m.Low != n.Low && !math.IsNaN(m.Low)) || (m.High != n.High && !math.IsNaN(m.High)) {
			t.Errorf("%s: %+v and %+v", name, m, n)
		}
	}
}

// 95 % intervals of 200 simulations with persons of five rows that share a
// frailty, against the value on one large sample. The share covered has standard
// deviation 0.015; percentile intervals may fall short a little besides.
func TestIntervalCoverage(t *testing.T) {
	spec := modeltest.LogisticData{Persons: 40_000, Rows: 5, Intercept: -1.5, Coefficients: []float64{1}, Frailty: 1, Seed: 1}
	truth := report(t, scored(spec), evaluate.Options{Resamples: -1})
	const n = 200
	names := []string{"auc", "auprc", "brier", "log_loss", "calibration_slope", "calibration_intercept", "observed_expected"}
	covered := make(map[string]float64)
	spec.Persons = 250
	for k := range uint64(n) {
		spec.Seed = 100 + k
		got := report(t, scored(spec), evaluate.Options{Resamples: 200, Seed: k})
		for _, name := range names {
			if v := truth[name].Value; v >= got[name].Low && v <= got[name].High {
				covered[name] += 1. / n
			}
		}
	}
	for _, name := range names {
		t.Logf("%-22s %.3f", name, covered[name])
		near(t, "coverage of "+name, covered[name], 0.94, 0.06)
	}
}

// The grouped calibration line of the resamples agrees with that of the rows.
func TestGroupedLineAgrees(t *testing.T) {
	s := scored(modeltest.LogisticData{Persons: 20_000, Rows: 1, Intercept: -2, Coefficients: []float64{1}, Seed: 4})
	m := report(t, s, evaluate.Options{Resamples: 200, Seed: 1})["calibration_slope"]
	near(t, "middle of the interval", (m.Low+m.High)/2, m.Value, 0.2*(m.High-m.Low))
}

func BenchmarkReport(b *testing.B) {
	s := scored(modeltest.LogisticData{Persons: 10_000, Rows: 10, Intercept: -2, Coefficients: []float64{1}, Seed: 4})
	for b.Loop() {
		if _, err := evaluate.Report(s, evaluate.Options{Top: []float64{100, 1000}}); err != nil {
			b.Fatal(err)
		}
	}
}
