package additive

import (
	"fmt"
	"iter"
)

// FollowUp is the time during which a row was watched, in whole periods.
type FollowUp struct {
	Entry int // periods passed before it came under watch; 0 without left truncation
	Exit  int // last period watched, > Entry
	Cause int // what happened in period Exit: 0 nothing (censored), else class 1 … K−1
}

// PersonPeriods is a Source with one row per row of a table and period watched,
// Entry+1 … Exit, and one more feature, the period. Its outcome is 0 but in the
// last period, where it is the cause. A Multinomial model of it is a model of
// discrete hazards with competing causes; left truncation needs nothing else.
type PersonPeriods struct {
	Table  Table      // Data.Y is not used
	Follow []FollowUp // per row
	Period string     // name of the feature added last
}

// Features returns those of the table and the period.
func (p PersonPeriods) Features() []Feature {
	return append(append([]Feature(nil), p.Table.Columns...), Feature{Name: p.Period})
}

const periodRows = 8192 // rows of a block

// Blocks expands the table, some thousand rows at a time.
func (p PersonPeriods) Blocks() iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) {
		d := p.Table.Data
		if len(p.Follow) != d.Rows() {
			yield(Block{}, fmt.Errorf("%w: %d follow-ups for %d rows", ErrShape, len(p.Follow), d.Rows()))
			return
		}
		out := p.empty()
		for i, f := range p.Follow {
			if f.Exit <= f.Entry || f.Cause < 0 {
				yield(Block{}, fmt.Errorf("%w: row %d is watched from %d to %d with cause %d", ErrShape, i, f.Entry, f.Exit, f.Cause))
				return
			}
			for t := f.Entry + 1; t <= f.Exit; t++ {
				p.add(&out, i, t)
			}
			if len(out.Y) >= periodRows {
				if !yield(out, nil) {
					return
				}
				out = p.empty()
			}
		}
		if len(out.Y) > 0 {
			yield(out, nil)
		}
	}
}

func (p PersonPeriods) empty() Block {
	return Block{X: make([][]float64, len(p.Table.Columns)+1)}
}

func (p PersonPeriods) add(out *Block, i, t int) {
	d := p.Table.Data
	for j, col := range d.X {
		out.X[j] = append(out.X[j], col[i])
	}
	k := len(d.X)
	out.X[k] = append(out.X[k], float64(t))
	y := 0.0
	if t == p.Follow[i].Exit {
		y = float64(p.Follow[i].Cause)
	}
	out.Y = append(out.Y, y)
	person := uint64(i)
	if d.Person != nil {
		person = d.Person[i]
	}
	out.Person = append(out.Person, person)
	if d.Weight != nil {
		out.Weight = append(out.Weight, d.Weight[i])
	}
}

// Incidence returns the probability of each cause by the end of each period
// from+1 … to, for a row under watch at the end of period from: element [k][t]
// is for cause k+1 and period from+1+t.
//
//	F_k(t) = Σ_{s ≤ t} S(s−1) h_k(s)        S(t) = Π_{s ≤ t} (1 − Σ_k h_k(s))
//
// where h_k(s) is the model's probability of class k in period s. x follows the
// model's features; its feature number period is overwritten.
func (m *Model) Incidence(x []float64, period, from, to int) [][]float64 {
	out := columns(m.Means()-1, max(to-from, 0))
	row := append([]float64(nil), x...)
	hazard := make([]float64, m.Means())
	watched := 1.0
	for t := range max(to-from, 0) {
		row[period] = float64(from + 1 + t)
		m.Predict(hazard, row)
		left := watched
		for k := range out {
			if t > 0 {
				out[k][t] = out[k][t-1]
			}
			out[k][t] += watched * hazard[k+1]
			left -= watched * hazard[k+1]
		}
		watched = max(left, 0)
	}
	return out
}
