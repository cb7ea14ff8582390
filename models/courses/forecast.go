package courses

import (
	"slices"

	"github.com/framsyn/framsyn/models/evaluate"
)

// Forecast holds the draws of all areas, months, resources and drivers.
type Forecast struct {
	Origin, Horizon, Areas, Draws int
	// values by (area, driver, horizon − 1, resource), then draw; All is made
	// from Existing and New, totals from areas.
	values []float32
}

// Cell is one row of model.forecasts.
type Cell struct {
	Area     int // Total for all areas together
	Month    int // in the unit of Histories.Month
	Resource Resource
	Driver   Driver
	Mean     float64 // hours/month, or persons
	P10      float64
	P50      float64
	P90      float64
}

func newForecast(m *Model, o ForecastOptions) *Forecast {
	return &Forecast{
		Origin: m.origin, Horizon: o.Horizon, Areas: m.areas, Draws: o.Draws,
		values: make([]float32, m.areas*int(drivers)*o.Horizon*int(resources)*o.Draws),
	}
}

// store keeps the sums of one draw, each multiplied by its factor.
func (f *Forecast) store(draw int, sums []float64, factor func(area, h int, r Resource, d Driver) float64) {
	i := 0
	for area := range f.Areas {
		for d := range drivers {
			for h := 1; h <= f.Horizon; h++ {
				for r := range resources {
					f.values[i*f.Draws+draw] = float32(sums[i] * factor(area, h, r, d))
					i++
				}
			}
		}
	}
}

func (f *Forecast) at(area, h int, r Resource, d Driver) []float32 {
	i := ((area*int(drivers)+int(d))*f.Horizon+h-1)*int(resources) + int(r)
	return f.values[i*f.Draws : (i+1)*f.Draws]
}

// Values returns the draws of one cell, in the order of the draws, so that sums
// over areas, months or drivers can be made draw by draw. Area may be Total. It
// panics when there is no such cell.
func (f *Forecast) Values(area, horizon int, r Resource, d Driver) []float64 {
	if area < Total || area >= f.Areas || horizon < 1 || horizon > f.Horizon || r < 0 || r >= resources || d < 0 || d >= drivers {
		panic(panicCell)
	}
	out := make([]float64, f.Draws)
	from, to := area, area+1
	if area == Total {
		from, to = 0, f.Areas
	}
	parts := []Driver{d}
	if d == All {
		parts = []Driver{Existing, New}
	}
	for a := from; a < to; a++ {
		for _, part := range parts {
			for i, v := range f.at(a, horizon, r, part) {
				out[i] += float64(v)
			}
		}
	}
	return out
}

// Cell summarises the draws of one cell.
func (f *Forecast) Cell(area, horizon int, r Resource, d Driver) Cell {
	values := f.Values(area, horizon, r, d)
	var sum float64
	for _, v := range values {
		sum += v
	}
	slices.Sort(values)
	return Cell{
		Area: area, Month: f.Origin + horizon, Resource: r, Driver: d, Mean: sum / float64(f.Draws),
		P10: evaluate.Quantile(values, 0.1), P50: evaluate.Quantile(values, 0.5), P90: evaluate.Quantile(values, 0.9),
	}
}

// Cells returns all cells: each area and the total, by month, resource and
// driver.
func (f *Forecast) Cells() []Cell {
	out := make([]Cell, 0, (f.Areas+1)*f.Horizon*int(resources)*int(drivers))
	for area := Total; area < f.Areas; area++ {
		for h := 1; h <= f.Horizon; h++ {
			for _, r := range Resources() {
				for _, d := range Drivers() {
					out = append(out, f.Cell(area, h, r, d))
				}
			}
		}
	}
	return out
}
