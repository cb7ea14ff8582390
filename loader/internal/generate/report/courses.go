package report

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// frailtyTop is the highest frailty, drawn at the top of the picture.
const frailtyTop = 6

func caseNames() [calibrate.NCases]string {
	return [calibrate.NCases]string{
		"Rehabilitering för länge sedan, växande behov igen (kvinna i Nord)",
		"Tidig kognitiv svikt som ingen har uppmärksammat, utan HSL",
		"Enbart hälso- och sjukvård, växande behov",
		"Stroke",
		"Flytt till särskilt boende",
		"Rehabilitering som gav effekt",
	}
}

// course draws one person's hours and state over the months delivered.
func course(d *calibrate.Data, which int) (picture, bool) {
	points := choose(d, which)
	if len(points) == 0 {
		return picture{}, false
	}
	p := newPlot("", "timmar per månad")
	var granted, need, frailty, cog plotter.XYs
	var jumps, helps plotter.XYs
	most := 10.0
	for _, x := range points {
		at := float64(x.Month - d.Model.First)
		if !x.Housing {
			granted = append(granted, plotter.XY{X: at, Y: x.GrantedHours}, plotter.XY{X: at + 1, Y: x.GrantedHours})
			need = append(need, plotter.XY{X: at + .5, Y: x.NeedHours})
			most = math.Max(most, math.Max(x.GrantedHours, x.NeedHours))
		}
		frailty = append(frailty, plotter.XY{X: at, Y: x.Frailty})
		cog = append(cog, plotter.XY{X: at, Y: x.Cognition})
		if x.Jump != life.NoJump && x.Jump != life.MinorStay {
			jumps = append(jumps, plotter.XY{X: at, Y: 0})
		}
		if x.CourseStarted {
			helps = append(helps, plotter.XY{X: at, Y: 0})
		}
	}
	top := most * 1.1
	if which == 0 {
		top = most * 1.6 // room for the legend
	}
	scale := top / frailtyTop
	for _, xy := range []plotter.XYs{frailty, cog} {
		for i := range xy {
			xy[i].Y *= scale
		}
	}
	g, n := curve(granted, blue(), 1.8, false), curve(need, grey(), 1, true)
	f, c := curve(frailty, ochre(), 1, false), curve(cog, red(), 1, false)
	p.Add(n, f, c, g, marks(jumps, color.Black, draw.PyramidGlyph{}), marks(helps, green(), draw.BoxGlyph{}))
	if which == 0 {
		p.Legend.Add("beviljat", g)
		p.Legend.Add("verkligt behov", n)
		p.Legend.Add("skörhet (0-6)", f)
		p.Legend.Add("kognitiv svikt (0-6)", c)
		p.Legend.Left, p.Legend.XOffs = true, vg.Points(6)
	}
	p.X.Tick.Marker = months(d)
	p.X.Min, p.X.Max = 0, math.Max(float64(len(d.Series)), 1)
	p.Y.Min, p.Y.Max = 0, top
	p.Y.Tick.Marker = whole(niceStep(p.Y.Max), p.Y.Max)
	return picture{"forlopp" + string(rune('1'+which)), caseNames()[which], p, size{small, 6.2 * vg.Centimeter}}, true
}

// choose takes, of the persons like a case, the one whose months delivered show most: many months, and hours that change.
func choose(d *calibrate.Data, which int) []life.Point {
	var best []life.Point
	most := 0.0
	for _, key := range d.All.Found[which] {
		if key == 0 {
			break
		}
		all := d.Model.Trace(key)
		for len(all) > 0 && all[0].Month < d.Model.First {
			all = all[1:]
		}
		lo, hi := math.Inf(1), 0.0
		for i := range all {
			if !all[i].Housing {
				lo, hi = math.Min(lo, all[i].NeedHours+3), math.Max(hi, all[i].NeedHours+3)
			}
		}
		if show := float64(len(all)) + 20*math.Log(hi/lo); len(all) > 0 && hi > 0 && show > most {
			best, most = all, show
		}
	}
	return best
}

func marks(xy plotter.XYs, c color.Color, shape draw.GlyphDrawer) *plotter.Scatter {
	return &plotter.Scatter{XYs: xy, GlyphStyle: draw.GlyphStyle{Color: c, Radius: vg.Points(3), Shape: shape}}
}
