package multistate_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/multistate"
)

// Self-rated health in 1 (excellent) … 5 (poor) of 7,074 persons in waves 1 … 8
// (Health and Retirement Study, by way of R LMest). The file holds waves 1 … 7 of
// those who are not in 5, as nobody gets worse from there; every person answered
// all waves, so a missing row is a 5 and a missing id a person who was always in 5.
// Wave 8 is in it only as "worse than wave 7 or not".
const (
	hrsPersons = 7074
	hrsWaves   = 7
)

type hrs struct {
	state [][hrsWaves]uint8 // by person: 0 … 4
	x     [][hrsWaves][4]float32
	waves int
}

func readHRS(t *testing.T) hrs {
	t.Helper()
	rows := modeltest.BenchRows(t, "tasks/hrs_srhs_worse_next_wave.csv.gz")
	column := make(map[string]int)
	for j, name := range rows[0] {
		column[name] = j
	}
	number := func(row []string, name string) float64 {
		v, err := strconv.ParseFloat(row[column[name]], 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	d := hrs{state: make([][hrsWaves]uint8, hrsPersons), x: make([][hrsWaves][4]float32, hrsPersons), waves: hrsWaves}
	for p := range d.state {
		for w := range hrsWaves {
			d.state[p][w] = 4
			for k := range d.x[p][w] {
				d.x[p][w][k] = float32(math.NaN())
			}
		}
	}
	for _, row := range rows[1:] {
		p, w := int(number(row, "id"))-1, int(number(row, "t"))-1
		d.state[p][w] = uint8(number(row, "srhs")) - 1
		for k, name := range []string{"age", "gender", "race", "education"} {
			v := float32(number(row, name))
			if d.x[p][w][k] = v; k > 0 {
				d.x[p][w][k]-- // codes begin at 1, levels at 0
			}
		}
	}
	for p := range d.x {
		d.fill(p)
	}
	return d
}

// fill takes age (2 years a wave) and what stays from the nearest known wave.
func (d *hrs) fill(p int) {
	known := d.x[p]
	for w := range hrsWaves {
		best := -1
		for v := range hrsWaves {
			if known[v][0] == known[v][0] && (best < 0 || abs(v-w) < abs(best-w)) {
				best = v
			}
		}
		if best >= 0 {
			d.x[p][w] = known[best]
			d.x[p][w][0] += 2 * float32(w-best)
		}
	}
}

func abs(v int) int { return max(v, -v) }

// histories puts columns in the order of features.
func (d *hrs) histories(features []multistate.Feature) *multistate.Histories {
	h := &multistate.Histories{Offset: []int{0}, X: make([][]float32, len(features))}
	for p := range d.state {
		for w := range d.waves {
			h.Period, h.State = append(h.Period, int16(w+1)), append(h.State, d.state[p][w])
			for k, f := range features {
				for at, name := range []string{"age", "gender", "race", "education"} {
					if f.Name == name {
						h.X[k] = append(h.X[k], d.x[p][w][at])
					}
				}
			}
		}
		h.Person, h.Offset = append(h.Person, uint64(p+1)), append(h.Offset, len(h.State))
	}
	return h
}

func (d *hrs) shares(wave int) []float64 {
	out := make([]float64, 5)
	for p := range d.state {
		out[d.state[p][wave-1]] += 1 / float64(len(d.state))
	}
	return out
}

func hrsDesign(features ...multistate.Feature) multistate.Design {
	var states []multistate.State
	for i, name := range []string{"excellent", "very good", "good", "fair", "poor"} {
		states = append(states, multistate.State{Name: name, Rank: float64(i)})
	}
	return multistate.Design{States: states, Features: features}
}

// forecast learns from waves from … origin and returns the shares after 1 … h
// waves.
func (d *hrs) forecast(t *testing.T, features []multistate.Feature, origin, from, horizon int) [][]float64 {
	t.Helper()
	o := d.propagate(t, features, origin, from, horizon, false)
	var out [][]float64
	for step := 1; step <= horizon; step++ {
		row := append([]float64(nil), o.Row(0, 0, step)...)
		for j := range row {
			row[j] /= float64(len(d.state))
		}
		out = append(out, row)
	}
	return out
}

func (d *hrs) propagate(t *testing.T, features []multistate.Feature, origin, from, horizon int, apart bool) *multistate.Occupancy {
	t.Helper()
	h, design := d.histories(features), hrsDesign(features...)
	src, err := h.Source(design, multistate.Window{From: from, Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	m, err := multistate.Fit(design, src, multistate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.Cohort(design, origin)
	if err != nil {
		t.Fatal(err)
	}
	for p := range c.Len() {
		if apart {
			c.Group = append(c.Group, uint16(p))
		}
	}
	o, err := multistate.Propagate(m.Table(), c, horizon, multistate.PropagateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// drift is the straight line through the first wave and the origin.
func (d *hrs) drift(origin, step int) []float64 {
	first, last, out := d.shares(1), d.shares(origin), make([]float64, 5)
	var sum float64
	for j := range out {
		out[j] = max(0, last[j]+float64(step)*(last[j]-first[j])/float64(origin-1))
		sum += out[j]
	}
	for j := range out {
		out[j] /= sum
	}
	return out
}

func variation(a, b []float64) float64 {
	var sum float64
	for j := range a {
		sum += math.Abs(a[j]-b[j]) / 2
	}
	return sum
}

func hrsMethods() map[string][]multistate.Feature {
	age := multistate.Feature{Name: "age", Role: multistate.Clock, PerPeriod: 2}
	lag := multistate.Feature{Name: "previous", Role: multistate.Lag}
	mean := multistate.Feature{Name: "mean", Role: multistate.Mean}
	return map[string][]multistate.Feature{
		"pooled Markov": nil, "age": {age}, "age, previous": {age, lag}, "age, previous, mean": {age, lag, mean},
	}
}

// backtest returns the mean total variation over origins and horizons.
func (d *hrs) backtest(t *testing.T, lastWave int, predict func(origin, horizon int) [][]float64) (mean float64, each []float64) {
	t.Helper()
	for _, origin := range []int{4, 5, 6} {
		horizon := min(4, lastWave-origin)
		for i, p := range predict(origin, horizon) {
			each = append(each, math.Round(1e4*variation(p, d.shares(origin+i+1)))/1e4)
		}
	}
	for _, v := range each {
		mean += v / float64(len(each))
	}
	return mean, each
}

// repeated is the forecast that nothing changes.
func (d *hrs) repeated(origin, horizon int) [][]float64 {
	var out [][]float64
	for range horizon {
		out = append(out, d.shares(origin))
	}
	return out
}

// The distribution of states 1 … 4 waves ahead of origins 4, 5 and 6, learned from
// waves up to the origin, over all 7,074 persons: mean total variation. Published:
// .032 with age, previous state and mean, .039 pooled Markov, .046 last value, .066
// drift, .078 from the last step alone. These are not to be had from the file, as
// wave 8 is not in it; that they are of these origins is inferred, as with wave 8
// the same baselines give .0390, .0459 and .0783 (drift .0646). Wanted here of
// what has no model: counted apart from this package from the same waves. The
// features were chosen beforehand.
func TestBenchHRS(t *testing.T) {
	d := readHRS(t)
	got := make(map[string]float64)
	show := func(name string, predict func(origin, horizon int) [][]float64) {
		var each []float64
		got[name], each = d.backtest(t, d.waves, predict)
		t.Logf("%-20s %.4f %v", name, got[name], each)
	}
	for name, features := range hrsMethods() {
		show(name, func(origin, horizon int) [][]float64 { return d.forecast(t, features, origin, 1, horizon) })
	}
	show("last step", func(origin, horizon int) [][]float64 { return d.forecast(t, nil, origin, origin-1, horizon) })
	show("last value", d.repeated)
	show("drift", func(origin, horizon int) [][]float64 {
		var out [][]float64
		for h := range horizon {
			out = append(out, d.drift(origin, h+1))
		}
		return out
	})
	for name, want := range map[string]float64{"pooled Markov": 0.0330, "last step": 0.0762, "last value": 0.0364, "drift": 0.0594} {
		if math.Abs(got[name]-want) > 1e-4 {
			t.Errorf("%s: %.4f, counted %.4f", name, got[name], want)
		}
	}
	if tv := got["age, previous, mean"]; tv > 0.032 || tv > got["pooled Markov"] || tv > got["age"] {
		t.Errorf("total variation %.4f", tv)
	}
}

// Memory tells who will change: the mean log probability of each person's next
// state, from origins 4, 5 and 6.
func TestBenchHRSPersons(t *testing.T) {
	d := readHRS(t)
	score := make(map[string]float64)
	for name, features := range hrsMethods() {
		for _, origin := range []int{4, 5, 6} {
			o := d.propagate(t, features, origin, 1, 1, true)
			for p := range d.state {
				score[name] += math.Log(o.At(0, p, 1, int(d.state[p][origin]))) / float64(3*len(d.state))
			}
		}
		t.Logf("%-20s %.4f", name, score[name])
	}
	if !(score["age, previous, mean"] > score["age, previous"] && score["age, previous"] > score["pooled Markov"]) {
		t.Errorf("log scores %v", score)
	}
}
