package modelpage

import (
	"math"
	"strings"
)

// labels says what the bins of a feature hold, in a language.
type labels struct {
	l        Language
	unit     string
	decimals int
	isWhole  bool   // values are whole numbers: each cut lies half way between two
	isRatio  bool   // values are logs of ratios, shown as ratios
	yes      string // what 1 means, for a feature that is 0 or 1
}

// newLabels reads the form of a feature's values from its cuts and its unit.
func newLabels(l Language, f feature, sides []side) labels {
	out := labels{l: l, unit: l.of(f.unit), isWhole: true, isRatio: f.unit.english == "log of the ratio"}
	narrowest, n := math.Inf(1), 0
	for _, s := range sides {
		if s.kind != "interval" {
			continue
		}
		n++
		for _, cut := range []float64{s.from, s.to} {
			if !math.IsInf(cut, 0) && math.Abs(cut-math.Floor(cut)-0.5) > 1e-9 {
				out.isWhole = false
			}
		}
		if width := s.to - s.from; !math.IsInf(width, 0) {
			narrowest = min(narrowest, width)
		}
	}
	if !math.IsInf(narrowest, 0) && narrowest > 0 {
		out.decimals = min(max(int(math.Ceil(-math.Log10(narrowest))), 0), 4)
	} else if n > 1 {
		out.decimals = 1
	}
	if rest, ok := strings.CutPrefix(out.unit, "1 = "); ok && n == 2 && out.isWhole {
		out.yes = rest
	}
	return out
}

// value writes a value of the feature.
func (b *labels) value(v float64) string {
	if b.isRatio {
		return b.l.times(v)
	}
	decimals := b.decimals
	for decimals < 4 && v != 0 && math.Abs(v) < 0.5*math.Pow10(-decimals) { // a cut that is not zero must not look so
		decimals++
	}
	return b.l.short(v, decimals)
}

// bin says what a bin holds.
func (b *labels) bin(s side) string { return b.holds(s, "") }

// holds says what a bin holds, numbers with a unit, which may be empty.
func (b *labels) holds(s side, unit string) string {
	switch s.kind {
	case "missing":
		return b.l.t("uppgift saknas", "missing")
	case "unknown":
		return b.l.t("annat", "other")
	case "level":
		return s.level
	}
	isFirst, isLast := math.IsInf(s.from, -1), math.IsInf(s.to, 1)
	switch {
	case isFirst && isLast:
		return b.l.t("alla värden", "all values")
	case b.yes != "":
		return b.yesOrNo(isLast)
	case b.isWhole:
		return b.whole(s.from+0.5, s.to-0.5, unit)
	case isFirst:
		return b.l.t("mindre än ", "less than ") + b.value(s.to) + unit
	case isLast:
		return b.value(s.from) + unit + b.l.t(" eller mer", " or more")
	}
	if b.isRatio {
		return b.value(s.from) + "–" + b.value(s.to)
	}
	if math.Abs(s.from) < 0.5*math.Pow10(-b.decimals) {
		return b.value(s.from) + "–" + b.l.number(s.to, b.decimals) + unit
	}
	return b.l.number(s.from, b.decimals) + "–" + b.l.number(s.to, b.decimals) + unit
}

func (b *labels) yesOrNo(isYes bool) string {
	switch {
	case isYes:
		return b.yes
	case b.yes == "ja":
		return "nej"
	case b.yes == "yes":
		return "no"
	}
	return b.l.t("inte ", "not ") + b.yes
}

// whole says which whole numbers lie from first to last.
func (b *labels) whole(first, last float64, unit string) string {
	switch {
	case math.IsInf(first, -1) && last == 0:
		return "0" + unit
	case math.IsInf(first, -1):
		return b.l.number(last, 0) + unit + b.l.t(" eller färre", " or fewer")
	case math.IsInf(last, 1):
		return b.l.number(first, 0) + unit + b.l.t(" eller fler", " or more")
	case first == last:
		return b.l.number(first, 0) + unit
	}
	return b.l.number(first, 0) + "–" + b.l.number(last, 0) + unit
}

// axis is the title of the value axis.
func (b *labels) axis(title string) string {
	switch {
	case b.isRatio:
		return b.l.t("timmar nu, gånger timmarna då", "hours now, times the hours then")
	case b.yes != "" || b.unit == "":
		return title
	}
	return b.unit
}

// withUnit says what a bin holds, with the unit where one can follow a number.
func (b *labels) withUnit(s side) string {
	switch b.unit {
	case "", "antal", "number", "andel", "share":
		return b.holds(s, "")
	}
	if b.isRatio || strings.ContainsAny(b.unit, "=0123456789") || strings.Contains(b.unit, "log") {
		return b.holds(s, "")
	}
	return b.holds(s, " "+b.unit)
}
