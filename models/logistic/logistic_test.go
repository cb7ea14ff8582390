package logistic_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/split"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.10g, want %.10g ± %g", what, got, want, tolerance)
	}
}

// Ten rows, λ = 0.05. Wanted: scikit-learn 1.2.1, LogisticRegression(C=1/(λW),
// tol=1e-13) on columns standardised with weights. Its solver stops at about
// 1e-6 of the answer.
func TestFitKnownValues(t *testing.T) {
	x := logistic.Columns[float64]{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 0, 2, 1, 3, 0, 2, 5, 1, 4}}
	y := []float64{0, 0, 1, 0, 1, 0, 1, 1, 0, 1}
	for _, c := range []struct {
		name      string
		weight    []float64
		intercept float64
		beta      [2]float64
	}{
		{"no weights", nil, 0.2456397301659345, [2]float64{0.15760705138992998, 1.9680994455279082}},
		{"weights", []float64{1, 2, 1, 1, 1, 2, 1, 1, 3, 1}, -0.6791552747691512, [2]float64{-0.10866983321995115, 1.9511302304116183}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := logistic.Fit(x, logistic.Response{Y: y, Weight: c.weight}, logistic.Options{Lambda: 0.05})
			if err != nil || !m.Status.Converged {
				t.Fatal(err, m)
			}
			near(t, "intercept", m.Baseline, c.intercept, 1e-5)
			near(t, "β₁", m.Standardised[0], c.beta[0], 1e-5)
			near(t, "β₂", m.Standardised[1], c.beta[1], 1e-5)
			near(t, "original scale", m.Intercept+m.Coefficients[0]*3+m.Coefficients[1]*2, m.LogOdds([]float64{3, 2}), 1e-12)
		})
	}
}

