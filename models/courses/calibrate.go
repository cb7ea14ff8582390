package courses

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat"
)

const (
	windowMonths  = 12     // length of a calibration window; windows do not overlap
	maxWindows    = 6      // windows looked back at
	windowPersons = 40_000 // persons walked per window at most, a random part of more
	windowVisits  = 60_000 // persons × draws simulated per window
	// windowParameters is the number of draws of the parameters: sums are not linear
	// in them, so that their posterior means would not do.
	windowParameters = 10
)

// calibration is the drift of a resource's sum that the simulation does not
// make by itself, per month ahead: what lies between the states (a need that
// grows within a band, heterogeneity beyond the memory) and steady changes of
// practice. Clients of the origin and new clients drift differently: those who
// have stayed long are not those who have just come.
type calibration struct {
	slope [cohorts][resources]float64 // of the log, shrunk
	sd    [cohorts][resources]float64 // what is uncertain in it
}

// The cohorts of a window.
const (
	cohortExisting = iota
	cohortNew
	cohorts
)

// window is one earlier origin: who was a client then and who came in the year
// after, as they were at first, and what each cohort had since.
type window struct {
	origin  int
	clients [cohorts][]client
	actual  [cohorts][windowMonths][resources]float64
}

// openWindows lists the earlier origins, each with a year of records before.
func (b *builder) openWindows() {
	for k := 1; k <= maxWindows && b.origin-k*windowMonths-b.first >= windowMonths; k++ {
		b.windows = append(b.windows, window{origin: b.origin - k*windowMonths})
	}
	b.sampled = math.MaxUint64
	if n := len(b.h.Person); n > windowPersons {
		b.sampled = uint64(math.MaxUint64 * (float64(windowPersons) / float64(n)))
	}
}

// windowOf returns the window that a month ahead of its origin falls into.
func (b *builder) windowOf(id uint64, month int) *window {
	if len(b.windows) == 0 || mix(id) > b.sampled {
		return nil
	}
	k := (b.origin - month) / windowMonths
	if k >= len(b.windows) {
		return nil
	}
	return &b.windows[k]
}

// arrive adds the first month of a course to its window.
func (b *builder) arrive(c *client, row int) {
	b.cohort = cohorts
	if w := b.windowOf(c.id, int(c.month)); w != nil && !c.atStart {
		b.cohort = cohortNew
		w.clients[cohortNew] = append(w.clients[cohortNew], *c)
		w.add(b, row, c.memory.state)
	}
}

// observe adds a later month; c is the client as of the month before.
func (b *builder) observe(c *client, row int, next uint8) {
	w := b.windowOf(c.id, int(c.month)+1)
	if w == nil {
		return
	}
	if int(c.month) == w.origin {
		b.cohort = cohortExisting
		w.clients[cohortExisting] = append(w.clients[cohortExisting], *c)
	}
	w.add(b, row, next)
}

func (w *window) add(b *builder, row int, state uint8) {
	if b.cohort == cohorts || state >= liveStates {
		return
	}
	sums := &w.actual[b.cohort][int(b.h.Month[row])-w.origin-1]
	book(sums[:], b.hours(row), state, b.h.short(row), 1)
}

// calibrate simulates each window with what was learned from all the history and
// takes the slope through zero of log(actual/simulated) over the months.
// Slopes are averaged over windows and shrunk: with fewer than two windows, or
// when they disagree, there is no correction.
func (m *Model) calibrate(windows []window) {
	s := m.simulation(ForecastOptions{Horizon: windowMonths}, normalTable(), newSteps())
	params := make([]*parameters, windowParameters)
	for k := range params {
		params[k] = newParameters(m.areas)
		src := newStream(0, k, forParameters, 0)
		m.draw(params[k], s.steps, rand.New(&src))
	}
	for cohort := range cohorts {
		var slopes [resources][]float64
		for i := range windows {
			w := &windows[i]
			simulated := s.window(w, cohort, uint64(i), params)
			for r := range resources {
				if slope, ok := w.slope(simulated, cohort, r); ok {
					slopes[r] = append(slopes[r], slope)
				}
			}
		}
		for r, list := range slopes {
			m.drift.slope[cohort][r], m.drift.sd[cohort][r] = shrunkMean(list)
		}
	}
}

// shrunkMean is the mean of the windows' slopes, shrunk towards 0, and the
// standard deviation of what is left uncertain.
func shrunkMean(list []float64) (mean, sd float64) {
	if len(list) < 2 {
		return 0, 0
	}
	mean, variance := stat.MeanVariance(list, nil)
	if mean == 0 {
		return 0, 0
	}
	n := float64(len(list))
	variance /= n
	// The spread of few years is itself little known: as by James and Stein with
	// an estimated variance.
	keep := max(0, 1-(n+1)/(n-1)*variance/(mean*mean))
	return keep * mean, math.Sqrt(keep * variance)
}

// slope is the line through zero of log(actual/simulated), months weighted by
// the simulated sum.
func (w *window) slope(simulated []float64, cohort int, r Resource) (float64, bool) {
	var sxy, sxx float64
	for h := range windowMonths {
		a, s := w.actual[cohort][h][r], simulated[h*int(resources)+int(r)]
		if a > 0 && s > 0 {
			sxy += s * float64(h+1) * math.Log(a/s)
			sxx += s * float64(h+1) * float64(h+1)
		}
	}
	if sxx == 0 {
		return 0, false
	}
	return sxy / sxx, true
}

// window returns the mean sums of a cohort by month and resource.
func (s *simulation) window(w *window, cohort int, seed uint64, params []*parameters) []float64 {
	out := make([]float64, windowMonths*int(resources))
	clients := w.clients[cohort]
	if len(clients) == 0 {
		return out
	}
	draws := min(max(windowVisits/len(clients), len(params)), 40)
	for d := range draws {
		s.p = params[d%len(params)]
		for i := range clients {
			c := &clients[i]
			from := int(c.month) - w.origin // 0 for a client of the origin
			if cohort == cohortNew {
				c.add(out[(from-1)*int(resources):], 1)
			}
			s.follow(newLife(c, newStream(seed, d, forPerson, c.id)), from+1, out)
		}
	}
	for i := range out {
		out[i] /= float64(draws)
	}
	return out
}

// follow adds a life's months from … windowMonths to sums by month and resource.
func (s *simulation) follow(l life, from int, sums []float64) {
	for h := from; h <= windowMonths; h++ {
		l.grow(h)
		s.decide(&l, h)
		if l.next >= liveStates {
			return
		}
		hours := s.live(&l)
		book(sums[(h-1)*int(resources):], &hours, l.memory.state, l.flags[flagShort].on, 1)
		if isForgotten(&l.memory, l.flags[flagShort].on) {
			return
		}
	}
}

// factor draws the drift of one replicate; months beyond the windows have that
// of their last. With the probabilities of a risk model, who stays is what that
// model says.
func (c *calibration) factor(rng *rand.Rand, risks bool) func(h int, r Resource, d Driver) float64 {
	slope := c.slope
	for cohort := range slope {
		for r := range slope[cohort] {
			slope[cohort][r] += c.sd[cohort][r] * rng.NormFloat64()
		}
	}
	if risks {
		slope[cohortExisting][Clients], slope[cohortExisting][SpecialHousingPersons] = 0, 0
	}
	return func(h int, r Resource, d Driver) float64 {
		cohort := cohortExisting
		if d == New {
			cohort = cohortNew
		}
		return math.Exp(slope[cohort][r] * float64(min(h, windowMonths)))
	}
}
