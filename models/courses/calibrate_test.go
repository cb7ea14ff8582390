package courses

import (
	"math"
	"testing"
)

// The expected values are by hand: weights 1/variance, shrinkage 1 − variance/mean².
func TestShrunkMean(t *testing.T) {
	for _, c := range []struct {
		what     string
		list     []estimate
		mean, sd float64
	}{
		{"no window", nil, 0, 0},
		{"one window within chance", []estimate{{-0.02, 0.0009}}, 0, 0},
		{"one window beyond chance", []estimate{{-0.06, 0.0009}}, -0.045, math.Sqrt(0.75 * 0.0009)},
		// Mean −0.05 with variance 0.00045; they differ by less than chance.
		{"two that agree", []estimate{{-0.04, 0.0009}, {-0.06, 0.0009}}, -0.05 * (1 - 0.00045/0.0025), math.Sqrt((1 - 0.00045/0.0025) * 0.00045)},
		{"two that contradict", []estimate{{-0.2, 0.0009}, {0.2, 0.0009}}, 0, 0},
	} {
		mean, sd := shrunkMean(c.list)
		close(t, c.what+": mean", mean, c.mean, 1e-12)
		close(t, c.what+": sd", sd, c.sd, 1e-12)
	}
}

func TestFarSteps(t *testing.T) {
	for _, c := range []struct{ from, to, want uint8 }{
		{stHome1, stHome2, classUp},
		{stHome1, stHome3, classUpFar},
		{stNone, stHome2, classUp},
		{stHSL, stHome3, classUpFar},
		{stHome3, stHome2, classDown},
		{stHome4, stHome1, classDownFar},
		{stHome6, stSpecial, classSpecial},
		{stHome2, stNone, classNone},
	} {
		if got := classOf(c.from, c.to); got != c.want {
			t.Errorf("from %d to %d: class %d, want %d", c.from, c.to, got, c.want)
		}
	}
}

// TestClockStartsWhenFirstSeen: an alarm for two years before home care is no new
// course.
func TestClockStartsWhenFirstSeen(t *testing.T) {
	const months = 30
	h := &Histories{Person: []uint64{1, 2}, Offset: []int{0}}
	for person, first := range []int{0, 2} {
		for m := first; m < months; m++ {
			status := None
			if person == 0 || m >= 28 {
				status = HomeCare
			}
			h.Month, h.Status = append(h.Month, int16(m)), append(h.Status, status)
			h.HomeCareH, h.NurseH, h.RehabH = append(h.HomeCareH, 12), append(h.NurseH, 0), append(h.RehabH, 0)
			h.Age, h.Area = append(h.Age, 85), append(h.Area, 0)
		}
		h.Offset = append(h.Offset, len(h.Month))
	}
	m, err := Fit(h, months-1, 1, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.clients {
		if want := map[uint64]uint8{1: months - 1, 2: months - 3}[c.id]; c.course != want || c.seenFirst != (c.id == 1) {
			t.Errorf("person %d: course %d, want %d; seen first %v", c.id, c.course, want, c.seenFirst)
		}
	}
}
