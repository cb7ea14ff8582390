package modelpage

import (
	"math"
	"slices"
)

// tick is a place on an axis with its text.
type tick struct {
	At   float64 // in the picture
	Text string
	Side string // text of the axis at the other side
}

// slot is the room of a bin on the value axis.
type slot struct {
	from, to float64 // values; equal steps from 0 for levels
}

// missingShare is the share of the width that a bin of missing values gets.
const missingShare = 0.09

// slots gives each bin that has a place on the axis its room: intervals theirs,
// levels one each.
func (b *labels) slots(sides []side) []slot {
	out := make([]slot, len(sides))
	var cuts []float64
	for i, s := range sides {
		out[i] = slot{s.from, s.to}
		if s.kind != "interval" {
			out[i] = slot{float64(i), float64(i + 1)}
		} else if !math.IsInf(s.to, 1) {
			cuts = append(cuts, s.to)
		}
	}
	first, last := b.ends(cuts)
	for i, s := range sides {
		if s.kind == "interval" && math.IsInf(s.from, -1) {
			out[i].from = first
		}
		if s.kind == "interval" && math.IsInf(s.to, 1) {
			out[i].to = last
		}
	}
	return out
}

// ends says where the axis of a feature with these cuts begins and ends: the lowest
// and the highest bin, which have no end, get a twentieth of the axis and at least
// half of their neighbour. What is never negative does not begin below zero, as
// long as a fortieth is left.
func (b *labels) ends(cuts []float64) (first, last float64) {
	n := len(cuts)
	switch n {
	case 0:
		return 0, 1
	case 1:
		return cuts[0] - 1, cuts[0] + 1
	}
	span, least := cuts[n-1]-cuts[0], 0.0
	if b.isWhole {
		least = 1 // the room of one number
	}
	first = cuts[0] - max(span/20, (cuts[1]-cuts[0])/2, least)
	last = cuts[n-1] + max(span/20, (cuts[n-1]-cuts[n-2])/2, least)
	if cuts[0] > 0 && !b.isWhole && !b.isRatio {
		first = max(first, min(0, cuts[0]-span/40))
	}
	return first, last
}

// niceStep is the lowest of 1, 2, 5 times a power of ten that cuts a width in at
// most so many steps.
func niceStep(width float64, steps int) float64 {
	power := math.Pow(10, math.Floor(math.Log10(width/float64(steps))))
	for _, factor := range []float64{1, 2, 5} {
		if width/(factor*power) <= float64(steps) {
			return factor * power
		}
	}
	return 10 * power
}

// valueTicks places the texts of the value axis.
func (b *labels) valueTicks(sides []side, room []slot, x func(float64) float64) []tick {
	if len(room) == 0 {
		return nil
	}
	if sides[0].kind != "interval" || b.yes != "" || len(room) == 1 {
		return b.middleTicks(sides, room, x)
	}
	low, high := room[0].from, room[len(room)-1].to
	if b.isRatio {
		return b.ratioTicks(low, high, x)
	}
	step := niceStep(high-low, 8)
	if b.isWhole {
		step = max(step, 1)
	}
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	var out []tick
	for k := math.Ceil(low / step); k*step <= high; k++ {
		text := b.l.number(k*step, decimals)
		if b.isWhole && k*step == room[len(room)-1].from+0.5 {
			text += "+" // the first number of the bin that has no end
		}
		out = append(out, tick{At: x(k * step), Text: text})
	}
	return out
}

// middleTicks names each bin in its middle.
func (b *labels) middleTicks(sides []side, room []slot, x func(float64) float64) []tick {
	out := make([]tick, len(room))
	for i, s := range room {
		out[i] = tick{At: x((s.from + s.to) / 2), Text: shortened(b.bin(sides[i]), max(60/len(room), 6))}
	}
	return out
}

// ratioTicks names powers of two, or of four where there are many.
func (b *labels) ratioTicks(low, high float64, x func(float64) float64) []tick {
	base := math.Ln2
	for (high-low)/base > 8 {
		base += math.Ln2
	}
	var out []tick
	for k := math.Ceil(low / base); k*base <= high; k++ {
		out = append(out, tick{At: x(k * base), Text: "×" + b.l.short(math.Exp(k*base), 3)})
	}
	return out
}

func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

// reach is from where to where the contribution axis goes: the one side to a limit
// of the ladder, the other to that or to half of it.
func reach(rows []row) (low, high, limit float64) {
	var downs, ups []float64
	up, down := 0.0, 0.0
	for _, r := range rows {
		if r.isEmpty() {
			continue
		}
		low, high := r.interval()
		ups, downs = append(ups, high), append(downs, -low)
		up, down = max(up, r.contribution), max(down, -r.contribution)
	}
	up, down = max(up, most(ups)), max(down, most(downs))
	limit = math.Ceil(max(up, down))
	for _, step := range []float64{16, 8, 4, 2, 1, 0.5, 0.25, 0.1} {
		if max(up, down) <= step {
			limit = step
		}
	}
	low, high = -limit, limit
	if up <= limit/2 {
		high = limit / 2
	}
	if down <= limit/2 {
		low = -limit / 2
	}
	return low, high, limit
}

// most is what nine tenths of the values do not exceed; 0 for none.
func most(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[(9*len(values)+9)/10-1]
}
