package courses

import (
	"math"
	"testing"
)

func close(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.8g, want %.8g ± %g", what, got, want, tolerance)
	}
}

// Whole for a year, the square root after a year and a half, one after two.
func TestFaded(t *testing.T) {
	for h, want := range map[int]float64{1: 4, 12: 4, 18: 2, 24: 1, 36: 1} {
		close(t, "multiplier", float64(faded(4, h)), want, 1e-6)
	}
}

// 10 clients with 20 hours become 12 with 25: 300 − 200 = 2·22.5 + 5·11.
func TestVolumeIntensity(t *testing.T) {
	volume, intensity := volumeIntensity(10, 200, 12, 300)
	close(t, "volume", volume, 45, 1e-9)
	close(t, "intensity", intensity, 55, 1e-9)
	volume, intensity = volumeIntensity(0, 0, 5, 90)
	close(t, "volume from none", volume, 90, 0)
	close(t, "intensity from none", intensity, 0, 0)
}

// A month in which a tenth of all change area is a new division; the same number
// in a municipality where as many always do is not.
func TestDivisions(t *testing.T) {
	persons := []float64{1000, 1000, 1000, 1000}
	if got := divisions([]float64{3, 100, 2, 4}, persons); got[0] || !got[1] || got[2] || got[3] {
		t.Errorf("%v", got)
	}
	if got := divisions([]float64{90, 100, 110, 95}, persons); got[1] || got[2] {
		t.Errorf("%v", got)
	}
}

// Destinations follow the counts, an area never moves to itself.
func TestMovesPick(t *testing.T) {
	var list []move
	for i := range 400 {
		list = append(list, move{month: int16(i % 40), to: uint16(1 + i%4/3)}) // three to area 1, one to area 2
	}
	persons := make([]float64, 40*3)
	for i := range persons {
		persons[i] = 1000
	}
	m := learnMoves(list, persons, 3, 0)
	var n [3]float64
	for i := range 1000 {
		n[m.pick(0, (float64(i)+0.5)/1000)]++
	}
	close(t, "to itself", n[0], 0, 0)
	close(t, "to area 1", n[1], 750, 15)
	close(t, "rate of area 0", m.monthly[0], 0.01, 0.0005)
	if m.monthly[1] > 0.0005 || m.monthly[2] > 0.0005 {
		t.Errorf("rates of areas that nobody leaves: %v", m.monthly)
	}
}

// Counts as Poisson chance has them say k = ∞; counts far apart a small k. The
// likelihood is that of the negative binomial: n = 2, e = 3, k = 1 is
// 3²/4³ = 0.140625, but for 1/n! = 1/2.
func TestGammaPoisson(t *testing.T) {
	close(t, "negative binomial", math.Exp(gammaPoisson(2, 3, 1))/2, 0.140625, 1e-12)
	if k := gammaStrength([]float64{98, 103, 100, 99}, []float64{100, 100, 100, 100}); !math.IsInf(k, 1) {
		t.Errorf("k = %v for equal counts", k)
	}
	if k := gammaStrength([]float64{20, 250, 60, 150}, []float64{100, 100, 100, 100}); k > 10 {
		t.Errorf("k = %v for counts far apart", k)
	}
	close(t, "posterior", posteriorRatio(30, 10, 10, nil), 2, 1e-12)
}

// Care that ends after each month in the first year of a course and lasts after
// it: time multiplies the odds of a change in all cells.
func TestOnOffByTime(t *testing.T) {
	o := newOnOff(func(c int) bool { return c == 1 }, 2, 1)
	for range 1000 {
		o.add(0*numTimes+2, true, 0.1) // starts: one in five early, one in fifty later
		o.add(0*numTimes+2, false, 0.4)
		o.add(0*numTimes+4, true, 0.02)
		o.add(0*numTimes+4, false, 0.98)
		o.add(1*numTimes+2, true, 0.5) // goes on alike
		o.add(1*numTimes+2, false, 0.5)
		o.add(1*numTimes+4, true, 0.5)
		o.add(1*numTimes+4, false, 0.5)
	}
	o.learn()
	p := make([]float32, 2*numTimes)
	o.probabilities(p, nil)
	close(t, "start early", float64(p[2]), 0.2, 0.03)
	close(t, "start later", float64(p[4]), 0.02, 0.005)
	close(t, "goes on early", float64(p[numTimes+2]), 0.5, 0.02)
	close(t, "goes on later", float64(p[numTimes+4]), 0.5, 0.02)
}

// One month on in a course that began with the records has no known beginning;
// in a new course off from the start is never on.
func TestSpell(t *testing.T) {
	s := startSpell(false, false)
	for range 20 {
		s.move(false)
	}
	if s.band() != 0 {
		t.Errorf("never on: band %d", s.band())
	}
	s.move(true)
	if s.band() != 5 {
		t.Errorf("first month on: band %d", s.band())
	}
	s.move(false)
	for range 20 {
		s.move(false)
	}
	if s.band() != 1 {
		t.Errorf("long off: band %d", s.band())
	}
	if b := startSpell(true, true); b.band() != 7 {
		t.Errorf("on at the start of the records: band %d", b.band())
	}
}
