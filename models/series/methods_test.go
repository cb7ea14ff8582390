package series_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/series"
)

func TestBatteryOfMethods(t *testing.T) {
	for _, m := range series.Methods(12, false) {
		switch m.Name {
		case "ses", "seasonal_naive", "mean": // no season; above; the mean of three below
			continue
		}
		t.Run(m.Name, func(t *testing.T) { modeltest.ForecastSeries(t, m.Method) })
	}
}

func fit(t *testing.T, m series.Method, y []float64) series.Fitted {
	t.Helper()
	f, err := m.Fit(y)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A line a + b·t: simple exponential smoothing follows it to the last value,
// and the drift is half of b (Hyndman and Billah 2003).
func TestThetaOnALine(t *testing.T) {
	y := make([]float64, 60)
	for i := range y {
		y[i] = 50 + 2*float64(i)
	}
	got := fit(t, series.Theta{Period: 1}, y).Forecast(3, nil).Mean
	for h, want := range []float64{169, 170, 171} {
		if math.Abs(got[h]-want) > 0.01 {
			t.Errorf("month %d: %v, want %v", h+1, got[h], want)
		}
	}
}

// An exact season on an exact line: STL gives both back, and every method with
// trend and season goes on as the series did.
func TestExactSeries(t *testing.T) {
	shape := []float64{5, -3, 2, 8, -1, -6, 4, -9, 0, 3, -5, 2}
	y := make([]float64, 84)
	for i := range y {
		y[i] = 100 + 0.5*float64(i) + shape[i%12]
	}
	for _, m := range []series.Method{series.ETS{}, series.STLETS{}} {
		got := fit(t, m, y[:72]).Forecast(12, nil).Mean
		for h, v := range got {
			if math.Abs(v-y[72+h]) > 0.05 {
				t.Errorf("%T month %d: %v, want %v", m, h+1, v, y[72+h])
			}
		}
	}
	d, err := series.STL(y, series.STLOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range y {
		if math.Abs(d.Seasonal[i]-shape[i%12]) > 0.005 || math.Abs(d.Trend[i]-100-0.5*float64(i)) > 0.005 {
			t.Fatalf("month %d: season %v, trend %v", i, d.Seasonal[i], d.Trend[i])
		}
	}
}

// The parts of STL sum to the series, for each option, with missing months and an
// outlier; the robust season ignores the outlier.
func TestSTLIdentity(t *testing.T) {
	y := modeltest.SeasonalSeries(72, 9)
	clean, err := series.STL(y, series.STLOptions{Robust: true})
	if err != nil {
		t.Fatal(err)
	}
	y[5], y[40], y[41], y[30] = math.NaN(), math.NaN(), math.NaN(), 500
	for _, o := range []series.STLOptions{{}, {Robust: true}, {Window: 7}, {Window: 11, Robust: true}} {
		d, err := series.STL(y, o)
		if err != nil {
			t.Fatal(err)
		}
		var total float64
		for i, v := range y {
			sum := d.Seasonal[i] + d.Trend[i] + d.Remainder[i]
			if math.IsNaN(v) != math.IsNaN(sum) || !math.IsNaN(v) && math.Abs(sum-v) > 1e-9 {
				t.Fatalf("%+v month %d: parts sum to %v, value %v", o, i, sum, v)
			}
			if i >= 60 {
				total += d.Seasonal[i]
			}
			if missing := i%12 == 4 || i%12 == 5; o == (series.STLOptions{Robust: true}) && !missing && math.Abs(d.Seasonal[i]-clean.Seasonal[i]) > 2.5 {
				t.Errorf("month %d: season %v, without outlier %v", i, d.Seasonal[i], clean.Seasonal[i])
			}
		}
		if math.Abs(total) > 2 {
			t.Errorf("%+v: the last season sums to %v", o, total)
		}
	}
	if _, err := series.STL(y[:20], series.STLOptions{}); !errors.Is(err, series.ErrTooShort) {
		t.Errorf("twenty months: %v", err)
	}
}

// Missing months change a forecast little, missing last months move it on.
func TestMissing(t *testing.T) {
	y := modeltest.SeasonalSeries(72, 21)
	holed := append([]float64(nil), y...)
	for _, i := range []int{3, 17, 18, 44, 60} {
		holed[i] = math.NaN()
	}
	late := append(append([]float64(nil), y...), math.NaN(), math.NaN())
	for _, m := range series.Methods(12, true) {
		if m.Name == "seasonal_naive" {
			continue
		}
		want := fit(t, m.Method, y).Forecast(12, []float64{0.1}).Mean
		got := fit(t, m.Method, holed).Forecast(12, nil).Mean
		moved := fit(t, m.Method, late).Forecast(10, []float64{0.1}).Mean
		for h := range want {
			if math.Abs(got[h]-want[h]) > 3 { // one standard deviation of the noise
				t.Errorf("%s month %d: %v with gaps, %v without", m.Name, h+1, got[h], want[h])
			}
			if h >= 2 && moved[h-2] != want[h] {
				t.Errorf("%s month %d: %v after two missing months, %v before", m.Name, h+1, moved[h-2], want[h])
			}
		}
	}
}

// A month delivered at a fifth, in the middle or last, is found and made good; a
// lasting change is not touched.
func TestBrokenMonths(t *testing.T) {
	y := modeltest.SeasonalSeries(72, 4)
	if _, replaced := series.Clean(y, 12); len(replaced) > 0 {
		t.Errorf("months %v of a sound series replaced", replaced)
	}
	want := fit(t, series.Published{}, y).Forecast(6, nil).Mean
	for _, month := range []int{30, 71} {
		bad := append([]float64(nil), y...)
		bad[month] /= 5
		clean, replaced := series.Clean(bad, 12)
		if len(replaced) != 1 || replaced[0] != month || math.Abs(clean[month]-y[month]) > 12 {
			t.Errorf("month %d: replaced %v, %v instead of %v", month, replaced, clean[month], y[month])
		}
		f := fit(t, series.Published{}, bad)
		for h, v := range f.Forecast(6, nil).Mean {
			if math.Abs(v-want[h]) > 3 {
				t.Errorf("broken month %d, month %d: forecast %v, want %v", month, h+1, v, want[h])
			}
		}
		if notes := strings.Join(series.Notes(f), "; "); !strings.Contains(notes, "broken months left out") {
			t.Errorf("notes %q", notes)
		}
	}
	shifted := append([]float64(nil), y...)
	for i := 60; i < 72; i++ {
		shifted[i] /= 2
	}
	if _, replaced := series.Clean(shifted, 12); len(replaced) > 0 {
		t.Errorf("a lasting change was replaced: %v", replaced)
	}
}

// Short, constant, zero and negative series.
func TestOddSeries(t *testing.T) {
	levels := []float64{0.1, 0.5, 0.9}
	short := modeltest.SeasonalSeries(20, 1)
	zeros, falling, negative := make([]float64, 40), make([]float64, 30), make([]float64, 40)
	for i := range falling {
		falling[i] = max(0, float64(29-i))
	}
	for i, v := range modeltest.SeasonalSeries(40, 2) {
		negative[i] = v - 105
	}
	for _, m := range series.Methods(12, true) {
		f := fit(t, m.Method, short)
		if notes := strings.Join(series.Notes(f), "; "); m.Name != "ses" && m.Name != "seasonal_naive" && !strings.Contains(notes, "fewer than two seasons") {
			t.Errorf("%s does not say that it fell back: %q", m.Name, notes)
		}
		for name, y := range map[string][]float64{"short": short, "zeros": zeros, "falling": falling, "negative": negative} {
			got := fit(t, m.Method, y).Forecast(24, levels)
			for h, v := range got.Mean {
				for _, q := range append([]float64{v}, got.Quantiles[0][h], got.Quantiles[2][h]) {
					if math.IsNaN(q) || math.IsInf(q, 0) || name != "negative" && q < 0 {
						t.Fatalf("%s, %s, month %d: %v, quantiles %v %v", m.Name, name, h+1, v, got.Quantiles[0][h], got.Quantiles[2][h])
					}
				}
			}
			if name == "zeros" && got.Mean[0] != 0 {
				t.Errorf("%s: %v after zeros", m.Name, got.Mean[0])
			}
			if name == "negative" && !(got.Mean[0] < 0 || got.Mean[6] < 0) {
				t.Errorf("%s: %v cut at zero though the history is negative", m.Name, got.Mean)
			}
		}
	}
	if _, err := (series.ETS{Model: "MAM"}).Fit(negative); err == nil || !strings.Contains(err.Error(), "positive") {
		t.Errorf("ETS(MAM) of negative values: %v", err)
	}
	if _, err := (series.Combination{}).Fit(short); !errors.Is(err, series.ErrNoMembers) {
		t.Errorf("a combination of nothing: %v", err)
	}
	if _, err := (series.ETS{Model: "XYZ"}).Fit(short); err == nil {
		t.Error("ETS(XYZ): no error")
	}
}

// Amounts of 6 every third month: 2 a month; 80 % of months lie within 0 and 6.
// When nothing comes for long, TSB fades and Croston does not.
func TestIntermittent(t *testing.T) {
	y := make([]float64, 90)
	for i := 2; i < len(y); i += 3 {
		y[i] = 6
	}
	for _, v := range []series.Variant{series.TSB, series.SBA, series.Croston} {
		got := fit(t, series.Intermittent{Variant: v}, y).Forecast(2, []float64{0.1, 0.5, 0.9})
		if math.Abs(got.Mean[0]-2) > 0.3 || got.Quantiles[0][1] != 0 || got.Quantiles[1][1] != 0 || math.Abs(got.Quantiles[2][1]-6) > 0.3 {
			t.Errorf("variant %d: %+v", v, got)
		}
	}
	ended := append(append([]float64(nil), y...), make([]float64, 60)...)
	tsb := fit(t, series.Intermittent{}, ended).Forecast(1, nil).Mean[0]
	croston := fit(t, series.Intermittent{Variant: series.Croston}, ended).Forecast(1, nil).Mean[0]
	if tsb > 0.5 || croston < 1 {
		t.Errorf("after five empty years: TSB %v, Croston %v", tsb, croston)
	}
	if notes := series.Notes(fit(t, series.Published{}, y)); !strings.Contains(strings.Join(notes, " "), "TSB") {
		t.Errorf("notes %v", notes)
	}
	if _, err := (series.Intermittent{}).Fit([]float64{0, 1, -1, 0}); !errors.Is(err, series.ErrNegative) {
		t.Errorf("negative: %v", err)
	}
}
