package modelcard

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// The charts are drawn in these units; the page scales them.
const (
	chartSide   = 320.0 // of the calibration's square
	chartMargin = 44.0
	ratioWidth  = 420.0 // of the audit's axis
	ratioNames  = 250.0
	ratioLine   = 26.0
)

// mark is a point of the calibration chart.
type mark struct{ X, Y string }

// calibrationChart is the curve of one outcome.
type calibrationChart struct {
	Title, Description string
	Marks              []mark
	Ticks              []tick
	Size               string
}

// tick is a place on an axis.
type tick struct{ At, Other, Text string }

func coordinate(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// calibrationCharts draws what was estimated against what came, on axes that are
// alike, so that the diagonal is right.
func (c *Card) calibrationCharts(l Language) []calibrationChart {
	var out []calibrationChart
	for _, class := range c.classes() {
		points := slices.DeleteFunc(slices.Clone(c.curve), func(p point) bool { return p.class != class })
		largest := 0.05
		for _, p := range points {
			largest = max(largest, p.predicted, p.observed)
		}
		step := niceStep(largest)
		top := step * math.Ceil(largest/step)
		chart := calibrationChart{Title: c.outcome(l, class), Size: coordinate(chartSide + 1.5*chartMargin)}
		chart.Description = fmt.Sprintf(l.t("Uppskattad sannolikhet mot andelen som fick utfallet, i tiondelar; %s.", "Estimated probability against the share with the outcome, in tenths; %s."), chart.Title)
		for _, p := range points {
			chart.Marks = append(chart.Marks, mark{coordinate(chartMargin + chartSide*p.predicted/top), coordinate(chartSide * (1 - p.observed/top))})
		}
		for value := 0.0; value <= top+step/2; value += step {
			chart.Ticks = append(chart.Ticks, tick{coordinate(chartMargin + chartSide*value/top), coordinate(chartSide * (1 - value/top)), l.number(100*value, decimalsOf(100*step)) + l.t("\u00a0%", "%")})
		}
		out = append(out, chart)
	}
	return out
}

// classes are the outcomes with a curve, in order.
func (c *Card) classes() []string {
	var out []string
	for _, p := range c.curve {
		if !slices.Contains(out, p.class) {
			out = append(out, p.class)
		}
	}
	return out
}

// outcome is the name of an outcome, as the table has it.
func (c *Card) outcome(l Language, class string) string {
	for _, s := range c.Sections {
		for _, item := range s.Items {
			if s.Name == "calibration" && strings.HasPrefix(item.Name, class+" ") {
				return l.t(item.GroupSv, item.GroupEn)
			}
		}
	}
	return class
}

// niceStep is the step of an axis with about five ticks: 1, 2 or 5 times a power of ten.
func niceStep(largest float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(largest/4)))
	for _, step := range []float64{1, 2, 5} {
		if largest/(step*power) <= 5 {
			return step * power
		}
	}
	return 10 * power
}

func decimalsOf(step float64) int {
	if step < 1 {
		return 1
	}
	return 0
}

// ratioChart is the audit's ratios, one line each.
type ratioChart struct {
	Width, Height, Bottom string
	One                   string // where 1 is
	LimitX, LimitWidth    string // where the limits are; empty for none
	Lines                 []ratioRow
	Ticks                 []tick
}

type ratioRow struct {
	Y, TextY, Name, Verdict, Class string
	X, Low, High, Family, FamilyTo string
}

// ratioChart draws on a logarithmic axis, cut at an eighth and eight times.
func (c *Card) ratioChart(l Language) *ratioChart {
	if len(c.ratios) == 0 {
		return nil
	}
	reach := 2.0
	for _, r := range c.ratios {
		reach = min(max(reach, orOne(r.familyTop), 1/orOne(r.familyLow)), 8)
	}
	at := func(value float64) float64 {
		share := (math.Log(min(max(value, 1/reach), reach)) + math.Log(reach)) / (2 * math.Log(reach))
		return ratioNames + ratioWidth*share
	}
	height := ratioLine * float64(len(c.ratios))
	out := &ratioChart{Width: coordinate(ratioNames + ratioWidth + 130), Height: coordinate(height + 30), Bottom: coordinate(height), One: coordinate(at(1))}
	if r := c.ratios[0]; !math.IsNaN(r.lowest) && !math.IsNaN(r.highest) {
		out.LimitX, out.LimitWidth = coordinate(at(r.lowest)), coordinate(at(r.highest)-at(r.lowest))
	}
	for k, r := range c.ratios {
		y := ratioLine * (float64(k) + 0.5)
		out.Lines = append(out.Lines, ratioRow{
			Y: coordinate(y), TextY: coordinate(y + 4), Name: l.t(r.groupSv, r.groupEn), Verdict: l.verdict(r.verdict), Class: r.verdict,
			X: coordinate(at(r.estimate)), Low: coordinate(at(r.low)), High: coordinate(at(r.high)), Family: coordinate(at(r.familyLow)), FamilyTo: coordinate(at(r.familyTop)),
		})
	}
	for _, value := range []float64{0.125, 0.25, 0.5, 0.8, 1, 1.25, 2, 4, 8} {
		if value >= 1/reach-1e-9 && value <= reach+1e-9 {
			out.Ticks = append(out.Ticks, tick{At: coordinate(at(value)), Other: coordinate(height + 18), Text: l.number(value, decimalsOfRatio(value))})
		}
	}
	return out
}

func decimalsOfRatio(value float64) int {
	for decimals := range 3 {
		scaled := value * math.Pow(10, float64(decimals))
		if math.Abs(scaled-math.Round(scaled)) < 1e-9 {
			return decimals
		}
	}
	return 3
}

// orOne is 1 for what is not known or not positive.
func orOne(x float64) float64 {
	if math.IsNaN(x) || x <= 0 {
		return 1
	}
	return x
}

// verdict in a word.
func (l Language) verdict(verdict string) string {
	switch verdict {
	case "passed":
		return l.t("klarad", "passed")
	case "failed":
		return l.t("underkänd", "failed")
	case "not_shown":
		return l.t("för lite känt", "too little known")
	}
	return l.t("ingen gräns", "no limit")
}
