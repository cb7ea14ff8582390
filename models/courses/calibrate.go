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
	actual  [cohorts]monthly
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
	book(w.actual[b.cohort][int(b.h.Month[row])-w.origin-1][:], b.hours(row), state, b.h.short(row), 1)
}

// calibrate simulates each window with what was learned from all the history and
// takes the slope through zero of log(actual/simulated) over the months. How far
// chance alone takes the sum of a window is what the draws show. Slopes are
// averaged over windows and shrunk: as far as they are within chance, or disagree,
// there is no correction.
func (m *Model) calibrate(windows []window) {
	s := m.simulation(ForecastOptions{Horizon: windowMonths}, normalTable(), newSteps())
	params := make([]*parameters, windowParameters)
	for k := range params {
		params[k] = newParameters(m.areas)
		src := newStream(0, k, forParameters, 0)
		m.draw(params[k], s.steps, rand.New(&src))
	}
	for cohort := range cohorts {
		var slopes [resources][]estimate
		for i := range windows {
			w := &windows[i]
			simulated := s.window(w, cohort, uint64(i), params)
			for r := range resources {
				if e, ok := simulated.slope(&w.actual[cohort], r); ok {
					slopes[r] = append(slopes[r], e)
				}
			}
		}
		for r, list := range slopes {
			m.drift.slope[cohort][r], m.drift.sd[cohort][r] = shrunkMean(list)
		}
	}
}

// estimate is a slope with the variance that chance gives it.
type estimate struct{ slope, variance float64 }

// shrunkMean is the mean of the windows' slopes, weighted by how sure they are,
// shrunk towards 0, and the standard deviation of what is left uncertain. What
// windows differ by beyond chance (DerSimonian and Laird 1986) makes each less sure.
func shrunkMean(list []estimate) (mean, sd float64) {
	between := betweenWindows(list)
	var total float64
	for _, e := range list {
		weight := 1 / (e.variance + between)
		mean += weight * e.slope
		total += weight
	}
	if mean == 0 {
		return 0, 0
	}
	mean /= total
	keep := max(0, 1-1/(total*mean*mean))
	return keep * mean, math.Sqrt(keep / total)
}

// betweenWindows is the variance of slopes beyond chance.
func betweenWindows(list []estimate) float64 {
	var n, sum, weights, squares, q float64
	for _, e := range list {
		w := 1 / e.variance
		n++
		sum += w * e.slope
		weights += w
		squares += w * w
	}
	if n < 2 {
		return 0
	}
	for _, e := range list {
		d := e.slope - sum/weights
		q += d * d / e.variance
	}
	return max(0, (q-(n-1))/(weights-squares/weights))
}

// monthly are sums by month and resource.
type monthly [windowMonths][resources]float64

// simulated are the sums of a window, by draw and their mean.
type simulated struct {
	mean  monthly
	draws []monthly
}

// slope is the line through zero of log(actual/simulated), months weighted by
// the simulated sum; its variance is that of the draws' own slopes.
func (s *simulated) slope(actual *monthly, r Resource) (estimate, bool) {
	slope, ok := s.mean.slope(actual, r)
	if !ok {
		return estimate{}, false
	}
	var own []float64
	for d := range s.draws {
		if v, ok := s.mean.slope(&s.draws[d], r); ok {
			own = append(own, v)
		}
	}
	if len(own) < 2 {
		return estimate{}, false
	}
	variance := stat.Variance(own, nil)
	return estimate{slope, variance}, variance > 0
}

func (m *monthly) slope(actual *monthly, r Resource) (float64, bool) {
	var sxy, sxx float64
	for h := range windowMonths {
		a, s := actual[h][r], m[h][r]
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

// window simulates a cohort.
func (s *simulation) window(w *window, cohort int, seed uint64, params []*parameters) simulated {
	var out simulated
	clients := w.clients[cohort]
	if len(clients) == 0 {
		return out
	}
	out.draws = make([]monthly, min(max(windowVisits/len(clients), len(params)), 40))
	for d := range out.draws {
		s.p = params[d%len(params)]
		for i := range clients {
			c := &clients[i]
			from := int(c.month) - w.origin // 0 for a client of the origin
			if cohort == cohortNew {
				c.add(out.draws[d][from-1][:], 1)
			}
			s.follow(newLife(c, newStream(seed, d, forPerson, c.id)), from+1, &out.draws[d])
		}
		for h := range out.mean {
			for r := range out.mean[h] {
				out.mean[h][r] += out.draws[d][h][r] / float64(len(out.draws))
			}
		}
	}
	return out
}

// follow adds a life's months from … windowMonths to sums by month and resource.
func (s *simulation) follow(l life, from int, sums *monthly) {
	for h := from; h <= windowMonths; h++ {
		l.grow(h)
		s.decide(&l, h)
		if l.next >= liveStates {
			return
		}
		hours := s.live(&l)
		book(sums[h-1][:], &hours, l.memory.state, l.flags[flagShort].on, 1)
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
