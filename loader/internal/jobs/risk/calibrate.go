package risk

import (
	"math"
	"slices"

	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/models/split"
)

const (
	// calibrationMonths of landmarks, the newest, are the later slice.
	calibrationMonths = 6
	// calibrationShare of the persons are those it is measured on.
	calibrationShare = 0.25
	// minCalibrationEvents is the least number of events for a slope: with fewer
	// its standard error is above a quarter.
	minCalibrationEvents = 60
	// Before it is measured, a map is thought to lie this near to none: standard
	// deviations of its shift (log-odds) and slope. Chosen.
	priorShift = 0.3
	priorSlope = 0.2
)

// calibration is what makes a score as sure as later months and other persons show
// that it may be: score' = Intercept + Slope × score.
type calibration struct {
	Intercept float64 `json:"intercept"`
	Slope     float64 `json:"slope"`
	Events    int     `json:"events"` // in the later slice; 0 where there were too few to measure
}

// calibrate fits once more on the earlier months of some persons, and measures
// shift and slope on the later months of the others. What it finds is drawn
// towards none by how unsure it is.
func calibrate(e *examples, class string) (calibration, error) {
	from := slices.Max(e.month) - calibrationMonths
	isOther := func(row int) bool { return split.HeldOut(e.fold[row], calibrationShare, seed+1) }
	earlier := e.subset(func(row int) bool { return e.month[row] <= from && !isOther(row) })
	later := e.subset(func(row int) bool { return e.month[row] > from && isOther(row) })
	if later.events(class) < minCalibrationEvents || earlier.events(class) < minEvents {
		return calibration{Slope: 1}, nil
	}
	score, err := fitScore(earlier, class)
	if err != nil {
		return calibration{Slope: 1}, err
	}
	return measureCalibration(score, later, class)
}

// measureCalibration measures shift and slope of a score on rows that it has not
// learned from.
func measureCalibration(score *additive.Model, later *examples, class string) (calibration, error) {
	none := calibration{Slope: 1}
	if later.events(class) < minCalibrationEvents || later.events(class) == later.rows() {
		return none, nil
	}
	scores := scoresOf(score, later)
	var mean float64
	for _, value := range scores {
		mean += value / float64(len(scores))
	}
	for i := range scores {
		scores[i] -= mean
	}
	line, err := logistic.Recalibrate(scores, logistic.Response{Y: later.is(class), Person: later.fold})
	if err != nil {
		return none, err
	}
	drawn := func(value, error, prior float64) float64 { return value * prior * prior / (prior*prior + error*error) }
	shift := drawn(line.Intercept-mean, line.InterceptSE, priorShift)
	slope := 1 + drawn(line.Slope-1, line.SlopeSE, priorSlope)
	if math.IsNaN(shift) || math.IsNaN(slope) {
		return none, nil
	}
	return calibration{Intercept: mean + shift - slope*mean, Slope: max(slope, 0.1), Events: later.events(class)}, nil
}

// fitScore fits the score of one outcome against none, without pairs: with some
// hundred events they add noise.
func fitScore(e *examples, class string) (*additive.Model, error) {
	return additive.Fit(
		additive.Table{Columns: e.terms, Data: additive.Block{X: e.columns, Y: e.is(class), Person: e.fold}},
		additive.Options{MaxPairs: -1, Seed: seed},
	)
}

// scoresOf are a model's scores, by row.
func scoresOf(m *additive.Model, e *examples) []float64 {
	columns, _ := columnsOf(m, e)
	out, x, score := make([]float64, e.rows()), make([]float64, len(columns)), make([]float64, 1)
	for i := range out {
		for j := range columns {
			x[j] = columns[j][i]
		}
		out[i] = m.Score(score, x)[0]
	}
	return out
}

// columnsOf are the columns of a model's features, which may be fewer than the
// terms; ok is false where it has one that is no term.
func columnsOf(m *additive.Model, e *examples) (columns [][]float64, ok bool) {
	for _, feature := range m.Features {
		j := slices.IndexFunc(e.terms, func(term additive.Feature) bool { return term.Name == feature.Name })
		if j < 0 {
			return nil, false
		}
		columns = append(columns, e.columns[j])
	}
	return columns, true
}
