package blend_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/framsyn/framsyn/models/blend"
)

func learn(t *testing.T, rows []blend.Outcome, asOf int, o blend.Options) *blend.Weights {
	t.Helper()
	w, err := blend.Learn(rows, asOf, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, level := range []string{"area", "total"} {
		for h := 1; h <= 6; h++ {
			var sum float64
			for _, v := range w.At(level, "home_care_h", h) {
				if v < 0 {
					t.Fatalf("negative weight %v", v)
				}
				sum += v
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Fatalf("weights sum to %v", sum)
			}
		}
	}
	return w
}

// Two methods with independent errors of variance 1 and 4, by hand: the weights
// that minimise the squared error are 4/5 and 1/5 (Bates and Granger 1969).
func TestWeightsOfBatesAndGranger(t *testing.T) {
	var rows []blend.Outcome
	for origin, e := range [][2]float64{{1, 2}, {1, -2}, {-1, 2}, {-1, -2}} {
		for i, name := range []string{"a", "b"} {
			rows = append(rows, blend.Outcome{
				Method: name, Level: "total", Resource: "home_care_h", Origin: origin, Horizon: 1,
				Mean: 10 + e[i], P10: math.NaN(), P50: math.NaN(), P90: math.NaN(), Actual: 10, Scale: 1,
			})
		}
	}
	w, err := blend.Learn(rows, 99, blend.Options{Loss: blend.Squared, Strength: -1, HalfLife: -1})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.At("total", "home_care_h", 1); math.Abs(got[0]-0.8) > 1e-5 {
		t.Errorf("weights %v, want 0.8 and 0.2", got)
	}
	// Four errors against eight of the prior, by hand: S = diag(1, 4)/5·2 per method,
	// minimise ½(0.4 w² + 1.6 (1−w)²) + ½·2·2 (w − ½)²: w = (1.6 + 2)/(0.4 + 1.6 + 4).
	w, err = blend.Learn(rows, 99, blend.Options{Loss: blend.Squared, HalfLife: -1})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.At("total", "home_care_h", 1); math.Abs(got[0]-0.6) > 1e-9 {
		t.Errorf("shrunk weights %v, want 0.6 and 0.4", got)
	}
}

// Known truth: who is perfect gets all, equals stay equal, who is biased gets
// little, and with few origins nobody gets much more than the others.
func TestWeightsFindTheTruth(t *testing.T) {
	base := world{areas: 4, origins: 60, horizons: 6, step: 1, common: 0.3, seed: 3}
	for _, loss := range []blend.Loss{blend.Absolute, blend.Squared} {
		w := base
		w.makers = []maker{{"courses", 0.01, 0, 1}, {"ets", 4, 0, 1}, {"theta", 4, 0, 1}}
		perfect := w.outcomes()
		for i := range perfect { // "courses" knows the walk itself
			if r := &perfect[i]; r.Method == "courses" {
				r.Mean = r.Actual
			}
		}
		if got := weightOf(learn(t, perfect, 60, blend.Options{Loss: loss}), "area", 3, "courses"); got < 0.8 {
			t.Errorf("%v: weight of a perfect method: %.3f", loss, got)
		}
		none := learn(t, perfect, 60, blend.Options{Loss: loss, Strength: -1})
		if got := weightOf(none, "area", 3, "courses"); got < 0.9999 {
			t.Errorf("%v, not shrunk: weight of a perfect method: %.5f", loss, got)
		}
		few := learn(t, perfect, 2, blend.Options{Loss: loss})
		if got := weightOf(few, "total", 1, "courses"); got > 0.55 {
			t.Errorf("%v: weight after two months: %.3f", loss, got)
		}
		if got, err := blend.Learn(perfect, 0, blend.Options{Loss: loss}); err != nil || len(got.Methods) != 0 {
			t.Errorf("something known before the first month ended: %v %v", got, err)
		}

		w.makers = []maker{{"courses", 2, 0, 1}, {"ets", 2, 0, 1}, {"theta", 2, 0, 1}, {"naive", 2, 0, 1}}
		for i, v := range learn(t, w.outcomes(), 60, blend.Options{Loss: loss}).At("area", "home_care_h", 2) {
			if math.Abs(v-0.25) > 0.06 {
				t.Errorf("%v: equal methods: weight %d is %.3f", loss, i, v)
			}
		}

		w.makers = []maker{{"courses", 1, 3, 1}, {"ets", 1, 0, 1}, {"theta", 1, 0, 1}}
		if got := weightOf(learn(t, w.outcomes(), 60, blend.Options{Loss: loss}), "area", 2, "courses"); got > 0.15 {
			t.Errorf("%v: weight of a biased method: %.3f", loss, got)
		}
	}
}

// Weights and intervals of an origin do not change when all that came later does.
func TestNothingLeaks(t *testing.T) {
	w := world{areas: 3, origins: 30, horizons: 8, step: 1, common: 0.3, seed: 5, makers: []maker{{"courses", 1, 1, 0.5}, {"ets", 2, 0, 1}}}
	rows := w.outcomes()
	for _, now := range []int{6, 13, 22} {
		poisoned := slices.Clone(rows)
		rng := rand.New(rand.NewPCG(1, 1))
		shift := make(map[int]float64)
		for i := range poisoned {
			r := &poisoned[i]
			if _, ok := shift[r.Month()]; !ok {
				shift[r.Month()] = 1000 * rng.Float64()
			}
			if r.Month() > now {
				r.Actual = shift[r.Month()]
			}
			if r.Origin > now {
				r.Mean, r.P10, r.P50, r.P90 = 500, 400, 500, 600
			}
		}
		a, b := published(t, rows), published(t, poisoned)
		for i := range a {
			b[i].Actual = a[i].Actual
			if a[i].Origin <= now && a[i] != b[i] {
				t.Fatalf("month %d: %+v became %+v", now, a[i], b[i])
			}
		}
		if a[len(a)-1] == b[len(b)-1] {
			t.Fatal("the poison did not work")
		}
	}
}

func published(t *testing.T, rows []blend.Outcome) []blend.Outcome {
	t.Helper()
	b, err := blend.Nested(rows, blend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err = blend.NestedIntervals(b, blend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The order of rows does not matter, nor the unit of a series.
func TestOrderAndUnit(t *testing.T) {
	w := world{areas: 3, origins: 20, horizons: 4, step: 1, common: 0.3, seed: 8, makers: []maker{{"courses", 1, 1, 0.5}, {"ets", 2, 0, 1}}}
	rows := w.outcomes()
	want := published(t, rows)
	rng := rand.New(rand.NewPCG(2, 2))
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	if got := published(t, rows); !slices.Equal(got, want) {
		t.Error("the order of rows changes the answer")
	}
	for i := range rows {
		r := &rows[i]
		r.Mean, r.P10, r.P50, r.P90, r.Actual, r.Scale = 60*r.Mean, 60*r.P10, 60*r.P50, 60*r.P90, 60*r.Actual, 60*r.Scale
	}
	for i, r := range published(t, rows) {
		if math.Abs(r.Mean-60*want[i].Mean) > 1e-7*r.Mean || math.Abs(r.P10-60*want[i].P10) > 1e-6*r.Mean {
			t.Fatalf("in minutes %v, in hours %v", r, want[i])
		}
	}
}

// Priors by horizon hold where nothing is known; a method that is missing gives its
// weight to the others, one that has hardly forecast has none.
func TestPriorAndMissing(t *testing.T) {
	prior := func(method string, horizon int) float64 {
		if method == "courses" {
			return min(float64(horizon)/12, 0.5)
		}
		return (1 - min(float64(horizon)/12, 0.5)) / 2
	}
	rows := world{areas: 2, origins: 20, horizons: 6, step: 1, seed: 8, makers: []maker{{"courses", 1, 0, 1}, {"ets", 1, 0, 1}, {"theta", 1, 0, 1}}}.outcomes()
	first := rows[0]
	first.Method, first.Horizon, first.Mean, first.Actual = "courses", 3, 100, math.NaN()
	second, third := first, first
	second.Method, second.Mean = "ets", 200
	third.Method, third.Mean = "theta", 300
	w, err := blend.Learn(rows, 0, blend.Options{Prior: prior})
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Combine([]blend.Outcome{second, first, third})
	if err != nil || len(got) != 1 || math.Abs(got[0].Mean-(25+75+112.5)) > 1e-9 {
		t.Errorf("by the prior: %+v %v", got, err)
	}
	w = learn(t, rows, 20, blend.Options{Prior: prior})
	if got, err = w.Combine([]blend.Outcome{third}); err != nil || got[0].Mean != 300 {
		t.Errorf("of one method: %+v %v", got, err)
	}
	rare := slices.DeleteFunc(slices.Clone(rows), func(r blend.Outcome) bool { return r.Method == "theta" && r.Origin != 3 })
	if v := weightOf(learn(t, rare, 20, blend.Options{}), "area", 2, "theta"); v != 0 {
		t.Errorf("weight of a method with one origin of 20: %v", v)
	}
	if w, err = blend.Learn(rows, 0, blend.Options{Prior: blend.PriorHalf("courses", 2)}); err != nil {
		t.Fatal(err)
	}
	if got, err = w.Combine([]blend.Outcome{second, first, third}); err != nil || math.Abs(got[0].Mean-(50+50+75)) > 1e-9 {
		t.Errorf("by half: %+v %v", got, err)
	}
	second.Mean = -50
	if got, err = w.Combine([]blend.Outcome{second}); err != nil || got[0].Mean != 0 {
		t.Errorf("negative: %+v %v", got, err)
	}
}

func TestOutcomeErrors(t *testing.T) {
	ok := blend.Outcome{Method: "a", Horizon: 1, Mean: 1, P10: 0, P50: 1, P90: 2, Actual: 1, Scale: 1}
	change := func(f func(*blend.Outcome)) blend.Outcome {
		out := ok
		f(&out)
		return out
	}
	for name, c := range map[string]struct {
		rows []blend.Outcome
		want error
	}{
		"none":      {nil, blend.ErrEmpty},
		"horizon":   {[]blend.Outcome{change(func(o *blend.Outcome) { o.Horizon = 0 })}, blend.ErrValue},
		"mean":      {[]blend.Outcome{change(func(o *blend.Outcome) { o.Mean = math.NaN() })}, blend.ErrValue},
		"quantiles": {[]blend.Outcome{change(func(o *blend.Outcome) { o.P50 = 3 })}, blend.ErrValue},
		"method":    {[]blend.Outcome{change(func(o *blend.Outcome) { o.Method = "" })}, blend.ErrValue},
		"twice":     {[]blend.Outcome{ok, ok}, blend.ErrDuplicate},
		"actual":    {[]blend.Outcome{ok, change(func(o *blend.Outcome) { o.Method, o.Actual = "b", 2 })}, blend.ErrActual},
	} {
		if _, err := blend.Nested(c.rows, blend.Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// A series that is set aside is blended by what the others teach, and teaches nothing.
func TestNothingIsLearnedFromWhatIsAside(t *testing.T) {
	w := world{areas: 3, origins: 30, horizons: 6, step: 1, common: 0.3, seed: 5, makers: []maker{{"courses", 1, 0, 1}, {"ets", 4, 0, 1}}}
	rows := w.outcomes()
	thin := slices.Clone(rows)
	for i := range thin { // the first area once more, with forecasts that are beside themselves
		if thin[i].Level != "area" || thin[i].Series != rows[0].Series {
			continue
		}
		thin[i].Series = ""
		if thin[i].Method == "courses" {
			thin[i].Mean += 1e6
		}
	}
	thin = slices.DeleteFunc(thin, func(o blend.Outcome) bool { return o.Series != "" })
	if len(thin) == 0 {
		t.Fatal("nothing is aside")
	}
	aside := blend.Options{IsAside: func(o blend.Outcome) bool { return o.Series == "" }}
	both := append(slices.Clone(rows), thin...)
	want, got := learn(t, rows, 30, blend.Options{}), learn(t, both, 30, aside)
	if !slices.Equal(got.Rows(), want.Rows()) {
		t.Error("weights have changed by what is aside")
	}
	blended, err := got.Combine(both)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(blended, func(o blend.Outcome) bool { return o.Series == "" }) {
		t.Error("what is aside is not blended")
	}
}
