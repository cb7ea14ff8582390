package demography

// shrunk is the posterior mean of a ratio θ ~ Gamma with mean prior and standard
// deviation prior·sd, after events ~ Poisson(θ·expected).
func shrunk(events, expected, prior, sd float64) float64 {
	alpha := 1 / (sd * sd)
	return prior * (alpha + events) / (alpha + prior*expected)
}

// empirical shrinks the ratios events/expected of many cells towards their common
// mean, by as much as their spread is chance (Marshall 1991).
func empirical(events, expected []float64) []float64 {
	var d, e float64
	for i := range events {
		d += events[i]
		e += expected[i]
	}
	out := make([]float64, len(events))
	if !(e > 0) {
		for i := range out {
			out[i] = 1
		}
		return out
	}
	mean := d / e
	var spread float64
	for i, x := range expected {
		if x > 0 {
			r := events[i]/x - mean
			spread += x * r * r / e
		}
	}
	between := max(0, spread-mean*float64(len(events))/e)
	for i, x := range expected {
		out[i] = mean
		if between > 0 && x > 0 {
			out[i] += between / (between + mean/x) * (events[i]/x - mean)
		}
	}
	return out
}
