package calibrate

import "math"

// component is one lognormal part of the mixture of granted hours.
type component struct{ weight, mean, sigma float64 }

// helsingborgLike is the mixture that granted hours should follow: mean 20.8, median 9, 6 % above 80 hours. It was fitted to Helsingborg's
// 21 hours per recipient (Kolada 2014-2017) and the national share above 80 hours (Socialstyrelsen).
func helsingborgLike() []component {
	return []component{{.55, 5.5, .6}, {.385, 28, .55}, {.065, 108, .3}}
}

// MixtureCDF is the probability of at most h hours.
func MixtureCDF(h float64) float64 {
	if h <= 0 {
		return 0
	}
	p := 0.0
	for _, c := range helsingborgLike() {
		mu := math.Log(c.mean) - c.sigma*c.sigma/2
		p += c.weight * .5 * math.Erfc(-(math.Log(h)-mu)/(c.sigma*math.Sqrt2))
	}
	return p
}

// MixtureQuantile inverts MixtureCDF by bisection.
func MixtureQuantile(p float64) float64 {
	lo, hi := 0.0, 1000.0
	for range 60 {
		if mid := (lo + hi) / 2; MixtureCDF(mid) < p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// quantile is a quantile of the hours of a snapshot, linear within classes of one hour.
func (s *Snapshot) quantile(p float64) float64 {
	want, sum := p*float64(s.WithHours), 0.0
	for h, n := range s.Hours {
		if sum+float64(n) >= want && n > 0 {
			return float64(h) + (want-sum)/float64(n)
		}
		sum += float64(n)
	}
	return HoursBins
}

func (s *Snapshot) above(h int) float64 {
	n := 0
	for _, k := range s.Hours[h:] {
		n += k
	}
	return ratio(n, s.WithHours)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return math.NaN()
	}
	return float64(a) / float64(b)
}
