package courses

import "math/rand/v2"

// Probe simulates clients one month at a time, returning state counts and hours sums by state at horizon.
func (m *Model) Probe(h int, draws int) (n [numStates]float64, hours [numStates]float64) {
	s := &simulation{model: m, normals: normalTable(), order: order(), p: new(parameters), horizon: h}
	for d := range draws {
		src := newStream(1, d, forParameters, 0)
		m.draw(s.p, s.order, rand.New(&src))
		for i := range m.clients {
			c := &m.clients[i]
			slab := make([]float64, h*int(resources))
			st := s.run(c, 1, newStream(1, d, forPerson, c.id), slab, make([]float64, h*4), nil)
			n[st]++
			hours[st] += slab[(h-1)*4]
		}
	}
	for i := range n {
		n[i] /= float64(draws)
		hours[i] /= float64(draws)
	}
	return
}

func (m *Model) ActualAt(h *Histories, month int) (n [numStates]float64, hours [numStates]float64) {
	ids := map[uint64]bool{}
	for _, c := range m.clients {
		ids[c.id] = true
	}
	b := &builder{h: h, origin: month, first: 0, model: m, scaled: true}
	b.unseason = make([][3]float32, 200)
	for t := range b.unseason {
		for r := range 3 {
			b.unseason[t][r] = float32(1 / m.season[r][calendar(t)])
		}
	}
	for p, id := range h.Person {
		if !ids[id] {
			continue
		}
		last := h.Offset[p+1] - 1
		i := h.Offset[p] + month - int(h.Month[h.Offset[p]])
		i = min(i, last)
		st := stateOf(h.Status[i], b.hours(i)[0])
		n[st]++
		if isHome(st) {
			hours[st] += float64(b.hours(i)[0])
		}
	}
	return
}

type Mem = memory

func (m *memory) Dir() int    { return m.direction() }
func (m *memory) Pos() int    { return m.position() }
func (m *memory) Months() int { return int(m.months) }

// ActualTrace walks real courses of the origin's clients.
func (m *Model) ActualTrace(h *Histories, to int, f func(h int, from, to uint8, mem *memory)) {
	ids := map[uint64]bool{}
	for _, c := range m.clients {
		ids[c.id] = true
	}
	b := &builder{h: h, origin: to, first: 0, model: m, scaled: true}
	b.unseason = make([][3]float32, 200)
	for t := range b.unseason {
		for r := range 3 {
			b.unseason[t][r] = float32(1 / m.season[r][calendar(t)])
		}
	}
	for p, id := range h.Person {
		if !ids[id] {
			continue
		}
		b.walk(p, func(c *client, row int) {},
			func(c *client, row int, next uint8) {
				if int(h.Month[row]) > m.origin {
					f(int(h.Month[row])-m.origin, c.memory.state, next, &c.memory)
				}
				b.pending = b.homeScore(next, b.hours1(row))
			})
	}
}

func (b *builder) hours1(row int) float32 { h := b.hours(row); return h[0] }