// A weight of two is two rows; a weight of zero is none.
func TestWeightsAreRows(t *testing.T) {
	d := modeltest.LogisticData{Persons: 60, Rows: 1, Coefficients: []float64{1, -1}, Seed: 3}.Draw()
	weight := make([]float64, 60)
	twice := logistic.Columns[float64]{nil, nil}
	var y []float64
	var person []uint64
	for i := range weight {
		weight[i] = float64(i % 3)
		for range i % 3 {
			twice[0], twice[1] = append(twice[0], d.Columns[0][i]), append(twice[1], d.Columns[1][i])
			y, person = append(y, d.Y[i]), append(person, d.Person[i])
		}
	}
	o := logistic.Options{Lambda: 0.01}
	a, err := logistic.Fit(logistic.Columns[float64](d.Columns), logistic.Response{Y: d.Y, Weight: weight, Person: d.Person}, o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := logistic.Fit(twice, logistic.Response{Y: y, Person: person}, o)
	if err != nil {
		t.Fatal(err)
	}
	for j := range a.Coefficients {
		near(t, "coefficient", a.Coefficients[j], b.Coefficients[j], 1e-7)
		near(t, "standard error", a.StandardErrors()[j], b.StandardErrors()[j], 1e-7)
	}
}

// Intercept only: p = 3/10, Var(α) = 1/(n p (1−p)) · n/(n−1), by hand from the
// sandwich with persons = rows.
func TestCovarianceByHand(t *testing.T) {
	y := []float64{1, 1, 1, 0, 0, 0, 0, 0, 0, 0}
	m, err := logistic.Fit(logistic.Columns[float64]{make([]float64, 10)}, logistic.Response{Y: y}, logistic.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "intercept", m.Intercept, math.Log(3./7), 1e-9)
	near(t, "variance", m.Covariance.At(0, 0), 1/(10*0.3*0.7)*10/9, 1e-9)
	near(t, "coefficient of a constant", m.Coefficients[0], 0, 0)
	if m.Persons != 10 || m.Rows != 10 {
		t.Errorf("%d persons, %d rows", m.Persons, m.Rows)
	}
	// Five persons of two equal rows: the information is that of five.
	y = []float64{1, 1, 1, 1, 0, 0, 0, 0, 0, 0}
	person := []uint64{4, 4, 2, 2, 9, 9, 1, 1, 7, 7}
	m, err = logistic.Fit(logistic.Columns[float64]{make([]float64, 10)}, logistic.Response{Y: y, Person: person}, logistic.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "clustered variance", m.Covariance.At(0, 0), 1/(5*0.4*0.6)*5/4, 1e-9)
}

// 95 % intervals of 300 simulations with persons of eight rows and frailty: the
// share that covers has standard deviation 0.013. Frailty shrinks coefficients
// towards zero, so the truth is that of the population average, found from one
// large sample.
func TestIntervalCoverage(t *testing.T) {
	spec := modeltest.LogisticData{Persons: 40000, Rows: 8, Intercept: -1, Coefficients: []float64{0.8, 0}, Frailty: 1, Seed: 1}
	fit := func(d modeltest.Dataset, person []uint64) *logistic.Model {
		m, err := logistic.Fit(logistic.Columns[float64](d.Columns), logistic.Response{Y: d.Y, Person: person}, logistic.Options{})
		if err != nil || !m.Status.Converged {
			t.Fatal(err)
		}
		return m
	}
	large := spec.Draw()
	truth := fit(large, nil).Coefficients[0]
	spec.Persons = 150
	var clustered, naive float64
	const n = 300
	for k := range uint64(n) {
		spec.Seed = 10 + k
		d := spec.Draw()
		m, plain := fit(d, d.Person), fit(d, nil)
		if math.Abs(m.Coefficients[0]-truth) < 1.96*m.StandardErrors()[1] {
			clustered += 1. / n
		}
		if math.Abs(m.Coefficients[0]-truth) < 1.96*plain.StandardErrors()[1] {
			naive += 1. / n
		}
	}
	t.Logf("coverage: clustered %.3f, rows taken as independent %.3f", clustered, naive)
	near(t, "coverage", clustered, 0.95, 0.045)
}

func TestBattery(t *testing.T) {
	modeltest.Classify(t, func(d modeltest.Dataset, workers int) ([]float64, error) {
		x := logistic.Columns[float64](d.Columns)
		m, err := logistic.Fit(x, logistic.Response{Y: d.Y, Person: d.Person}, logistic.Options{Lambda: 1e-3, Workers: workers})
		if err != nil {
			return nil, err
		}
		if !m.Status.Converged {
			return nil, errors.New("not converged")
		}
		return m.Predict(x, workers), nil
	})
}

func TestContributionsAddUpExactly(t *testing.T) {
	d := modeltest.LogisticData{Persons: 200, Rows: 2, Coefficients: []float64{1, -2, 0.3}, Seed: 5}.Draw()
	m, err := logistic.Fit(logistic.Columns[float64](d.Columns), logistic.Response{Y: d.Y}, logistic.Options{Lambda: 0.01})
	if err != nil {
		t.Fatal(err)
	}
	recalibrated := m.Recalibrated(logistic.Recalibration{Intercept: 0.3, Slope: 0.8})
	eta := m.Predict(logistic.Columns[float64](d.Columns), 2)
	for i := range d.Y {
		x := []float64{d.Columns[0][i], d.Columns[1][i], d.Columns[2][i]}
		for _, model := range []*logistic.Model{m, recalibrated} {
			sum := model.Baseline
			for _, c := range model.Contributions(nil, x) {
				sum += c
			}
			if sum != model.LogOdds(x) {
				t.Fatalf("row %d: contributions add up to %v, score is %v", i, sum, model.LogOdds(x))
			}
		}
		if eta[i] != m.LogOdds(x) {
			t.Fatalf("row %d: Predict %v, LogOdds %v", i, eta[i], m.LogOdds(x))
		}
		near(t, "recalibrated score", recalibrated.LogOdds(x), 0.3+0.8*eta[i], 1e-12)
	}
}

// A score that is twice too extreme and shifted by one is mapped back.
func TestRecalibrate(t *testing.T) {
	d := modeltest.LogisticData{Persons: 20000, Rows: 1, Intercept: -1, Coefficients: []float64{1}, Seed: 8}.Draw()
	score := make([]float64, len(d.LogOdds))
	for i, eta := range d.LogOdds {
		score[i] = 1 + 2*eta
	}
	r, err := logistic.Recalibrate(score, logistic.Response{Y: d.Y, Person: d.Person})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "slope", r.Slope, 0.5, 4*r.SlopeSE)
	near(t, "intercept", r.Intercept, -0.5, 4*r.InterceptSE)
	if r.SlopeSE > 0.02 || r.InterceptSE > 0.03 {
		t.Errorf("standard errors %v, %v", r.SlopeSE, r.InterceptSE)
	}
}

func TestCrossValidate(t *testing.T) {
	d := modeltest.LogisticData{
		Persons: 150, Rows: 2, Intercept: -1, Coefficients: append([]float64{1, 0.5}, make([]float64, 18)...), Seed: 2,
	}.Draw()
	x, r := logistic.Columns[float64](d.Columns), logistic.Response{Y: d.Y, Person: d.Person}
	fold := split.Folds(d.Person, 5, 1)
	cv, err := logistic.CrossValidate(x, r, fold, 5, logistic.CVOptions{Fit: logistic.Options{Workers: 1}})
	if err != nil || !cv.Converged {
		t.Fatal(err)
	}
	t.Logf("λ %.3g, log loss %.4f, unpenalised %.4f", cv.Lambda, cv.LogLoss[cv.Chosen], cv.LogLoss[len(cv.LogLoss)-1])
	if cv.LogLoss[cv.Best] >= cv.LogLoss[len(cv.LogLoss)-1] {
		t.Error("eighteen useless features in 300 rows, and no penalty helps")
	}
	one, err := logistic.CrossValidate(x, r, fold, 5, logistic.CVOptions{OneStandard: true, Fit: logistic.Options{Workers: 3}})
	if err != nil {
		t.Fatal(err)
	}
	if one.Lambda < cv.Lambda || one.Best != cv.Best || one.LogLoss[0] != cv.LogLoss[0] {
		t.Errorf("one-standard-error rule took λ %v, the best is %v", one.Lambda, cv.Lambda)
	}
	// Out-of-fold scores come from fits without the fold.
	k, weight := 2, make([]float64, len(fold))
	for i, f := range fold {
		if f != k {
			weight[i] = 1
		}
	}
	m, err := logistic.Fit(x, logistic.Response{Y: d.Y, Weight: weight}, logistic.Options{Lambda: cv.Lambda})
	if err != nil {
		t.Fatal(err)
	}
	eta := m.Predict(x, 1)
	for i, f := range fold {
		if f == k {
			near(t, "out-of-fold score", cv.OutOfFold[i], eta[i], 1e-5)
		}
	}
}

