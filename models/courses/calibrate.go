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
)

// calibration is the drift of a resource's sum among clients known at the
// origin that the simulation does not make by itself, per month ahead: what
// lies between the states (a need that grows within a band, heterogeneity
// beyond the memory) and steady changes of practice.
type calibration struct {
	slope [resources]float64 // of the log, shrunk
	sd    [resources]float64 // what is uncertain in it
}

// window is one earlier origin: who was a client then, and what they had since.
type window struct {
	origin  int
	clients []client
	actual  [windowMonths][resources]float64
}

// windows lists the earlier origins, each with a year of records before.
func (b *builder) openWindows() {
	for k := 1; k <= maxWindows && b.origin-k*windowMonths-b.first >= windowMonths; k++ {
		b.windows = append(b.windows, window{origin: b.origin - k*windowMonths})
	}
	b.sampled = math.MaxUint64
	if n := len(b.h.Person); n > windowPersons {
		b.sampled = uint64(math.MaxUint64 * (float64(windowPersons) / float64(n)))
	}
}

// observe adds a month of a course to the windows; c is the client as of the
// month before.
func (b *builder) observe(c *client, row int, next uint8) {
	if len(b.windows) == 0 || mix(c.id) > b.sampled {
		return
	}
	k := (b.origin - int(c.month) - 1) / windowMonths // the window that row's month falls into
	if k >= len(b.windows) {
		return
	}
	w := &b.windows[k]
	if int(c.month) == w.origin {
		w.clients = append(w.clients, *c)
		b.inWindow = k
	}
	if b.inWindow != k || next >= liveStates {
		return
	}
	sums := &w.actual[int(b.h.Month[row])-w.origin-1]
	for r, h := range b.hours(row) {
		sums[r] += float64(h)
	}
	if isClient(next) {
		sums[Clients]++
	}
}

// calibrate simulates each window with what was learned from all the history
// and takes the slope through zero of log(actual/simulated) over the months.
// Slopes are averaged over windows and shrunk by 1 − variance/slope²: with fewer
// than two windows, or when they disagree, there is no correction.
func (m *Model) calibrate(windows []window) {
	var slopes [resources][]float64
	for i := range windows {
		w := &windows[i]
		if len(w.clients) == 0 {
			continue
		}
		simulated := m.simulateWindow(w, uint64(i))
		for r := range resources {
			var sxy, sxx float64
			for h := range windowMonths {
				if a, s := w.actual[h][r], simulated[h*int(resources)+int(r)]; a > 0 && s > 0 {
					sxy += float64(h+1) * math.Log(a/s)
					sxx += float64(h+1) * float64(h+1)
				}
			}
			if sxx > 0 {
				slopes[r] = append(slopes[r], sxy/sxx)
			}
		}
	}
	for r, list := range slopes {
		if len(list) < 2 {
			continue
		}
		mean, variance := stat.MeanVariance(list, nil)
		variance /= float64(len(list))
		keep := max(0, 1-variance/(mean*mean))
		m.drift.slope[r], m.drift.sd[r] = keep*mean, math.Sqrt(keep*variance)
	}
}

// simulateWindow returns the mean sums by month and resource.
func (m *Model) simulateWindow(w *window, stream uint64) []float64 {
	draws := min(max(windowVisits/len(w.clients), 4), 40)
	s := &simulation{model: m, normals: normalTable(), order: order(), p: new(parameters), horizon: windowMonths}
	out := make([]float64, windowMonths*int(resources))
	for d := range draws {
		src := newStream(stream, d, forParameters, 0)
		m.draw(s.p, s.order, rand.New(&src))
		for i := range w.clients {
			c := &w.clients[i]
			s.run(c, 1, newStream(stream, d, forPerson, c.id), out, nil, nil)
		}
	}
	for i := range out {
		out[i] /= float64(draws)
	}
	return out
}

// factor draws the drift of one replicate. A new client at horizon h has been
// one for about h/2 months.
func (c *calibration) factor(rng *rand.Rand) func(h int, r Resource, d Driver) float64 {
	var slope [resources]float64
	for r := range slope {
		slope[r] = c.slope[r] + c.sd[r]*rng.NormFloat64()
	}
	return func(h int, r Resource, d Driver) float64 {
		months := float64(h)
		if d == New {
			months /= 2
		}
		return math.Exp(slope[r] * months)
	}
}
