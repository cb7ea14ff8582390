package logistic

import "math"

// Recalibration maps a score to a calibrated one: η' = Intercept + Slope·η.
// An ideal score has intercept 0 and slope 1; a slope below 1 means that the
// score was too extreme.
type Recalibration struct {
	Intercept, Slope     float64
	InterceptSE, SlopeSE float64 // clustered by person
	Status               Status
}

// Recalibrate fits the map on log-odds and their outcomes, which must come from
// rows that the scored model has not seen.
func Recalibrate(logOdds []float64, r Response) (Recalibration, error) {
	m, err := Fit(Columns[float64]{logOdds}, r, Options{Workers: 1})
	if err != nil {
		return Recalibration{}, err
	}
	se := m.StandardErrors()
	return Recalibration{
		Intercept: m.Intercept, Slope: m.Coefficients[0],
		InterceptSE: se[0], SlopeSE: se[1], Status: m.Status,
	}, nil
}

// Apply maps one score (log-odds).
func (r Recalibration) Apply(logOdds float64) float64 { return r.Intercept + r.Slope*logOdds }

// Recalibrated returns the model with the map built in: each contribution is
// multiplied by the slope, so that the explanation still adds up. The
// covariances are scaled and leave out the uncertainty of the map.
func (m *Model) Recalibrated(r Recalibration) *Model {
	out := *m
	out.Baseline = r.Apply(m.Baseline)
	out.Intercept = r.Apply(m.Intercept)
	out.Coefficients = scaled(m.Coefficients, r.Slope)
	out.Standardised = scaled(m.Standardised, r.Slope)
	if m.Covariance != nil {
		out.Covariance = congruence(identity(len(m.Coefficients)+1), m.Covariance, r.Slope*r.Slope)
		out.StandardisedCov = congruence(identity(len(m.Coefficients)+1), m.StandardisedCov, r.Slope*r.Slope)
	}
	out.Status.LogLoss = math.NaN() // not known on the training rows after the map
	return &out
}

func scaled(x []float64, by float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = by * v
	}
	return out
}
