package multistate

import "math"

// Memory is a person's past as far as a model needs it. Two persons with equal
// memories are alike to the model; it can be a key of a map.
type Memory struct {
	State   uint8
	Lag     uint8   // state one period ago; 255 in the first period
	Before  uint8   // state before this stay; 255 when there was none or it is not known
	Periods uint16  // of this stay, this one included; 0 when the start is not known
	Seen    uint16  // periods in the mean
	Level   float64 // Gain 0: sum of ranks; else their moving average
}

// rules keep memories. What the design has no feature for stays zero, so that
// memories are no more than are needed.
type rules struct {
	rank                           []float64
	gain                           float64
	useLag, useBefore, useFor, avg bool
	cap                            uint16 // longest stay that the bins tell apart
	seen                           uint16 // most periods that the mean's weight depends on
}

func (d *Design) rules() rules {
	r := rules{gain: d.Gain, cap: math.MaxUint16, seen: math.MaxUint16}
	for _, s := range d.States {
		r.rank = append(r.rank, s.Rank)
	}
	if r.gain > 0 {
		r.seen = uint16(min(math.Ceil(1/r.gain), math.MaxUint16))
	}
	for _, f := range d.Features {
		switch f.Role {
		case Lag:
			r.useLag = true
		case Before:
			r.useBefore = true
		case Periods:
			r.useFor = true
		case Mean:
			r.avg = true
		case Fixed, Clock:
		}
	}
	return r
}

// begin is the memory of a first period.
func (r *rules) begin(state uint8, known bool) Memory {
	m := Memory{State: state, Lag: none, Before: none}
	if r.useFor && known {
		m.Periods = 1
	}
	r.average(&m)
	return m
}

// move takes a memory one period on.
func (r *rules) move(m *Memory, to uint8) {
	if r.useLag {
		m.Lag = m.State
	}
	switch {
	case to != m.State:
		if r.useBefore {
			m.Before = m.State
		}
		if r.useFor {
			m.Periods = 1
		}
	case m.Periods > 0 && m.Periods < r.cap:
		m.Periods++
	}
	m.State = to
	r.average(m)
}

func (r *rules) average(m *Memory) {
	rank := r.rank[m.State]
	if !r.avg || rank != rank {
		return
	}
	if m.Seen < r.seen {
		m.Seen++
	}
	if r.gain == 0 {
		m.Level += rank
		return
	}
	m.Level += (rank - m.Level) * max(1/float64(m.Seen), r.gain)
}

// relative is the value of role Mean.
func (r *rules) relative(m *Memory) float32 {
	switch {
	case m.Seen == 0:
		return float32(math.NaN())
	case r.gain == 0:
		return float32(m.Level/float64(m.Seen) - r.rank[m.State])
	}
	return float32(m.Level - r.rank[m.State])
}

// value is the value of a remembered feature.
func (r *rules) value(m *Memory, role Role) float32 {
	switch role {
	case Lag:
		return stateValue(m.Lag)
	case Before:
		return stateValue(m.Before)
	case Periods:
		if m.Periods > 0 {
			return float32(m.Periods)
		}
	case Mean:
		return r.relative(m)
	case Fixed, Clock:
	}
	return float32(math.NaN())
}

func stateValue(s uint8) float32 {
	if s == none {
		return float32(math.NaN())
	}
	return float32(s)
}
