package calibrate

import (
	"math"
	"strings"
	"testing"
)

// The mixture's figures are those stated where it was fitted: mean 20.8, median 9, 6 % above 80 hours. The mean is .55 x 5.5 + .385 x 28 +
// .065 x 108 by hand.
func TestMixture(t *testing.T) {
	if m := MixtureQuantile(.5); math.Abs(m-9.3) > .1 {
		t.Errorf("median %.2f", m)
	}
	if s := 1 - MixtureCDF(80); math.Abs(s-.06) > .005 {
		t.Errorf("above 80 h: %.3f", s)
	}
	mean := 0.0
	for h := .25; h < 600; h += .5 {
		mean += .5 * (1 - MixtureCDF(h))
	}
	if math.Abs(mean-20.825) > .05 {
		t.Errorf("mean %.3f, want 20.825", mean)
	}
}

func TestQuantile(t *testing.T) {
	var s Snapshot
	s.Hours[10], s.Hours[20], s.WithHours = 50, 50, 100
	for p, want := range map[float64]float64{.25: 10.5, .5: 11, .75: 20.5} {
		if got := s.quantile(p); math.Abs(got-want) > 1e-9 {
			t.Errorf("quantile %.2f = %g, want %g", p, got, want)
		}
	}
}

func TestFinds(t *testing.T) {
	var a, b, both Finds
	for key := uint64(1); key <= 60; key++ {
		a.add(key)
		if key > 30 {
			b.add(key)
		} else {
			both.add(key)
		}
	}
	for _, key := range b {
		both.add(key)
	}
	if a != both {
		t.Errorf("finds depend on the order: %v %v", a, both)
	}
}

func TestWriteText(t *testing.T) {
	var b strings.Builder
	rows := []Row{{Name: "mått", Target: 1.5, Low: 1, High: 2, Value: 3, Unit: "h", Decimals: 1, Source: "källa", Reason: "skäl"}}
	if err := WriteText(&b, rows); err != nil || !strings.Contains(b.String(), "1,5 h") || !strings.Contains(b.String(), "AVVIKER") || !strings.Contains(b.String(), "skäl") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
