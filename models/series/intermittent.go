package series

import (
	"errors"
	"math"
	"slices"
)

var (
	_ Method = Intermittent{}
	_ Fitted = (*intermittentFitted)(nil)
	_ Noter  = (*intermittentFitted)(nil)
)

// ErrNegative is returned when a method for amounts meets a negative value.
var ErrNegative = errors.New("series: a method for intermittent amounts met a negative value")

// Variant is a member of Croston's family.
type Variant int

// The variants. TSB (Teunter, Syntetos and Babai 2011) smooths each month's
// probability and so fades when nothing comes; Croston (1972) smooths the
// interval between amounts; SBA (Syntetos and Boylan 2005) takes away Croston's
// bias.
const (
	TSB Variant = iota
	SBA
	Croston
)

// leastInterval is the mean interval between amounts from which a series counts
// as intermittent (Syntetos, Boylan and Croston 2005).
const leastInterval = 1.32

// Intermittent forecasts thin series, with many months of zero: the chance of an
// amount times its size. There is no season and no trend. See the package
// comment.
type Intermittent struct {
	Variant Variant
}

type intermittentFitted struct {
	h           *history
	mean        float64   // per month
	probability float64   // of an amount in a month
	sizes       []float64 // of the amounts, sorted, with their mean moved to the present one
}

// Fit implements Method. It returns ErrNegative when a value is negative.
func (m Intermittent) Fit(y []float64) (Fitted, error) {
	h, err := newHistory(y, 1)
	if err != nil {
		return nil, err
	}
	if h.least() < 0 {
		return nil, ErrNegative
	}
	f := &intermittentFitted{h: h}
	for _, v := range h.y {
		if v > 0 { // not NaN
			f.sizes = append(f.sizes, v)
		}
	}
	if len(f.sizes) == 0 {
		h.note("all known values are 0")
		return f, nil
	}
	best := math.Inf(1)
	for _, alpha := range smoothingGrid() {
		for _, beta := range smoothingGrid() {
			if m.Variant != TSB && beta != alpha { // Croston has one parameter
				continue
			}
			if c := m.run(h, f.sizes, alpha, beta); c.loss < best {
				best, f.mean, f.probability = c.loss, c.mean, c.probability
			}
		}
	}
	present := f.mean / f.probability / mean(f.sizes)
	for i := range f.sizes {
		f.sizes[i] *= present
	}
	slices.Sort(f.sizes)
	return f, nil
}

// smoothingGrid holds the parameters that are tried: the likelihood is flat, and
// large ones chase single amounts.
func smoothingGrid() []float64 { return []float64{0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3} }

type croston struct{ loss, mean, probability float64 }

// run goes through the months from the mean size and frequency of all, and
// returns the last state with the mean squared error on the way.
func (m Intermittent) run(h *history, sizes []float64, alpha, beta float64) croston {
	size, share := mean(sizes), float64(len(sizes))/float64(h.known)
	interval, since := 1/share, 1.0
	var c croston
	forecast := func() float64 {
		switch m.Variant {
		case SBA:
			return (1 - alpha/2) * size / interval
		case Croston:
			return size / interval
		case TSB:
		}
		return size * share
	}
	for _, v := range h.y {
		if math.IsNaN(v) {
			continue // neither an amount nor the lack of one
		}
		d := v - forecast()
		c.loss += d * d
		if v > 0 {
			size += alpha * (v - size)
			share += beta * (1 - share)
			interval += beta * (since - interval)
			since = 1
		} else {
			share -= beta * share
			since++
		}
	}
	c.mean, c.probability = forecast(), share
	if m.Variant != TSB {
		c.probability = 1 / interval
	}
	return c
}

// Forecast implements Fitted. The distribution of a month is 0 with 1 − p, else
// one of the sizes seen, moved to the present mean; it is the same for all
// months.
func (f *intermittentFitted) Forecast(horizon int, levels []float64) Forecast {
	return f.h.cropped(horizon, levels, true, func(horizon int, levels []float64) Forecast {
		out := constantForecast(f.mean, horizon, levels)
		for l, level := range levels {
			q := 0.0
			if over := level - (1 - f.probability); over > 0 && len(f.sizes) > 0 {
				q = quantile(f.sizes, over/f.probability)
			}
			for h := range horizon {
				out.Quantiles[l][h] = q
			}
		}
		return out
	})
}

// Notes implements Noter.
func (f *intermittentFitted) Notes() []string { return f.h.notes }

// intermittent says that amounts come so seldom that they are a series of their
// own kind.
func intermittent(h *history) bool {
	var amounts float64
	for _, v := range h.y {
		if v < 0 {
			return false
		}
		if v > 0 {
			amounts++
		}
	}
	return amounts == 0 || float64(h.known)/amounts >= leastInterval
}
