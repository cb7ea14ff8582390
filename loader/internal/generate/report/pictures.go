package report

import (
	"fmt"
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

func curve(xy plotter.XYs, c color.Color, width float64, dashed bool) *plotter.Line {
	l := &plotter.Line{XYs: xy, LineStyle: draw.LineStyle{Color: c, Width: vg.Points(width)}}
	if dashed {
		l.Dashes = []vg.Length{vg.Points(5), vg.Points(3)}
	}
	return l
}

func area(xy plotter.XYs, fill, edge color.Color) *plotter.Polygon {
	return &plotter.Polygon{XYs: []plotter.XYs{xy}, Color: fill, LineStyle: draw.LineStyle{Color: edge, Width: vg.Points(.5)}}
}

// hours draws granted hours in classes that grow, against the mixture, on a logarithmic axis.
func hours(d *calibrate.Data) picture {
	p := newPlot("beviljade timmar per månad (logaritmisk skala)", "andel av dem som har hemtjänsttimmar, %")
	edges := []float64{1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 80, 100, 125, 160, 200}
	want := make(plotter.XYs, 0, len(edges))
	for i := range len(edges) - 1 {
		lo, hi := edges[i], edges[i+1]
		n := 0
		for h := int(lo); h < int(hi); h++ {
			n += d.Last.Hours[h]
		}
		share := 100 * float64(n) / float64(max(d.Last.WithHours, 1)) / math.Log2(hi/lo)
		x0, x1 := math.Log(lo), math.Log(hi)
		p.Add(area(plotter.XYs{{X: x0, Y: 0}, {X: x0, Y: share}, {X: x1, Y: share}, {X: x1, Y: 0}}, pale(), color.White))
	}
	for x := 0.0; x <= math.Log(200); x += .04 {
		lo, hi := math.Exp(x-.05), math.Exp(x+.05)
		want = append(want, plotter.XY{X: x, Y: 100 * (calibrate.MixtureCDF(hi) - calibrate.MixtureCDF(lo)) / (.1 / math.Ln2)})
	}
	goal := curve(want, grey(), 1.5, true)
	p.Add(goal)
	p.Legend.Add("blandning att likna", goal)
	p.Legend.Add("genererat", area(nil, pale(), pale()))
	p.X.Tick.Marker = logTicks(1, 2, 5, 10, 20, 50, 100, 200)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, math.Log(220), 0, 36
	p.Y.Tick.Marker = whole(10, 36)
	return picture{"timmar", "Beviljade hemtjänsttimmar sista månaden: andel per fördubbling av timmarna.", p, size{wide, tall}}
}

func logTicks(values ...float64) words {
	var w words
	for _, v := range values {
		w = append(w, tick(math.Log(v), fmt.Sprintf("%g", v)))
	}
	return w
}

func placeNames() [calibrate.NPlaces]string {
	return [calibrate.NPlaces]string{"hemtjänst", "enbart larm", "särskilt boende", "enbart HSL", "annat"}
}

func placeColors() [calibrate.NPlaces]color.Color {
	return [calibrate.NPlaces]color.Color{blue(), pale(), purple(), green(), ochre()}
}

// pyramid draws the ages of women to the left and men to the right, by place.
func pyramid(d *calibrate.Data) picture {
	p := newPlot("personer (kvinnor åt vänster, män åt höger)", "ålder")
	names, colors := placeNames(), placeColors()
	const step = 5
	most := 0.0
	for group := 0; life.MinAge+group*step <= life.MaxAge; group++ {
		for sex, sign := range [...]float64{-1, 1} {
			at := 0.0
			for place := range calibrate.NPlaces {
				n := 0
				for a := group * step; a < min((group+1)*step, life.MaxAge-life.MinAge+1); a++ {
					n += d.Last.AgeSex[place][sex][a]
				}
				y, x0, x1 := float64(group), sign*at, sign*(at+float64(n))
				p.Add(area(plotter.XYs{{X: x0, Y: y + .06}, {X: x1, Y: y + .06}, {X: x1, Y: y + .94}, {X: x0, Y: y + .94}}, colors[place], colors[place]))
				at += float64(n)
				most = math.Max(most, at)
			}
		}
	}
	var ages words
	for group := 0; life.MinAge+group*step <= life.MaxAge; group++ {
		label := fmt.Sprintf("%d-%d", life.MinAge+group*step, life.MinAge+group*step+step-1)
		if life.MinAge+group*step == life.MaxAge {
			label = "100+"
		}
		ages = append(ages, tick(float64(group)+.5, label))
	}
	p.Y.Tick.Marker = ages
	p.Y.Tick.Length = 0
	nice := niceStep(most)
	var people words
	for v := -4 * nice; v <= 4*nice; v += nice {
		if math.Abs(v) <= most*1.02 {
			people = append(people, tick(v, fmt.Sprintf("%g", math.Abs(v))))
		}
	}
	p.X.Tick.Marker = people
	p.X.Min, p.X.Max, p.Y.Min = -most*1.02, most*1.25, 0
	p.Add(curve(plotter.XYs{{X: 0, Y: 0}, {X: 0, Y: 8}}, color.White, 1, false))
	for place, n := range names {
		p.Legend.Add(n, area(nil, colors[place], colors[place]))
	}
	return picture{"alder", "Personer med insats eller HSL sista månaden efter ålder, kön och form.", p, size{wide, tall}}
}

// niceStep is 1, 2 or 5 times a power of ten, about a third of the range.
func niceStep(most float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(math.Max(most, 1)/3)))
	for _, k := range []float64{1, 2, 5, 10} {
		if k*p >= most/6 {
			return k * p
		}
	}
	return 10 * p
}

