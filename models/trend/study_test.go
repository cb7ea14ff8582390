package trend_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/trend"
)

// studies are the scenarios whose numbers the package comment gives.
func studies() []scenario {
	out := []scenario{
		{name: "no change", months: 60},
		{name: "no change, season", months: 60, season: 2},
	}
	for _, phi := range []float64{0.3, 0.6, 0.8, 0.9, 0.97} {
		out = append(out, scenario{name: "no change", months: 60, phi: phi})
	}
	out = append(out,
		scenario{name: "no change, season, missing, odd", months: 60, phi: 0.3, season: 2, missing: 0.1, odd: 2},
		scenario{name: "no change, season, missing, odd", months: 60, phi: 0.6, season: 2, missing: 0.1, odd: 2},
		scenario{name: "no change, odd", months: 60, phi: 0.3, odd: 3},
		scenario{name: "no change, slope 0.1", months: 60, phi: 0.3, slope: 0.1},
		scenario{name: "no change, heavy tails", months: 60, heavy: true},
		scenario{name: "clients, 60 with 3 % coming and leaving", months: 60, stock: 60},
		scenario{name: "clients, 400 with 3 % coming and leaving", months: 60, stock: 400},
		scenario{name: "hours of 100 clients", months: 60, stock: 100, hours: true},
		scenario{name: "hours of 100 clients, as a stock", months: 60, stock: 100, hours: true, told: true},
		scenario{name: "clients, 60, some move at once", months: 60, stock: 60, step: 6},
		scenario{name: "clients, 60, some move at once", months: 60, stock: 60, step: 9},
		scenario{name: "clients, 60, some move at once", months: 60, stock: 60, step: 12},
		scenario{name: "clients, 400, some move at once", months: 60, stock: 400, step: 25},
		scenario{name: "no change", months: 24, phi: 0.3},
		scenario{name: "no change", months: 36, phi: 0.3},
		scenario{name: "no change", months: 36, phi: 0.6, season: 2},
		scenario{name: "no change", months: 120, phi: 0.3},
		scenario{name: "no change", months: 120, phi: 0.6, season: 2},
	)
	for _, phi := range []float64{0, 0.3, 0.6} {
		for _, size := range []float64{1, 2, 3, 4, 6} {
			out = append(out, scenario{name: "step", months: 60, phi: phi, step: size})
		}
	}
	for _, size := range []float64{0.1, 0.2, 0.3, 0.5} {
		out = append(out, scenario{name: "kink", months: 60, phi: 0.3, kink: size})
	}
	return append(out,
		scenario{name: "kink", months: 60, phi: 0.6, kink: 0.4},
		scenario{name: "step, season, missing, odd", months: 60, phi: 0.3, season: 2, missing: 0.1, odd: 2, step: 4},
		scenario{name: "step, 36 months", months: 36, phi: 0.3, step: 4},
		scenario{name: "step, 120 months", months: 120, phi: 0.3, step: 3},
		scenario{name: "spell of a year", months: 60, phi: 0.3, spell: 4},
		scenario{name: "spell of a year, down", months: 60, phi: 0, spell: -5},
		scenario{name: "reporting break, not told", months: 60, phi: 0.3, report: 6},
		scenario{name: "reporting break, told", months: 60, phi: 0.3, report: 6, known: true},
		scenario{name: "reporting break, in reference", months: 60, phi: 0.3, report: 6, common: true},
		scenario{name: "reporting break in reference, own step", months: 60, phi: 0.3, report: 6, common: true, step: 5},
	)
}

