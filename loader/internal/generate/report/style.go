package report

import (
	"bytes"
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// The colours of the page: blue for what was generated, dark grey for the published number it is compared with, and some for series.
func blue() color.Color   { return color.RGBA{R: 0x1f, G: 0x5f, B: 0x8b, A: 0xff} }
func pale() color.Color   { return color.RGBA{R: 0xa9, G: 0xc9, B: 0xdd, A: 0xff} }
func red() color.Color    { return color.RGBA{R: 0xb4, G: 0x45, B: 0x3c, A: 0xff} }
func grey() color.Color   { return color.RGBA{R: 0x55, G: 0x55, B: 0x55, A: 0xff} }
func line() color.Color   { return color.RGBA{R: 0xdd, G: 0xdd, B: 0xdd, A: 0xff} }
func green() color.Color  { return color.RGBA{R: 0x4a, G: 0x80, B: 0x56, A: 0xff} }
func ochre() color.Color  { return color.RGBA{R: 0xc0, G: 0x86, B: 0x2c, A: 0xff} }
func purple() color.Color { return color.RGBA{R: 0x74, G: 0x57, B: 0x8f, A: 0xff} }

// size is a picture's size.
type size struct{ width, height vg.Length }

const (
	wide  = 18 * vg.Centimeter
	tall  = 9 * vg.Centimeter
	small = 8.7 * vg.Centimeter
)

// newPlot returns a plot in the page's type, with its axes named.
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = color.White
	p.X.Label.Text, p.Y.Label.Text = x, y
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		sans(&axis.Label.TextStyle.Font, 10)
		sans(&axis.Tick.Label.Font, 9)
		axis.Label.TextStyle.Color = grey()
		axis.Tick.Label.Color = grey()
		axis.Color = line()
		axis.Tick.Color = line()
		axis.Label.Padding = vg.Points(4)
		axis.Padding = 0
	}
	sans(&p.Legend.TextStyle.Font, 9)
	p.Legend.TextStyle.Color = grey()
	p.Legend.Top = true
	p.Legend.XOffs = -vg.Points(6)
	p.Legend.Padding = vg.Points(2)
	p.Legend.ThumbnailWidth = vg.Points(18)
	sans(&p.Title.TextStyle.Font, 11)
	p.Title.Padding = vg.Points(4)
	return p
}

func sans(f *font.Font, points float64) {
	f.Typeface, f.Variant, f.Size = "Liberation", "Sans", vg.Points(points)
}

// picture is a drawn plot.
type picture struct {
	name, caption string
	plot          *plot.Plot
	size          size
}

// render draws in a format of gonum/plot: svg for the page.
func (p *picture) render(format string) ([]byte, error) {
	w, err := p.plot.WriterTo(p.size.width, p.size.height, format)
	if err != nil {
		return nil, fmt.Errorf("plot %s: %w", p.name, err)
	}
	var b bytes.Buffer
	if _, err := w.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("plot %s: %w", p.name, err)
	}
	return b.Bytes(), nil
}

// words are ticks with fixed labels.
type words []plot.Tick

// Ticks returns the ticks, whatever the range.
func (w words) Ticks(_, _ float64) []plot.Tick { return w }

func tick(v float64, label string) plot.Tick { return plot.Tick{Value: v, Label: label} }
