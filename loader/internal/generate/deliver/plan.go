package deliver

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// Source is one kind of monthly file.
type Source int

// The monthly sources.
const (
	SOL1 Source = iota
	SOL2
	KHSL1
	KHSL2
	IBIC
	BESOK
	FOLK
	FOREBYGG
	NSources
)

// Part is which delivery of a source and month a row goes to.
type Part int

// The deliveries of a month.
const (
	First      Part = iota // the first complete delivery
	Supplement             // K: late rows and new versions of single rows
	Corrected              // R: a corrected complete delivery
	nParts
)

// sourceInfo says how a source is named and delivered.
type sourceInfo struct {
	name, folder, ext string
	after             life.Month // deliveries come this many months after the month they speak of
	day, spread       int        // on or shortly before this day
}

func sourceInfos() [NSources]sourceInfo {
	return [NSources]sourceInfo{
		SOL1:     {"SOL1", "sol", "csv", 1, 15, 6},
		SOL2:     {"SOL2", "sol", "csv", 1, 15, 6},
		KHSL1:    {"KHSL1", "khsl", "txt", 2, 28, 8},
		KHSL2:    {"KHSL2", "khsl", "txt", 2, 28, 8},
		IBIC:     {"IBIC", "ibic", "csv", 1, 8, 4},
		BESOK:    {"BESOK", "besok", "csv.gz", 1, 5, 3},
		FOLK:     {"FOLK", "folkbokforing", "csv", 1, 4, 3},
		FOREBYGG: {"FOREBYGG", "insatser", "csv", 1, 10, 4},
	}
}

// Plan is the calendar of deliveries: which files come when, and which of them have which faults.
type Plan struct {
	m     *life.Model
	infos [NSources]sourceInfo
	asOf  life.Date
	lost  [NSources]map[life.Month]bool // months that never come, beside those of every municipality
}

// NewPlan returns the plan of a model. Files that would be delivered after the 15th of the month after the last one are not there yet.
func NewPlan(m *life.Model) *Plan {
	return &Plan{m: m, infos: sourceInfos(), asOf: (m.Last() + 1).Date(15)}
}

// NewGeneration is the first month with the register's newer column names, UTF-8 and plain line ends.
func NewGeneration() life.Month { return life.MonthOf(2023, 1) }

// index is the number of a month among those delivered, from 0.
func (p *Plan) index(now life.Month) int { return int(now - p.m.First) }

func (p *Plan) hash(src Source, now life.Month, salt uint64) uint64 {
	return life.Mix(p.m.Seed ^ life.Mix(uint64(src)<<40^uint64(now)<<8^salt))
}

// delivered is the day on which a file comes.
func (p *Plan) delivered(src Source, now life.Month, part Part) life.Date {
	info := &p.infos[src]
	pair := src
	if src == SOL2 || src == KHSL2 { // the two parts of a register come together
		pair--
	}
	day := info.day - int(p.hash(pair, now, 1)%uint64(info.spread))
	if part == Supplement {
		return (now + info.after + 1).Date(day)
	}
	d := (now + info.after).Date(day)
	if part == Corrected {
		return d.Add(22)
	}
	return d
}

// Missing says whether the month of a source never came: one month of the SoL register and one of the visits in 24 months or more.
func (p *Plan) Missing(src Source, now life.Month) bool {
	if p.lost[src][now] {
		return true
	}
	if p.m.Months < 24 {
		return false
	}
	if src == BESOK {
		return p.index(now) == p.m.Months*7/10
	}
	return (src == SOL1 || src == SOL2) && p.index(now) == p.m.Months*2/5
}

// Lose makes n months of the SoL register, and n of the visits, never come. They are drawn from the seed, each lot for itself, from the months
// after the first and before the last that would come.
func (p *Plan) Lose(n int) error {
	for _, sources := range [][]Source{{SOL1, SOL2}, {BESOK}} {
		var may []life.Month
		for now := p.m.First + 1; now < p.m.Last(); now++ {
			if !p.Missing(sources[0], now) {
				may = append(may, now)
			}
		}
		if n > len(may) {
			return fmt.Errorf("%d missing months of %s: there are %d that could be", n, SourceName(sources[0]), len(may))
		}
		slices.SortFunc(may, func(a, b life.Month) int {
			return cmp.Compare(p.hash(sources[0], a, loseSalt), p.hash(sources[0], b, loseSalt))
		})
		for _, src := range sources {
			p.lost[src] = map[life.Month]bool{}
			for _, now := range may[:n] {
				p.lost[src][now] = true
			}
		}
	}
	return nil
}

// loseSalt keeps the draw of missing months apart from the other draws of a plan.
const loseSalt = 3

// Lost are the months that Lose drew, in order.
func (p *Plan) Lost(src Source) []life.Month { return slices.Sorted(maps.Keys(p.lost[src])) }

// Comes says whether a file is delivered before the as-of day.
func (p *Plan) Comes(src Source, now life.Month, part Part) bool {
	if p.delivered(src, now, part) > p.asOf || p.Missing(src, now) {
		return false
	}
	if part == Supplement {
		return p.supplemented(src, now)
	}
	return part == First || p.redone(src, now)
}

// supplemented says whether a source may send a supplement of a month: about every third month, never for sources whose rows come by event.
func (p *Plan) supplemented(src Source, now life.Month) bool {
	return src != FOLK && src != FOREBYGG && !p.redone(src, now) && p.hash(src, now, 2)%3 == 0
}

// redone says whether a source sends a corrected complete delivery of a month.
func (p *Plan) redone(src Source, now life.Month) bool {
	i, n := p.index(now), p.m.Months
	switch {
	case n < 6:
		return false
	case src == SOL1 || src == SOL2:
		return i == n/4 || i == n*2/3
	case src == BESOK:
		return i == n*11/20
	}
	return src == KHSL2 && i == n/3
}

// silent says whether a provider's visits are missing: P04 starts to report after a fifth of the months (a level break).
func (p *Plan) silent(provider uint8, now life.Month) bool {
	return p.m.Months >= 12 && provider == life.FirstPrivate+3 && p.index(now) < p.m.Months/5
}

// wholeHours says whether an area reports granted hours without decimals: Söder does from two thirds of the months (a level break).
func (p *Plan) wholeHours(area uint8, now life.Month) bool {
	return p.m.Months >= 12 && p.m.Areas[area].Code == "SO" && p.index(now) >= p.m.Months*2/3
}

// packed is the extension that a file gets beside its own when it is sent compressed.
func (p *Plan) packed(src Source, now life.Month) string {
	switch {
	case src == SOL1 && now.Number()%6 == 0, src == KHSL2 && now.Number() == 12:
		return ".zip"
	case src == IBIC && now.Number() == 7:
		return ".gz"
	}
	return ""
}

// Name is the file name: SOURCE_YYYYMM_YYYYMMDD[R|K].ext.
func (p *Plan) Name(src Source, now life.Month, part Part) string {
	letter := [nParts]string{Supplement: "K", Corrected: "R"}[part]
	info := &p.infos[src]
	return info.name + "_" + now.Compact() + "_" + strconv.Itoa(int(p.delivered(src, now, part))) + letter + "." + info.ext + p.packed(src, now)
}

// SourceName is the first part of a source's file names.
func SourceName(src Source) string { return sourceInfos()[src].name }
