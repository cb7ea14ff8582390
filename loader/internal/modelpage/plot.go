package modelpage

import (
	"math"
	"strconv"
	"strings"
)

// Measures of the picture, in its own units.
const (
	plotWidth  = 600.0
	plotHeight = 312.0
	plotLeft   = 54.0
	plotRight  = 546.0
	plotTop    = 22.0
	plotBottom = 192.0
	barTop     = 206.0 // bars of clients beneath
	barBottom  = 254.0
)

// plot is what the picture of a term is drawn from: paths, and texts with places.
type plot struct {
	ID                           string
	Title, Description           string
	Width, Height                float64
	Left, Right, Top, Bottom     float64
	BarTop, BarBottom, TickY     float64
	AxisX, AxisY                 float64 // place of the value axis' title
	Zero                         float64
	Band, Whiskers, Arrows       string
	Step, StepFew, Bars          string
	Values, Contributions        []tick
	Missing                      *missingPlot
	AxisTitle, LeftTitle, OddsOf string
	ClientsTitle, MostClients    string
	Table                        []tableRow
	HasArrows, HasFew            bool
}

// missingPlot is the bin of missing values, set apart.
type missingPlot struct {
	X, Y, Left, Right float64
	Diamond, Bar      string
	Text              string
}

// tableRow is a bin in words.
type tableRow struct {
	Bin, Contribution, Low, High, Times, Clients string
}

// drawing is a plot in the making.
type drawing struct {
	*plot
	bottom    float64 // of the contribution axis
	top       float64
	limit     float64 // the larger of the two, without sign
	most      float64 // of the bars
	low, high float64 // of the value axis
	end       float64 // where the value axis ends
	band      strings.Builder
	whiskers  strings.Builder
	arrows    strings.Builder
	bars      strings.Builder
}

// newPlot draws a term of one feature.
func newPlot(l Language, id string, t *term, isHours bool) *plot {
	var placed []row
	var missing *row
	sides := make([]side, 0, len(t.rows))
	for i := range t.rows {
		switch r := &t.rows[i]; {
		case r.a.kind == "missing" && r.isEmpty(), r.a.kind == "unknown" && r.isEmpty():
		case r.a.kind == "missing":
			missing = r
		default:
			placed, sides = append(placed, *r), append(sides, r.a)
		}
	}
	words := newLabels(l, t.a, sides)
	title := l.of(t.a.title)
	p := &plot{
		ID: id, Title: title, Width: plotWidth, Height: plotHeight, Left: plotLeft, Right: plotRight, Top: plotTop, Bottom: plotBottom,
		BarTop: barTop, BarBottom: barBottom, TickY: barBottom + 15, AxisY: barBottom + 36, AxisTitle: words.axis(title),
		LeftTitle: l.t("bidrag", "contribution"), OddsOf: l.t("× oddsen", "× the odds"), ClientsTitle: l.t("klienter", "clients"),
	}
	if isHours {
		p.OddsOf = l.t("× timmarna", "× the hours")
	}
	d := &drawing{plot: p, end: plotRight}
	d.bottom, d.top, d.limit = reach(t.rows)
	if missing != nil {
		d.end -= missingShare * (plotRight - plotLeft)
	}
	room := words.slots(sides)
	if len(room) > 0 {
		d.low, d.high = room[0].from, room[len(room)-1].to
	}
	for _, r := range t.rows {
		d.most = max(d.most, float64(r.clients))
	}
	d.MostClients = l.count(uint64(d.most))
	d.AxisX = (plotLeft + d.end) / 2
	d.contributionTicks(l)
	d.Values = words.valueTicks(sides, room, d.x)
	d.draw(placed, room)
	if missing != nil {
		d.drawMissing(l, missing)
	}
	d.Band, d.Whiskers, d.Arrows, d.Bars = d.band.String(), d.whiskers.String(), d.arrows.String(), d.bars.String()
	d.HasArrows = d.Arrows != ""
	d.Table = tableOf(l, &words, t)
	p.Description = reading(l, &words, t, isHours)
	return p
}

// x places a value, y a contribution, height a number of clients.
func (d *drawing) x(value float64) float64 {
	if d.high <= d.low {
		return d.Left
	}
	return d.Left + (d.end-d.Left)*(value-d.low)/(d.high-d.low)
}

func (d *drawing) y(contribution float64) float64 {
	bounded := min(max(contribution, d.bottom), d.top)
	return d.Top + (d.Bottom-d.Top)*(d.top-bounded)/(d.top-d.bottom)
}

func (d *drawing) barY(clients uint64) float64 {
	return d.BarBottom - (d.BarBottom-d.BarTop)*float64(clients)/max(d.most, 1)
}

