package courses

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// ForecastOptions steer a forecast. The zero value is the usual one.
type ForecastOptions struct {
	Horizon  int // months ahead; 0 means 24
	Draws    int // replicates; 0 means 200
	Seed     uint64
	Practice *Practice // nil = none: intervals hold parameters and chance alone
	Scenario *Scenario // nil = as today
	Groups   *Groups   // nil = none
	Risks    *Risks    // nil = none: all hazards are those of the histories
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
	if err := errors.Join(o.Scenario.Validate(), o.Groups.check(), o.Risks.check()); err != nil {
		return nil, err
	}
	people := m.inflow.inhabitants
	if o.Scenario != nil && o.Scenario.Inhabitants != nil {
		people = o.Scenario.Inhabitants
	}
	if err := m.inflow.covers(people, m.origin, m.areas, o.Horizon); err != nil {
		return nil, err
	}
	f := newForecast(m, o)
	normals, states := normalTable(), newSteps()
	start, patterns := m.start(o, normals, states), o.Groups.patterns(m)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(o.Workers, o.Draws) {
		wg.Go(func() {
			s := m.simulation(o, normals, states)
			s.start, s.patterns = start, patterns
			for d := int(next.Add(1)) - 1; d < o.Draws; d = int(next.Add(1)) - 1 {
				s.replicate(d)
				f.store(d, s)
			}
		})
	}
	wg.Wait()
	return f, nil
}

// start makes the lives that all replicates begin with.
func (m *Model) start(o ForecastOptions, normals *[1 << normalBits]float32, states *steps) []life {
	out := make([]life, len(m.clients))
	for i := range m.clients {
		out[i] = newLife(&m.clients[i], 0)
		out[i].existing = true
		out[i].groups = o.Groups.of(out[i].id)
	}
	o.Scenario.prevent(out)
	m.adjust(out, o, normals, states)
	return out
}

// simulation is one worker's state.
type simulation struct {
	model    *Model
	options  ForecastOptions
	scenario *Scenario
	normals  *[1 << normalBits]float32
	steps    *steps
	p        *parameters
	rates    rates
	hazards  [][numClasses]float32 // multipliers by month ahead
	horizon  int
	start    []life
	patterns []uint64 // groups of new clients by record
	lives    []life
	sums     []float64 // by area, driver, horizon − 1 and resource
	groups   []float64 // by group, driver, horizon − 1 and resource
	events   []float64 // by event and horizon − 1, of all, then by group
	served   []float64 // by area and cell of entry, in the month before
	queue    []int     // lives that wait for special housing
	free     int       // places in it
}

func (m *Model) simulation(o ForecastOptions, normals *[1 << normalBits]float32, states *steps) *simulation {
	s := &simulation{
		model: m, options: o, scenario: o.Scenario, normals: normals, steps: states, p: newParameters(m.areas), horizon: o.Horizon,
		sums: make([]float64, m.areas*drivers*o.Horizon*int(resources)), events: make([]float64, (1+o.Groups.count())*numEvents*o.Horizon),
		served: make([]float64, m.areas*entryCells), groups: make([]float64, o.Groups.count()*drivers*o.Horizon*int(resources)),
		hazards: o.Scenario.hazards(o.Horizon),
	}
	return s
}

// row is the sums of an area, driver and month, by resource.
func (s *simulation) row(area int, d Driver, h int) []float64 {
	at := ((area*drivers+int(d-firstDriver))*s.horizon + h - 1) * int(resources)
	return s.sums[at : at+int(resources)]
}

func (s *simulation) groupRow(group int, d Driver, h int) []float64 {
	at := ((group*drivers+int(d-firstDriver))*s.horizon + h - 1) * int(resources)
	return s.groups[at : at+int(resources)]
}

// replicate fills the sums for one draw.
func (s *simulation) replicate(draw int) {
	clear(s.sums)
	clear(s.groups)
	clear(s.events)
	src := newStream(s.options.Seed, draw, forParameters, 0)
	s.model.draw(s.p, s.steps, rand.New(&src))
	src = newStream(s.options.Seed, draw, forRates, 0)
	s.rates = s.model.inflow.draw(rand.New(&src))
	s.lives = append(s.lives[:0], s.start...)
	clear(s.served)
	for i := range s.lives {
		l := &s.lives[i]
		l.rng = newStream(s.options.Seed, draw, forPerson, l.id)
		s.serve(l)
	}
	for h := 1; h <= s.horizon; h++ {
		s.month(draw, h)
	}
	cumulate(s.sums, s.horizon)
	cumulate(s.groups, s.horizon)
	for i := range s.events {
		if i%s.horizon > 0 {
			s.events[i] += s.events[i-1]
		}
	}
}

// cumulate turns events into running totals for the drivers that are events.
func cumulate(sums []float64, horizon int) {
	size := horizon * int(resources)
	for at := 0; at < len(sums); at += size {
		if d := firstDriver + Driver(at/size%drivers); d != Ended && d != Housed && d != Moved {
			continue
		}
		for i := at + int(resources); i < at+size; i++ {
			sums[i] += sums[i-int(resources)]
		}
	}
}

// month moves all lives on to month h and adds those who come in it.
func (s *simulation) month(draw, h int) {
	for i := range s.lives {
		l := &s.lives[i]
		l.grow(h)
		s.decide(l, h)
	}
	s.house(draw, h)
	// Those who come in month h come on the population that was not served the
	// month before.
	before := len(s.lives)
	s.enter(draw, h)
	clear(s.served)
	for i := range s.lives {
		l := &s.lives[i]
		if i >= before {
			s.emit(l, h, l.hours)
		} else {
			s.pass(l, h)
		}
		if !l.ended {
			s.serve(l)
		}
	}
	s.lives = slices.DeleteFunc(s.lives, func(l life) bool { return l.ended })
}

// pass is one month of a life after its state is decided.
func (s *simulation) pass(l *life, h int) {
	from, was := l.area, l.memory.state
	if l.next >= liveStates {
		s.end(l, h)
		return
	}
	hours := s.live(l)
	if l.existing {
		s.track(l, h, was, from)
	}
	s.emit(l, h, hours)
	l.ended = isForgotten(&l.memory, l.flags[flagShort].on)
}

// serve counts the life as served.
func (s *simulation) serve(l *life) {
	if isServed(l.memory.state) {
		s.served[int(l.area)*entryCells+entryCell(l.sex, int(l.age))]++
	}
}

// arrive adds a new client with the pattern of a record of the inflow.
func (s *simulation) arrive(record, area, h int, rng stream) {
	l := newLife(&s.model.inflow.records[record], rng)
	l.area = uint16(area)
	if s.patterns != nil {
		l.groups = s.patterns[record]
	}
	l.birthday = uint8(rng.Uint64() % 12)
	l.decided = s.scenario.active(h)
	s.lodge(&l, h)
	s.lives = append(s.lives, l)
}
