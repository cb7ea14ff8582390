package jobs

import (
	"math"
	"slices"

	"github.com/framsyn/framsyn/models/evaluate"
)

// Expected hours come from clients alike: those who were followed for 12 months
// and still had home care, in the same fifth of risk and the same band of hours.
const (
	riskBands = 5
	// minAlike is the least number of clients alike; with fewer, all in the band
	// of hours are used. Chosen so that a 10th percentile rests on three or more.
	minAlike = 40
)

// hoursTable holds what became of the hours of clients alike, as changes in hours
// per month relative to the hours then.
type hoursTable struct {
	riskEdges []float64            // log-odds that part the fifths
	cells     map[[2]int][]float64 // risk band, hours band -> sorted ratios
	bands     map[int][]float64    // hours band -> sorted ratios
}

// hoursBand is the band of granted hours, by the bands of fees and registers:
// under 5, 5-10, 10-25, 25-50, 50-80, 80 and over hours per month.
func hoursBand(hours float64) int {
	for i, edge := range []float64{5, 10, 25, 50, 80} {
		if hours < edge {
			return i
		}
	}
	return 5
}

func expectedHours(past *examples, s scored) *hoursTable {
	t := &hoursTable{cells: map[[2]int][]float64{}, bands: map[int][]float64{}}
	sorted := slices.Clone(s.logOdds)
	slices.Sort(sorted)
	for k := 1; k < riskBands && len(sorted) > 0; k++ {
		t.riskEdges = append(t.riskEdges, evaluate.Quantile(sorted, float64(k)/riskBands))
	}
	for i := range past.rows() {
		if math.IsNaN(past.hoursAfter[i]) || past.hoursNow[i] <= 0 {
			continue
		}
		ratio, band := past.hoursAfter[i]/past.hoursNow[i], hoursBand(past.hoursNow[i])
		key := [2]int{t.riskBand(s.logOdds[i]), band}
		t.cells[key] = append(t.cells[key], ratio)
		t.bands[band] = append(t.bands[band], ratio)
	}
	for _, ratios := range t.cells {
		slices.Sort(ratios)
	}
	for _, ratios := range t.bands {
		slices.Sort(ratios)
	}
	return t
}

func (t *hoursTable) riskBand(logOdds float64) int {
	band, _ := slices.BinarySearch(t.riskEdges, logOdds)
	return band
}

// expect returns mean and 80 % interval of the hours in 12 months; the hours now
// where nobody alike is known.
func (t *hoursTable) expect(hours, logOdds float64) (mean, low, high float64) {
	ratios := t.cells[[2]int{t.riskBand(logOdds), hoursBand(hours)}]
	if len(ratios) < minAlike {
		ratios = t.bands[hoursBand(hours)]
	}
	if len(ratios) == 0 {
		return hours, hours, hours
	}
	for _, ratio := range ratios {
		mean += ratio / float64(len(ratios))
	}
	return hours * mean, hours * evaluate.Quantile(ratios, 0.1), hours * evaluate.Quantile(ratios, 0.9)
}