func (d *drawing) contributionTicks(l Language) {
	d.Zero = d.y(0)
	decimals := 1
	if d.limit < 2 {
		decimals = 2
	}
	if d.limit < 0.2 {
		decimals = 3
	}
	for _, share := range []float64{1, 0.5, 0, -0.5, -1} {
		value := share * d.limit
		if value < d.bottom || value > d.top {
			continue
		}
		times := "×" + l.number(math.Exp(value), decimals)
		if d.limit >= 2 {
			times = l.times(value)
		}
		if share == 0 {
			times = "×1"
		}
		d.Contributions = append(d.Contributions, tick{At: d.y(value), Text: signedShort(l, value), Side: times})
	}
}

func signedShort(l Language, value float64) string {
	text := l.short(value, 3)
	if value > 0 {
		return "+" + text
	}
	return text
}

// draw adds the bins that have a place on the value axis.
func (d *drawing) draw(rows []row, room []slot) {
	var step, few path
	for i, r := range rows {
		from, to := d.x(room[i].from), d.x(room[i].to)
		line := &step
		if r.clients == 0 {
			line, d.HasFew = &few, true
		}
		if r.a.kind == "interval" && i > 0 {
			line.move(from, d.y(rows[i-1].contribution)).vertical(d.y(r.contribution))
		} else {
			line.move(from, d.y(r.contribution))
		}
		line.horizontal(to)
		d.errorBar(&r, from, to)
		if r.clients > 0 {
			rectangle(&d.bars, from+gap(from, to), d.barY(r.clients), to-gap(from, to), d.BarBottom)
		}
	}
	d.Step, d.StepFew = step.String(), few.String()
}

// gap is the room between two bars.
func gap(from, to float64) float64 { return min(0.5, (to-from)/8) }

// errorBar adds the interval of a bin: a band over its width and a line with ends in
// its middle.
func (d *drawing) errorBar(r *row, from, to float64) {
	low, high := r.interval()
	rectangle(&d.band, from, d.y(high), to, d.y(low))
	d.whisker(low, high, (from+to)/2, min(4, (to-from)/3))
}

func (d *drawing) whisker(low, high, middle, half float64) {
	line := path{Builder: &d.whiskers}
	line.move(middle, d.y(high)).vertical(d.y(low))
	for _, end := range []struct {
		value, back float64
	}{{high, 5}, {low, -5}} {
		if end.value > d.top || end.value < d.bottom {
			tip := d.y(end.value)
			arrow := path{Builder: &d.arrows}
			arrow.move(middle-3, tip+end.back).line(middle, tip).line(middle+3, tip+end.back).close()
			continue
		}
		line.move(middle-half, d.y(end.value)).horizontal(middle + half)
	}
}

// drawMissing sets the bin of missing values apart at the right.
func (d *drawing) drawMissing(l Language, r *row) {
	width := plotRight - d.end
	middle := d.end + 0.58*width
	low, high := r.interval()
	d.whisker(low, high, middle, 4)
	y := d.y(r.contribution)
	var diamond, bar strings.Builder
	shape := path{Builder: &diamond}
	shape.move(middle, y-6).line(middle+6, y).line(middle, y+6).line(middle-6, y).close()
	if r.clients > 0 {
		rectangle(&bar, middle-8, d.barY(r.clients), middle+8, d.BarBottom)
	}
	d.Missing = &missingPlot{
		X: middle, Y: y, Left: d.end + 0.12*width, Right: plotRight, Diamond: diamond.String(), Bar: bar.String(), Text: l.t("saknas", "missing"),
	}
}

// path writes the d of an SVG path, to a tenth.
type path struct {
	*strings.Builder
}

func (p *path) write(command byte, values ...float64) *path {
	if p.Builder == nil {
		p.Builder = &strings.Builder{}
	}
	p.WriteByte(command)
	for i, value := range values {
		if i > 0 {
			p.WriteByte(' ')
		}
		p.WriteString(coordinate(value))
	}
	return p
}

func (p *path) move(x, y float64) *path    { return p.write('M', x, y) }
func (p *path) line(x, y float64) *path    { return p.write('L', x, y) }
func (p *path) horizontal(x float64) *path { return p.write('H', x) }
func (p *path) vertical(y float64) *path   { return p.write('V', y) }
func (p *path) close()                     { p.write('Z') }
func (p path) String() string {
	if p.Builder == nil {
		return ""
	}
	return p.Builder.String()
}

func rectangle(to *strings.Builder, left, top, right, bottom float64) {
	p := path{Builder: to}
	p.move(left, top).horizontal(right).vertical(bottom).horizontal(left).close()
}

// coordinate writes a place to a tenth.
func coordinate(value float64) string {
	text := strings.TrimSuffix(strconv.FormatFloat(value, 'f', 1, 64), ".0")
	if text == "-0" {
		return "0"
	}
	return text
}
