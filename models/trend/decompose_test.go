package trend_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/framsyn/framsyn/models/trend"
)

func close(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*(1+math.Abs(a)+math.Abs(b)) || math.IsNaN(a) && math.IsNaN(b)
}

// The fifteen P of Benjamini and Hochberg (1995, section 3.2): four rejected at 0.05.
func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1}
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(p))
	mixed := make([]float64, len(p), len(p)+1)
	for i, j := range order {
		mixed[i] = p[j]
	}
	got, err := trend.BenjaminiHochberg(append(mixed, math.NaN()))
	if err != nil {
		t.Fatal(err)
	}
	for i, j := range order {
		if (got[i] <= 0.05) != (j < 4) {
			t.Errorf("P %v: adjusted %v", p[j], got[i])
		}
		if j == 3 && !close(got[i], 0.0095*15/4) {
			t.Errorf("adjusted %v", got[i])
		}
	}
	if !math.IsNaN(got[15]) {
		t.Error("a scope that was not judged got a P")
	}
	if _, err := trend.BenjaminiHochberg([]float64{1.5}); err == nil {
		t.Error("no error")
	}
}

func TestPersonsAndHours(t *testing.T) {
	// 100 persons of 20 h, then 110 of 22 h: 10 · 21 + 2 · 105 = 420 = 2420 − 2000.
	got, err := trend.PersonsAndHours(100, 2000, 110, 2420)
	if err != nil || !close(got.Persons, 210) || !close(got.PerHead, 210) || !close(got.Total, 420) || !close(got.Share, 0.5) || !close(got.Relative, 0.21) {
		t.Errorf("%+v %v", got, err)
	}
	got, err = trend.PersonsAndHours(0, 0, 5, 50)
	if err != nil || got.Persons != 50 || got.PerHead != 0 || !math.IsNaN(got.Relative) {
		t.Errorf("%+v %v", got, err)
	}
	for _, c := range [][4]float64{{0, 5, 1, 1}, {-1, 0, 1, 1}, {1, math.NaN(), 1, 1}} {
		if _, err := trend.PersonsAndHours(c[0], c[1], c[2], c[3]); err == nil {
			t.Errorf("%v: no error", c)
		}
	}
}

func TestFlows(t *testing.T) {
	before := []trend.PersonHours{{Person: 1, Hours: 10}, {Person: 2, Hours: 20}, {Person: 3, Hours: 30}, {Person: 4, Hours: 40}}
	after := []trend.PersonHours{{Person: 2, Hours: 25}, {Person: 3, Hours: 22}, {Person: 4, Hours: 40}, {Person: 5, Hours: 7}}
	got, err := trend.Flows(before, after)
	want := trend.FlowChange{Total: -6, Inflow: 7, Outflow: 10, Raised: 5, Lowered: 8, Came: 1, Left: 1, Stayed: 3, RaisedPersons: 1, LowPersons: 1}
	if err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := trend.Flows(append(before, before[0]), after); err == nil {
		t.Error("a doubled person passed")
	}
	if _, err := trend.Flows(before, []trend.PersonHours{{Person: 9, Hours: math.NaN()}}); err == nil {
		t.Error("unknown hours passed")
	}
}

func TestStandardise(t *testing.T) {
	// Rates 0.1 and 0.4; the standard is half and half: 0.25. Crude (10+80)/300 = 0.3.
	// Variance 0.5²·10/100² + 0.5²·80/200² = 0.00075.
	got, err := trend.Standardise([]trend.Stratum{{Population: 100, Amount: 10}, {Population: 200, Amount: 80}}, []float64{50, 50})
	half := 1.959963985 * math.Sqrt(0.00075)
	if err != nil || !close(got.Rate.Value, 0.25) || !close(got.Crude, 0.3) || got.Covered != 1 || math.Abs(got.Rate.High-0.25-half) > 1e-8 {
		t.Errorf("%+v %v", got, err)
	}
	got, err = trend.Standardise([]trend.Stratum{{Population: 100, Amount: 10}, {}}, []float64{75, 25})
	if err != nil || !close(got.Rate.Value, 0.1) || got.Covered != 0.75 {
		t.Errorf("%+v %v", got, err)
	}
	for _, c := range []struct {
		strata   []trend.Stratum
		standard []float64
	}{
		{nil, nil},
		{[]trend.Stratum{{Population: 1}}, nil},
		{[]trend.Stratum{{Amount: 1}}, []float64{1}},
		{[]trend.Stratum{{Population: 1}}, []float64{-1}},
	} {
		if _, err := trend.Standardise(c.strata, c.standard); err == nil {
			t.Errorf("%+v: no error", c)
		}
	}
}

func TestKitagawa(t *testing.T) {
	// Same rates, older people: all is composition.
	young := []trend.Stratum{{Population: 80, Amount: 8}, {Population: 20, Amount: 8}}
	old := []trend.Stratum{{Population: 50, Amount: 5}, {Population: 50, Amount: 20}}
	got, err := trend.Kitagawa(young, old)
	if err != nil || !close(got.Rates, 0) || !close(got.Composition, 0.09) || !close(got.Total, 0.25-0.16) {
		t.Errorf("%+v %v", got, err)
	}
	rng := rand.New(rand.NewPCG(2, 2))
	draw := func() ([]trend.Stratum, float64) {
		var out []trend.Stratum
		var people, amount float64
		for range 6 {
			k := trend.Stratum{Population: float64(rng.IntN(50))}
			if k.Population > 0 {
				k.Amount = rng.Float64() * 100
			}
			out, people, amount = append(out, k), people+k.Population, amount+k.Amount
		}
		return out, amount / people
	}
	for range 50 {
		a, before := draw()
		b, after := draw()
		got, err := trend.Kitagawa(a, b)
		if err != nil || !close(got.Rates+got.Composition, got.Total) || !close(got.Total, after-before) {
			t.Fatalf("%+v, want %v, %v", got, after-before, err)
		}
	}
}

func TestTheilSen(t *testing.T) {
	// Slopes of (0,1) (1,3) (3,4) (4,99): 2, 1, 24.5, 0.5, 32, 95; the median of six is between 2 and 24.5.
	if got := trend.TheilSen([]float64{1, 3, math.NaN(), 4, 99}); got != 13.25 {
		t.Errorf("%v", got)
	}
	if got := trend.TheilSen([]float64{math.NaN(), 5}); !math.IsNaN(got) {
		t.Errorf("%v", got)
	}
}
