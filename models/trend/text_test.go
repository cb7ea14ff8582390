package trend_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/trend"
)

// told is a series from March 2021 with a little noise, its numbers large enough to have
// thousands.
func told(kind trend.Kind, f func(month float64) float64) trend.Series {
	rng := rand.New(rand.NewPCG(8, 8))
	s := made(f)
	s.Kind = kind
	for t := range s.Values {
		s.Values[t] += 0.5 * rng.NormFloat64()
	}
	if kind == trend.Share {
		for t := range s.Values {
			s.Values[t] /= 100
		}
	}
	return s
}

func TestSentences(t *testing.T) {
	rising := told(trend.Hours, func(m float64) float64 { return 12000 + 2.1*math.Max(0, m-23) })
	falling := told(trend.Clients, func(m float64) float64 { return 300 - 0.8*m })
	share := told(trend.Share, func(m float64) float64 { return 20 + 0.3*m })
	still := told(trend.Hours, func(float64) float64 { return 900 })
	level := told(trend.Hours, func(m float64) float64 { return 900 - 35*one(m >= 30) })
	few := told(trend.Hours, func(float64) float64 { return 900 })
	few.Persons = fill(14)
	none := few
	none.Persons = fill(7)
	broken := told(trend.Hours, func(m float64) float64 { return 900 + 50*one(m >= 13) })
	broken.Breaks = []int{13}
	common := broken
	common.Breaks, common.Reference = nil, broken.Values
	season := told(trend.Hours, func(m float64) float64 { return 900 + 20*math.Cos(2*math.Pi*(m+2)/12) })
	lacking := told(trend.Hours, func(float64) float64 { return 900 })
	lacking.Undelivered = make([]bool, 48)
	lacking.Undelivered[46], lacking.Undelivered[47] = true, true
	for _, c := range []struct {
		name             string
		s                trend.Series
		swedish, english string
	}{
		{"rising", rising, "Ökar sedan mars 2023 med 2,1 timmar per månad (", "Has been rising since March 2023 by 2.1 hours per month ("},
		{"falling", falling, "Minskar sedan mars 2021 med 0,8", "Has been falling since March 2021 by 0.8"},
		{"share", share, "procentenheter per månad", "percentage points per month"},
		{"still", still, "Ligger stilla sedan mars 2021 (\u2212", "Has been standing still since March 2021 (\u2212"},
		{"level", level, "Ny nivå sedan september 2023: 35 timmar lägre (", "New level since September 2023: 35 hours lower ("},
		{"few", few, "Bygger på få personer (14): läs med försiktighet.", "Rests on few persons (14): read with care."},
		{"none", none, "För få personer för att säga något om utvecklingen.", "Too few persons to say anything about the course."},
		{"broken", broken, "Ligger stilla", "Has been standing still"},
		{
			"broken", broken, "Sättet att rapportera ändrades i april 2022; skillnaden mot tiden före räknas inte som en förändring.",
			"The way of reporting changed in April 2022; the difference from before does not count as a change.",
		},
		{"common", common, "I april 2022 ändrades nivån samtidigt i jämförelseserien; det räknas som ändrad rapportering", "In April 2022 the level of the reference moved"},
		{"season", season, "Årstiden är borträknad (högst i januari, lägst i juli).", "The season is taken out (highest in January, lowest in July)."},
		{"lacking", lacking, "2 av de senaste 12 månaderna saknas.", "2 of the last 12 months are missing."},
	} {
		got := fit(t, c.s)
		if sv, en := got.Swedish(), got.English(); !strings.Contains(sv, c.swedish) || !strings.Contains(en, c.english) {
			t.Errorf("%s:\n%s\n%s\nwant %s", c.name, sv, en, c.swedish)
		}
		if !strings.HasPrefix(got.Swedish(), got.Sentence()) {
			t.Errorf("%s: %s", c.name, got.Sentence())
		}
	}
	short := trend.Series{First: start(), Values: []float64{1, 2, 3}}
	if got := fit(t, short).Swedish(); got != "För få månader (3) för att säga något om utvecklingen." {
		t.Error(got)
	}
	unsure := scenario{months: 60, phi: 0.6}.series(1)
	for i := range unsure.Values {
		unsure.Values[i] -= 96
	}
	if got := fit(t, unsure).Sentence(); !strings.HasPrefix(got, "Ingen säker ökning eller minskning sedan mars 2021 (\u2212") {
		t.Error(got)
	}
}

func fill(v float64) []float64 {
	out := make([]float64, 48)
	for i := range out {
		out[i] = v
	}
	return out
}
