package courses

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// ForecastOptions steer a forecast. The zero value is the usual one.
type ForecastOptions struct {
	Horizon  int // months ahead; 0 means 24
	Draws    int // replicates; 0 means 200
	Seed     uint64
	Practice *Practice // nil = none: intervals hold parameters and chance alone
	Workers  int       // goroutines; 0 means GOMAXPROCS. Does not change the answer
}

func (o ForecastOptions) withDefaults() ForecastOptions {
	if o.Horizon == 0 {
		o.Horizon = 24
	}
	if o.Draws == 0 {
		o.Draws = 200
	}
	if o.Horizon < 0 {
		panic(panicHorizon)
	}
	if o.Draws < 0 {
		panic(panicDraws)
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return o
}

// Forecast simulates all clients of the origin and those who come after.
func (m *Model) Forecast(o ForecastOptions) (*Forecast, error) {
	o = o.withDefaults()
	if err := m.inflow.covers(m.origin, m.areas, o.Horizon); err != nil {
		return nil, err
	}
	f := newForecast(m, o)
	normals, states := normalTable(), order()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(o.Workers, o.Draws) {
		wg.Go(func() {
			s := &simulation{
				model: m, options: o, normals: normals, order: states, p: new(parameters), horizon: o.Horizon,
				sums: make([]float64, m.areas*int(drivers)*o.Horizon*int(resources)),
			}
			for d := int(next.Add(1)) - 1; d < o.Draws; d = int(next.Add(1)) - 1 {
				s.replicate(d)
				f.store(d, s.sums, s.factors(d))
			}
		})
	}
	wg.Wait()
	return f, nil
}

// simulation is one worker's state.
type simulation struct {
	model   *Model
	options ForecastOptions
	normals *[1 << normalBits]float32
	order   *[liveStates][numStates]uint8
	p       *parameters
	horizon int
	sums    []float64 // by area, driver, horizon − 1 and resource
}

// slab is the part of sums for an area and driver, by horizon − 1 and resource.
func (s *simulation) slab(area int, d Driver) []float64 {
	size := s.horizon * int(resources)
	at := (area*int(drivers) + int(d)) * size
	return s.sums[at : at+size]
}

// replicate fills sums for one draw.
func (s *simulation) replicate(draw int) {
	clear(s.sums)
	src := newStream(s.options.Seed, draw, forParameters, 0)
	s.model.draw(s.p, s.order, rand.New(&src))
	for i := range s.model.clients {
		c := &s.model.clients[i]
		area := int(c.area)
		s.run(c, 1, newStream(s.options.Seed, draw, forPerson, c.id), s.slab(area, Existing),
			s.slab(area, Ended), s.slab(area, Housed))
	}
	s.newClients(draw)
	for area := range s.model.areas {
		for _, d := range []Driver{Ended, Housed} { // from events to the running total
			slab := s.slab(area, d)
			for i := int(resources); i < len(slab); i++ {
				slab[i] += slab[i-int(resources)]
			}
		}
	}
}

// newClients simulates those who come after the origin.
func (s *simulation) newClients(draw int) {
	m, f := s.model, &s.model.inflow
	if len(f.records) == 0 {
		return
	}
	src := newStream(s.options.Seed, draw, forEntrants, 0)
	rng := rand.New(&src)
	rates := f.rates(rng, f.window)
	tilt := f.slopeSD * rng.NormFloat64()
	for h := 1; h <= s.horizon; h++ {
		// The rate is known best in the middle of the window.
		common := math.Exp(tilt * (f.trendMonths(m.origin+h) + float64(f.window)/2))
		if f.common > 0 {
			common *= gamma(rng, 1/f.common) * f.common
		}
		for area := range m.areas {
			slab := s.slab(area, New)
			for range f.number(rng, &src, rates[area]*f.exposure(area, m.origin+h), common) {
				c := f.pick(rng, area)
				addRow(slab[(h-1)*int(resources):], c)
				s.run(c, h+1, newStream(rng.Uint64(), draw, forPerson, 0), slab, nil, nil)
			}
		}
	}
}

func addRow(row []float64, c *client) {
	row[HomeCareHours] += float64(c.hours[0])
	row[NurseHours] += float64(c.hours[1])
	row[RehabHours] += float64(c.hours[2])
	if isClient(c.memory.state) {
		row[Clients]++
	}
}

// run simulates one course in months from … horizon and adds it to slab. ended
// and housed take what is lost, for a client of the origin.
func (s *simulation) run(start *client, from int, rng stream, slab, ended, housed []float64) {
	mem, care := start.memory, start.care
	age := int(start.age)
	birthday := int(mix(start.id) % 12) // the month of birth is not known
	m, p := s.model, s.p
	for h := from; h <= s.horizon; h++ {
		if (h+birthday)%12 == 0 {
			age++
		}
		u, v := rng.Uint64(), rng.Uint64()
		row := &p.next[mem.cell()*numAges+ageBand(age)]
		x, k := uint32(u>>(64-transitionBits)), 0
		for x >= row[k] {
			k++
		}
		next := s.order[mem.state][k]
		if next >= liveStates {
			lose(ended, start, h, -1)
			return
		}
		if housed != nil && next != mem.state && start.memory.state != stSpecial {
			if next == stSpecial {
				lose(housed, start, h, -1)
			} else if mem.state == stSpecial {
				lose(housed, start, h, 1)
			}
		}
		score := float32(0)
		out := slab[(h-1)*int(resources) : h*int(resources)]
		if isHome(next) && next != stHome0 {
			score = m.homeScore(&mem, s.normals[v&(1<<normalBits-1)], next)
			out[HomeCareHours] += float64(m.scales[next-stHome0].hours(score))
		}
		for r := range care {
			v >>= normalBits
			on := uint32(u>>(careBits*r))&(1<<careBits-1) < p.on[r][care[r].cell(next)]
			if on {
				e := m.cares[r]
				care[r].next(e.persistence, s.normals[v&(1<<normalBits-1)])
				out[int(NurseHours)+r] += float64(e.scales[group(next)].hours(care[r].score))
			}
			care[r].move(on)
		}
		if isClient(next) {
			out[Clients]++
		}
		if mem.move(next, score); next == stNone && mem.months > forgotten {
			return
		}
	}
}

// homeScore is the score of the home care hours in the new month: from last
// month's and the own level, or, in a band newly entered, from the own level.
func (m *Model) homeScore(mem *memory, e float32, next uint8) float32 {
	s := next - stHome0
	u := min(max(mem.offset(next), -2), 3)
	if next == mem.state {
		return m.persistence[s].next(mem.score, u, e)
	}
	return m.entries[s][entryKind(mem.state, next)].next(0, u, e)
}

// next moves the score: on from the month before, kept through months without
// care, drawn when there never was any.
func (m *careMemory) next(a autoregression, z float32) {
	switch {
	case m.score == noScore:
		m.score = z
	case m.on:
		m.score = a.next(m.score, 0, z)
	}
}

// lose adds sign times the client's month of origin to the events at h.
func lose(events []float64, start *client, h int, sign float64) {
	if events == nil {
		return
	}
	row := events[(h-1)*int(resources):]
	for r, hours := range start.hours {
		row[r] += sign * float64(hours)
	}
	if isClient(start.memory.state) {
		row[Clients] += sign
	}
}
