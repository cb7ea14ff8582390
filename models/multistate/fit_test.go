package multistate_test

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/multistate"
)

func fitTruth(tb testing.TB, persons int, o multistate.Options) (*multistate.Model, *multistate.Histories) {
	tb.Helper()
	h := truth{persons, 36}.histories(1)
	d := truthDesign()
	src, err := h.Source(d, multistate.Window{Origin: 100})
	if err != nil {
		tb.Fatal(err)
	}
	m, err := multistate.Fit(d, src, o)
	if err != nil {
		tb.Fatal(err)
	}
	return m, h
}

// Hazards of a known chain come back: the root mean square error of the log
// odds, over a grid of persons and weighted by the probability, is below 0.1 with
// 300,000 person-months and less than the fit without shared effects.
func TestRecoversHazards(t *testing.T) {
	m, _ := fitTruth(t, 10_000, multistate.Options{})
	alone, _ := fitTruth(t, 10_000, multistate.Options{NoPool: true})
	t.Logf("%+v", m.Status)
	t.Logf("%+v", alone.Status)
	pooled, single := hazardError(m.Table()), hazardError(alone.Table())
	t.Logf("error of log odds %.4f, without pooling %.4f", pooled, single)
	if pooled > 0.1 || pooled > single {
		t.Errorf("error of log odds %.4f, without pooling %.4f", pooled, single)
	}
}

func hazardError(table *multistate.Table) float64 {
	p, q, row := make([]float64, 6), make([]float64, 6), make([]uint8, 4)
	var ss, weight float64
	for state := range uint8(4) {
		for _, age := range []float64{70, 75, 80, 85, 90} {
			for sex := range 2 {
				for lag := range uint8(4) {
					for _, periods := range []int{1, 3, 8, 20} {
						if (periods == 1) == (lag == state) {
							continue
						}
						truth{}.scores(p, state, age, sex == 1, lag, periods)
						softmax(p)
						table.Bins(row, []float32{float32(age), float32(sex), float32(lag), float32(periods)})
						table.Probabilities(q, state, row, nil)
						for j := range p {
							if uint8(j) != state {
								d := math.Log(q[j]/q[state]) - math.Log(p[j]/p[state])
								ss += p[j] * d * d
								weight += p[j]
							}
						}
					}
				}
			}
		}
	}
	return math.Sqrt(ss / weight)
}
