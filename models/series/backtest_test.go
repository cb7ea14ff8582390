package series_test

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/framsyn/framsyn/models/modeltest"
	"github.com/framsyn/framsyn/models/series"
)

// last repeats the last value, within 1 of it.
type last struct{ value float64 }

func (last) Fit(y []float64) (series.Fitted, error) {
	if y[0] < 0 {
		return nil, errors.New("negative start")
	}
	return last{y[len(y)-1]}, nil
}

func (l last) Forecast(horizon int, levels []float64) series.Forecast {
	f := series.Forecast{Levels: levels, Quantiles: make([][]float64, len(levels))}
	for range horizon {
		f.Mean = append(f.Mean, l.value)
		for i, level := range levels {
			f.Quantiles[i] = append(f.Quantiles[i], l.value+math.Copysign(1, level-0.5))
		}
	}
	return f
}

// By hand: period 2, two months ahead. From 1 2 3 4 | 5 6 the forecast is 4: MAE
// 1.5, scale 2, MASE 0.75, sMAPE 100·(2/9 + 4/10)/2, one of two within 1. One
// month earlier, 1 2 3 | 4 5 from 3: MAE 1.5, scale 2, sMAPE 100·(2/7 + 4/8)/2.
func TestBacktestByHand(t *testing.T) {
	set := []series.Series{
		{Name: "up", Values: []float64{1, 2, 3, 4, 5, 6}},
		{Name: "flat", Values: []float64{2, 2, 2, 2, 2, 2}},
		{Name: "bad", Values: []float64{-1, 2, 3, 4, 5, 6}},
	}
	got, err := series.Backtest(set, []series.Named{{Name: "last", Method: last{}}}, series.BacktestOptions{Period: 2, Horizon: 2, Origins: 2})
	if err != nil {
		t.Fatal(err)
	}
	smape := 25 * (2./9 + 4./10 + 2./7 + 4./8)
	up := got.Series[0]
	if up.MASE != 0.75 || up.MAE != 1.5 || math.Abs(up.SMAPE-smape) > 1e-12 || up.Coverage80 != 0.5 || up.Err != nil {
		t.Errorf("%+v, want sMAPE %v", up, smape)
	}
	if !math.IsNaN(got.Series[1].MASE) || got.Series[1].SMAPE != 0 || got.Series[2].Err == nil {
		t.Errorf("%+v", got.Series[1:])
	}
	want := series.Score{Method: "last", MASE: 0.75, SMAPE: smape / 2, MAE: 0.75, Coverage80: 0.75, Series: 2, Unscaled: 1, Failed: 1}
	if s := got.Methods[0]; math.Abs(s.SMAPE-want.SMAPE) > 1e-12 || s.MASE != want.MASE || s.Coverage80 != want.Coverage80 || s.Failed != 1 || s.Unscaled != 1 {
		t.Errorf("%+v, want %+v", s, want)
	}
	if _, err := series.Backtest(set[2:], []series.Named{{Name: "last", Method: last{}}}, series.BacktestOptions{}); !errors.Is(err, series.ErrNoOrigin) {
		t.Errorf("too short: %v", err)
	}
	if _, err := series.Backtest(nil, series.Methods(12, true), series.BacktestOptions{}); !errors.Is(err, series.ErrNoData) {
		t.Errorf("nothing: %v", err)
	}
}

// The number of workers does not change a digit.
func TestBacktestDeterministic(t *testing.T) {
	var set []series.Series
	for k := range uint64(6) {
		set = append(set, series.Series{Name: string(rune('a' + k)), Values: modeltest.SeasonalSeries(60, k)})
	}
	run := func(workers int) series.Report {
		r, err := series.Backtest(set, series.Methods(12, true), series.BacktestOptions{Workers: workers, Origins: 2, Step: 3})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if !reflect.DeepEqual(run(1), run(4)) {
		t.Error("one worker and four differ")
	}
}