// mortality draws the yearly death rate of those in care against the table of the whole population.
func mortality(d *calibrate.Data) picture {
	p := newPlot("ålder", "döda per 100 personår (logaritmisk skala)")
	for sex, c := range [...]color.Color{red(), blue()} {
		var table, care plotter.XYs
		for a := life.MinAge; a <= life.MaxAge; a++ {
			table = append(table, plotter.XY{X: float64(a), Y: math.Log(100 * d.Model.TableRate(life.Sex(sex), a))})
		}
		const step = 3
		for a := life.MinAge; a <= life.MaxAge; a += step {
			n, dead := 0, 0
			for k := a; k < min(a+step, life.MaxAge+1); k++ {
				n += d.All.AgeMonths[sex][k-life.MinAge]
				dead += d.All.AgeDeaths[sex][k-life.MinAge]
			}
			if dead >= 5 {
				care = append(care, plotter.XY{X: float64(a) + 1, Y: math.Log(1200 * float64(dead) / float64(n))})
			}
		}
		name := [...]string{"kvinnor", "män"}[sex]
		t := curve(table, c, 1.2, true)
		s := &plotter.Scatter{XYs: care, GlyphStyle: draw.GlyphStyle{Color: c, Radius: vg.Points(3), Shape: draw.CircleGlyph{}}}
		p.Add(t, s)
		p.Legend.Add(name+", hela riket (SCB)", t)
		p.Legend.Add(name+" med vård och omsorg", s)
	}
	p.Legend.Left, p.Legend.XOffs = true, vg.Points(6)
	p.Y.Tick.Marker = logTicks(.5, 1, 2, 5, 10, 20, 50)
	p.X.Tick.Marker = words{tick(65, "65"), tick(70, "70"), tick(75, "75"), tick(80, "80"), tick(85, "85"), tick(90, "90"), tick(95, "95"), tick(100, "100+")}
	p.Y.Min, p.Y.Max = math.Log(.5), math.Log(130)
	p.X.Max = 100.8
	return picture{"dodlighet", "Dödlighet bland dem som har vård och omsorg (treårsklasser) mot hela befolkningens tabell.", p, size{wide, tall}}
}

// counts draws persons by place and month.
func counts(d *calibrate.Data) picture {
	p := newPlot("", "personer")
	names, colors := placeNames(), placeColors()
	most := 0
	for place := range calibrate.NPlaces {
		if place == calibrate.AtOther {
			continue
		}
		xy := make(plotter.XYs, len(d.Series))
		for i := range d.Series {
			xy[i] = plotter.XY{X: float64(i), Y: float64(d.Series[i].Place[place])}
			most = max(most, d.Series[i].Place[place])
		}
		l := curve(xy, colors[place], 1.8, false)
		p.Add(l)
		p.Legend.Add(names[place], l)
	}
	p.X.Tick.Marker = months(d)
	p.Y.Min, p.Y.Max = 0, float64(most)*1.3
	p.Y.Tick.Marker = whole(niceStep(p.Y.Max), p.Y.Max)
	p.X.Min, p.X.Max = 0, math.Max(float64(len(d.Series)-1), 1)
	p.Legend.YOffs = -vg.Points(2)
	return picture{"antal", "Personer per månad efter form.", p, size{wide, tall}}
}

// months are ticks at each January, and at the first month when there is none.
func months(d *calibrate.Data) plot.Ticker {
	var w words
	for i := range d.Series {
		if m := d.Model.First + life.Month(i); m.Number() == 1 || i == 0 && len(d.Series) < 12 {
			w = append(w, tick(float64(i), m.String()))
		}
	}
	return w
}

// totals draws granted hours by area and month.
func totals(d *calibrate.Data) picture {
	p := newPlot("", "beviljade timmar per månad")
	colors := []color.Color{blue(), green(), red(), ochre(), grey()}
	most := 0.0
	for a := range d.Model.Areas {
		xy := make(plotter.XYs, len(d.Series))
		for i := range d.Series {
			xy[i] = plotter.XY{X: float64(i), Y: d.Series[i].AreaHours[a]}
			most = math.Max(most, xy[i].Y)
		}
		l := curve(xy, colors[a%len(colors)], 1.8, false)
		p.Add(l)
		p.Legend.Add(d.Model.Areas[a].Name, l)
	}
	p.X.Tick.Marker = months(d)
	p.Y.Min, p.Y.Max = 0, most*1.3
	p.Y.Tick.Marker = whole(niceStep(p.Y.Max), p.Y.Max)
	p.X.Min, p.X.Max = 0, math.Max(float64(len(d.Series)-1), 1)
	return picture{"omraden", "Beviljade hemtjänsttimmar per månad och område.", p, size{wide, tall}}
}

// whole are ticks at the multiples of a step from 0.
func whole(step, most float64) words {
	var w words
	for v := 0.0; v <= most; v += step {
		w = append(w, tick(v, strconv.FormatFloat(v, 'f', -1, 64)))
	}
	return w
}