// What the package comment says, on fewer series: false alarms, detection, coverage of
// slope and level, reporting breaks.
func TestStudy(t *testing.T) {
	const series = 40
	for _, c := range []struct {
		scenario
		ok func(outcome) bool
	}{
		{scenario{name: "no change", months: 60, phi: 0.3}, quiet},
		{scenario{name: "no change", months: 60, phi: 0.6}, quiet},
		{scenario{name: "no change, season, missing, odd", months: 60, phi: 0.6, season: 2, missing: 0.1, odd: 2}, func(r outcome) bool {
			return quiet(r) && r.season > 0.9 && r.odd > 1.5 && r.odd < 2.2
		}},
		{scenario{name: "a slope", months: 60, phi: 0.3, slope: 0.1}, func(r outcome) bool { return quiet(r) && r.slope > 0.8 }},
		{scenario{name: "no change, short", months: 24, phi: 0.3}, quiet},
		{scenario{name: "step", months: 60, phi: 0.3, step: 4}, func(r outcome) bool { return r.step > 0.8 && r.extra < 0.05 && r.cover95 > 0.88 }},
		{scenario{name: "step, small", months: 60, phi: 0.3, step: 1}, func(r outcome) bool { return r.any < 0.15 }},
		{scenario{name: "kink", months: 60, phi: 0.3, kink: 0.5}, func(r outcome) bool { return r.near > 0.9 && r.slope > 0.9 && r.cover95 > 0.88 }},
		{scenario{name: "spell of a year", months: 60, phi: 0.3, spell: 4}, func(r outcome) bool { return r.step > 0.8 }},
		{scenario{name: "reporting break, told", months: 60, phi: 0.3, report: 6, known: true}, reporting},
		{scenario{name: "reporting break, in reference", months: 60, phi: 0.3, report: 6, common: true}, reporting},
		{scenario{name: "clients", months: 60, stock: 60}, func(r outcome) bool { return r.any < 0.13 && r.cover95 > 0.87 }},
		{scenario{name: "clients, some move at once", months: 60, stock: 60, step: 12}, func(r outcome) bool { return r.step > 0.8 }},
		{scenario{name: "own step beside it", months: 60, phi: 0.3, report: 6, common: true, step: 5}, func(r outcome) bool {
			return r.reporting > 0.9 && r.step > 0.85
		}},
	} {
		r := c.run(t, series, false)
		text := fmt.Sprintf("%s, phi %v: %+v", c.name, c.phi, r)
		t.Log(text)
		if !c.ok(r) {
			t.Error(text)
		}
	}
}

// quiet: 5 % of 40 series plus two standard errors.
func quiet(r outcome) bool { return r.any < 0.13 && r.cover95 >= 0.89 && r.level95 >= 0.89 }

func reporting(r outcome) bool { return r.reporting > 0.95 && r.any < 0.13 && r.cover95 >= 0.89 }

// BenchmarkStock is the part of the study on counts of clients.
func BenchmarkStock(b *testing.B) {
	for b.Loop() {
		for _, c := range studies() {
			if c.stock > 0 {
				r := c.run(b, 300, false)
				fmt.Printf("%s: %d clients, %v at once: any %.3f, step %.3f, slope covered %.3f\n", c.name, c.stock, c.step, r.any, r.step, r.cover95)
			}
		}
	}
}

// BenchmarkStudy prints the numbers: go test -bench Study -benchtime 1x.
func BenchmarkStudy(b *testing.B) {
	const series = 300
	for b.Loop() {
		table := &strings.Builder{}
		fmt.Fprintf(table, "%-40s %4s %5s | %5s %5s %5s %5s %5s | %5s %5s | %5s %5s %5s %6s %6s\n", "scenario", "n", "phi", "any", "extra", "step", "near", "rep",
			"seas", "odd", "cov95", "cov80", "lev95", "beyond", "rmse")
		for _, c := range studies() {
			r := c.run(b, series, true)
			fmt.Fprintf(table, "%-40s %4d %5.2f | %5.3f %5.3f %5.3f %5.3f %5.3f | %5.3f %5.2f | %5.3f %5.3f %5.3f %6.3f %6.4f\n",
				fmt.Sprintf("%s %v", c.name, c.step+c.kink+c.spell), c.months, c.phi, r.any, r.extra, r.step, r.near, r.reporting, r.season, r.odd,
				r.cover95, r.cover80, r.level95, r.slope, r.rmse)
		}
		fmt.Printf("%d series each\n%s", series, table)
	}
}

// BenchmarkFit is one series, without and with changes.
func BenchmarkFit(b *testing.B) {
	for _, c := range []scenario{
		{name: "quiet", months: 60, phi: 0.3, season: 2},
		{name: "step", months: 60, phi: 0.3, season: 2, step: 5, missing: 0.1, odd: 1},
		{name: "long", months: 120, phi: 0.3, season: 2, step: 5},
		{name: "longest", months: 360, phi: 0.6, season: 2, step: 5},
	} {
		b.Run(fmt.Sprintf("%s-%d", c.name, c.months), func(b *testing.B) {
			s := c.series(1)
			for b.Loop() {
				if _, err := trend.Fit(s, trend.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