func TestImputer(t *testing.T) {
	nan := math.NaN()
	d := logistic.Columns[float32]{{1, float32(nan), 3}, {4, 5, 6}}
	imp := logistic.FitImputer(d)
	w := imp.Wrap(d)
	if n, p := w.Dims(); n != 3 || p != 3 {
		t.Fatalf("%d × %d", n, p)
	}
	got := make([]float64, 3)
	for j, want := range [][]float64{{1, 2, 3}, {4, 5, 6}, {0, 1, 0}} {
		w.Column(got, j, 0)
		for i := range want {
			near(t, fmt.Sprint("column ", j), got[i], want[i], 0)
		}
	}
	if names := imp.Names([]string{"age_years", "home_care_h"}); names[2] != "age_years_missing" {
		t.Errorf("names %v", names)
	}
}

func TestErrors(t *testing.T) {
	y := []float64{0, 1, 0, 1}
	x := []float64{1, 2, 2, 1}
	_, err := logistic.Fit(logistic.Columns[float64]{x, {1, 2, math.NaN(), 4}}, logistic.Response{Y: y}, logistic.Options{})
	var bad *logistic.NotFiniteError
	if !errors.As(err, &bad) || bad.Row != 2 || bad.Column != 1 {
		t.Errorf("missing value: %v", err)
	}
	for _, c := range []struct {
		name string
		d    logistic.Columns[float64]
		r    logistic.Response
		want error
	}{
		{"copied column", logistic.Columns[float64]{{1, 2, 3, 1}, {2, 4, 6, 2}}, logistic.Response{Y: y}, logistic.ErrSingular},
		{"outcome", logistic.Columns[float64]{x}, logistic.Response{Y: []float64{0, 1, 2, 0}}, logistic.ErrOutcome},
		{"weight", logistic.Columns[float64]{x}, logistic.Response{Y: y, Weight: []float64{1, -1, 1, 1}}, logistic.ErrWeight},
		{"no weight", logistic.Columns[float64]{x}, logistic.Response{Y: y, Weight: make([]float64, 4)}, logistic.ErrEmpty},
		{"one class by weight", logistic.Columns[float64]{x}, logistic.Response{Y: y, Weight: []float64{1, 0, 1, 0}}, logistic.ErrOneClass},
	} {
		if _, err := logistic.Fit(c.d, c.r, logistic.Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("lengths that do not agree must panic")
		}
	}()
	_, _ = logistic.Fit(logistic.Columns[float64]{x}, logistic.Response{Y: y[:3]}, logistic.Options{})
}

// Separated classes: with a penalty there is one answer, without there is none.
func TestSeparation(t *testing.T) {
	x := logistic.Columns[float64]{{-3, -2, -1, 1, 2, 3}}
	y := []float64{0, 0, 0, 1, 1, 1}
	m, err := logistic.Fit(x, logistic.Response{Y: y}, logistic.Options{Lambda: 0.1})
	if err != nil || !m.Status.Converged {
		t.Fatal(err)
	}
	free, err := logistic.Fit(x, logistic.Response{Y: y}, logistic.Options{})
	if err == nil && free.Status.Converged && free.Status.MaxLogOdds < 15 {
		t.Errorf("separation not shown: %+v", free.Status)
	}
}

// A million rows of forty columns: the time of a whole fit.
func BenchmarkFit(b *testing.B) {
	const n, p = 1_000_000, 40
	rng := rand.New(rand.NewPCG(1, 1))
	x := make(logistic.Columns[float32], p)
	y, person := make([]float64, n), make([]uint64, n)
	eta := make([]float64, n)
	for j := range x {
		x[j] = make([]float32, n)
		for i := range x[j] {
			x[j][i] = float32(rng.NormFloat64())
			eta[i] += 0.1 * float64(x[j][i])
		}
	}
	for i := range y {
		person[i] = uint64(i / 12)
		if rng.Float64() < logistic.Sigmoid(eta[i]-2) {
			y[i] = 1
		}
	}
	b.ResetTimer()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := logistic.Fit(x, logistic.Response{Y: y, Person: person}, logistic.Options{Lambda: 1e-4}); err != nil {
			b.Fatal(err)
		}
	}
}
