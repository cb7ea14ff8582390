package survival

import "math"

// Incidence is the Aalen-Johansen estimate of the probability of each cause when
// only the first event counts, on the distinct times of events of any cause.
type Incidence struct {
	Time        []float64
	AtRisk      []float64
	Survival    []float64   // free of all causes, just after
	Probability [][]float64 // [cause−1][time]: had that cause; with Survival they sum to 1
	SE          [][]float64 // of Probability, delta method
	Last        float64     // latest exit: beyond it nothing is known
}

// AalenJohansen estimates cumulative incidences. The number of causes is the
// largest code of an event with positive weight.
func AalenJohansen(s Sample) (*Incidence, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	at := tallies(s)
	causes := s.causes()
	c := &Incidence{Probability: make([][]float64, causes), SE: make([][]float64, causes)}
	_, c.Last = s.span()
	sums := make([]deltaSums, causes)
	before := 1.
	for _, k := range at {
		after := before * k.left / k.atRisk
		for cause, d := range k.cause {
			p, se := sums[cause].add(k, d, before)
			c.Probability[cause] = append(c.Probability[cause], p)
			c.SE[cause] = append(c.SE[cause], se)
		}
		c.Time, c.AtRisk, c.Survival = append(c.Time, k.time), append(c.AtRisk, k.atRisk), append(c.Survival, after)
		before = after
	}
	return c, nil
}

// deltaSums holds the sums over the times of events so far that the variance at
// any later time is made of: (F(t) − F(l))² multiplied out.
type deltaSums struct {
	p                        float64
	one, first, second       float64 // Σ a, Σ F a, Σ F² a with a = d/(n(n−d))
	own                      float64 // Σ S² d_k (n − d_k)/n³
	crossed, crossedWeighted float64 // Σ S d_k/n², Σ F S d_k/n²
}

// add takes one time with d events of the cause and survival before it.
func (v *deltaSums) add(k tally, d, before float64) (p, se float64) {
	n := k.atRisk
	v.p += before * d / n
	if k.left > 0 {
		a := k.events / (n * k.left)
		v.one += a
		v.first += v.p * a
		v.second += v.p * v.p * a
	}
	v.own += before * before * d * (n - d) / (n * n * n)
	cross := before * d / (n * n)
	v.crossed += cross
	v.crossedWeighted += v.p * cross
	variance := v.p*v.p*v.one - 2*v.p*v.first + v.second + v.own - 2*(v.p*v.crossed-v.crossedWeighted)
	return v.p, math.Sqrt(max(0, variance))
}

// At is the probability of a cause (1, 2, …) by time t and its standard error.
// After Last it stays level, which is a bound and no estimate. A cause that the
// sample did not have has probability 0. It panics for a cause below 1.
func (c *Incidence) At(cause int, t float64) (p, se float64) {
	if cause < 1 {
		panic(panicCause)
	}
	i := upTo(c.Time, t) - 1
	if i < 0 || cause > len(c.Probability) {
		return 0, 0
	}
	return c.Probability[cause-1][i], c.SE[cause-1][i]
}

// Interval is the pointwise confidence interval of a probability p on the scale
// log(−log(1 − p)), given its standard error: that of At or of RobustSE.
func Interval(p, se, level float64) (low, high float64) {
	low, high = logLog(1-p, se, level)
	return 1 - high, 1 - low
}

// RobustSE is the infinitesimal-jackknife standard error of the probability of a
// cause by time t, summed by Person, for weights that are no counts and for rows
// that are dependent. Cause 0 stands for any of them: 1 − S. The sample must be
// one that [AalenJohansen] takes.
func RobustSE(s Sample, cause int, t float64) (float64, error) {
	if err := s.Validate(); err != nil {
		return 0, err
	}
	if cause < 0 {
		panic(panicCause)
	}
	return math.Sqrt(s.clusterSquares(influences(s, cause, t))), nil
}

// influences is the derivative of F(t) with respect to each row's weight, times
// the weight. With e and a the last times of events up to min(exit, t) and
// entry, and G = Σ d/(n(n−d)), H = Σ ΔF G₋, K = Σ S₋ d_k/n²,
//
//	∂F/∂w = H_e − H_a − G_a (F_e − F_a) + (F_t − F_e)(G_e − G_a) − (K_e − K_a)
//	        + 1{own event ≤ t} [1{cause} S₋/n − (F_t − F_e)/(n − d)]
func influences(s Sample, cause int, t float64) []float64 {
	at := tallies(s)
	var times, f, g, h, k, before []float64
	sum := [4]float64{} // F, G, H, K
	f, g, h, k = []float64{0}, []float64{0}, []float64{0}, []float64{0}
	survival := 1.
	for _, now := range at {
		d := now.events
		if cause > 0 {
			d = 0
			if cause <= len(now.cause) {
				d = now.cause[cause-1]
			}
		}
		step := survival * d / now.atRisk
		sum[0] += step
		sum[2] += step * sum[1]
		if now.left > 0 {
			sum[1] += now.events / (now.atRisk * now.left)
		}
		sum[3] += step / now.atRisk
		times, before = append(times, now.time), append(before, survival)
		f, g, h, k = append(f, sum[0]), append(g, sum[1]), append(h, sum[2]), append(k, sum[3])
		survival *= now.left / now.atRisk
	}
	end := upTo(times, t)
	out := make([]float64, len(s.Exit))
	for i, exit := range s.Exit {
		w := s.weight(i)
		if w == 0 {
			continue
		}
		e, a := upTo(times, min(exit, t)), min(end, upTo(times, s.entry(i)))
		later := f[end] - f[e]
		v := h[e] - h[a] - g[a]*(f[e]-f[a]) + later*(g[e]-g[a]) - (k[e] - k[a])
		if s.Event[i] > 0 && exit <= t {
			if s.is(i, cause) {
				v += before[e-1] / at[e-1].atRisk
			}
			if at[e-1].left > 0 {
				v -= later / at[e-1].left
			}
		}
		out[i] = w * v
	}
	return out
}
