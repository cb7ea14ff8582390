package evaluate

import "math"

// Capture is how many events the rows of highest probability hold.
type Capture struct {
	Top       float64 // k, the weight looked at
	Captured  float64 // share of all events
	Precision float64 // share of the k that are events
	Lift      float64 // precision over prevalence; 1 = chance
}

// Bin is one bin of a calibration curve.
type Bin struct {
	Low, High float64 // smallest and largest probability in it
	Predicted float64 // mean probability
	Observed  float64 // share with the event
	Weight    float64
	Rows      int
}

// AUC is the area under the receiver operating characteristic.
func (s *Sorted) AUC() (float64, error) {
	if !s.hasEvents {
		return math.NaN(), ErrOneClass
	}
	return s.auc(s.w), nil
}

// AUPRC is the average precision.
func (s *Sorted) AUPRC() (float64, error) {
	if !s.hasEvents {
		return math.NaN(), ErrOneClass
	}
	return s.auprc(s.w), nil
}

// Brier is the mean squared error of the probabilities.
func (s *Sorted) Brier() float64 { return s.brier(s.w) }

// LogLoss is the mean log loss (nats).
func (s *Sorted) LogLoss() float64 { return s.meanLogLoss(s.w) }

// ECE is the expected calibration error over bins of equal weight; 0 bins means
// 20.
func (s *Sorted) ECE(bins int) float64 { return s.ece(s.w, defaultBins(bins)) }

// ObservedExpected is the number of events over the sum of probabilities.
func (s *Sorted) ObservedExpected() float64 { return s.observedExpected(s.w) }

// Top returns what the k rows of highest probability hold; k is a sum of weights.
func (s *Sorted) Top(k float64) (Capture, error) {
	if !(k > 0) {
		panic(panicTop)
	}
	if !s.hasEvents {
		return Capture{}, ErrOneClass
	}
	return s.top(s.w, k), nil
}

// Curve is the calibration curve over bins of equal weight, ascending; 0 bins
// means 20. Bins that ties leave empty are left out.
func (s *Sorted) Curve(bins int) []Bin {
	var out []Bin
	s.walkBins(s.w, defaultBins(bins), func(b Bin) { out = append(out, b) })
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

func defaultBins(bins int) int {
	if bins < 0 {
		panic(panicBins)
	}
	if bins == 0 {
		return 20
	}
	return bins
}

func (s *Sorted) auc(w []float64) float64 {
	var above, concordant, negatives float64 // events above the group; pairs; non-events
	for g := range len(s.tie) - 1 {
		var pos, neg float64
		for i := s.tie[g]; i < s.tie[g+1]; i++ {
			pos += w[i] * s.y[i]
			neg += w[i] * (1 - s.y[i])
		}
		concordant += neg * (above + pos/2)
		above += pos
		negatives += neg
	}
	return concordant / (above * negatives)
}

func (s *Sorted) auprc(w []float64) float64 {
	var events, all, area float64
	for g := range len(s.tie) - 1 {
		var pos float64
		for i := s.tie[g]; i < s.tie[g+1]; i++ {
			pos += w[i] * s.y[i]
			all += w[i]
		}
		events += pos
		if pos > 0 {
			area += pos * events / all
		}
	}
	return area / events
}

func (s *Sorted) brier(w []float64) float64 {
	var sum, total float64
	for i, p := range s.p {
		sum += w[i] * (p - s.y[i]) * (p - s.y[i])
		total += w[i]
	}
	return sum / total
}

func (s *Sorted) meanLogLoss(w []float64) float64 {
	var sum, total float64
	for i, l := range s.logLoss {
		sum += w[i] * l
		total += w[i]
	}
	return sum / total
}

func (s *Sorted) observedExpected(w []float64) float64 {
	var observed, expected float64
	for i, p := range s.p {
		observed += w[i] * s.y[i]
		expected += w[i] * p
	}
	return observed / expected
}

func sum(w []float64) float64 {
	var total float64
	for _, v := range w {
		total += v
	}
	return total
}

func (s *Sorted) ece(w []float64, bins int) float64 {
	var gap, total float64
	s.walkBins(w, bins, func(b Bin) {
		gap += b.Weight * math.Abs(b.Predicted-b.Observed)
		total += b.Weight
	})
	return gap / total
}

// walkBins calls f for each bin that is not empty, from the highest down.
func (s *Sorted) walkBins(w []float64, bins int, f func(Bin)) {
	total, above := sum(w), 0.0
	current, b := -1, Bin{}
	flush := func() {
		if b.Weight > 0 {
			b.Predicted /= b.Weight
			b.Observed /= b.Weight
			f(b)
		}
		b = Bin{}
	}
	for g := range len(s.tie) - 1 {
		var tied, events float64
		for i := s.tie[g]; i < s.tie[g+1]; i++ {
			tied += w[i]
			events += w[i] * s.y[i]
		}
		below := total - above - tied
		at := min(bins-1, int(float64(bins)*(below+tied/2)/total))
		if at != current {
			flush()
			current = at
			b.High = s.p[s.tie[g]]
		}
		b.Low = s.p[s.tie[g]]
		b.Predicted += tied * b.Low
		b.Observed += events
		b.Weight += tied
		b.Rows += s.tie[g+1] - s.tie[g]
		above += tied
	}
	flush()
}

func (s *Sorted) top(w []float64, k float64) Capture {
	var seen, caught, events, total float64
	for i, y := range s.y {
		events += w[i] * y
		total += w[i]
	}
	k = min(k, total)
	for g := 0; g < len(s.tie)-1 && seen < k; g++ {
		var pos, all float64
		for i := s.tie[g]; i < s.tie[g+1]; i++ {
			pos += w[i] * s.y[i]
			all += w[i]
		}
		if all > 0 {
			caught += pos * min(1, (k-seen)/all)
		}
		seen += all
	}
	precision := caught / k
	return Capture{Top: k, Captured: caught / events, Precision: precision, Lift: precision / (events / total)}
}
