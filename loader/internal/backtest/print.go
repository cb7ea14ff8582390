package backtest

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"
)

// addNotes says what was not judged, or not as asked for.
func (r *Report) addNotes() {
	if n := len(r.LeftOut); n > 0 {
		var names []string
		for _, s := range r.LeftOut {
			names = append(names, fmt.Sprintf("%s (%s)", s.Series, s.Reason))
		}
		r.Notes = append(r.Notes, fmt.Sprintf("%s left out: %s", counted(n, "series was", "series were"), some(names)))
	}
	if n := r.Methods[0].Unscaled; n > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%s not change from season to season in the months to learn from, and %s no part of MASE",
			counted(n, "series does", "series do"), plural(n, "is", "are")))
	}
	for _, m := range r.Methods {
		if m.Failed > 0 {
			r.Notes = append(r.Notes, fmt.Sprintf("%s could not forecast %d of %d series: its means are over the others", m.Method, m.Failed, r.Judged))
		}
	}
	if known(r.Methods[0].MASE) == nil {
		r.Notes = append(r.Notes, "MASE is not known (null): no series that was forecast changes from season to season")
	}
}

// known is a number as JSON has it: null where it is not known.
func known(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// measures are what JSON says of a method.
type measures struct {
	MASE       *float64 `json:"mase"`
	SMAPE      *float64 `json:"smape"`
	MAE        *float64 `json:"mae"`
	Coverage80 *float64 `json:"coverage80"`
	Seconds    float64  `json:"seconds"`
	Series     int      `json:"series"`
	Unscaled   int      `json:"unscaled"`
	Failed     int      `json:"failed"`
}

func measuresOf(s Score) measures {
	return measures{known(s.MASE), known(s.SMAPE), known(s.MAE), known(s.Coverage80), s.Seconds, s.Series, s.Unscaled, s.Failed}
}

// MarshalJSON implements json.Marshaler: the measures of the published method, and
// those of each method by name under "methods".
func (r *Report) MarshalJSON() ([]byte, error) {
	methods := make(map[string]measures)
	for _, m := range r.Methods {
		methods[m.Method] = measuresOf(m)
	}
	text := func(months []Month) []string {
		out := []string{}
		for _, m := range months {
			out = append(out, m.String())
		}
		return out
	}
	return json.Marshal(struct {
		measures
		Method     string              `json:"method"`
		Season     int                 `json:"season"`
		Horizon    int                 `json:"horizon"`
		Origins    int                 `json:"origins"`
		Months     int                 `json:"months"`
		FirstMonth string              `json:"first_month"`
		LastMonth  string              `json:"last_month"`
		Missing    []string            `json:"missing_months"`
		LeftOut    []LeftOut           `json:"left_out"`
		Notes      []string            `json:"notes"`
		Methods    map[string]measures `json:"methods"`
	}{
		measuresOf(r.Methods[0]), r.Methods[0].Method, r.Season, r.Horizon, r.Origins, int(r.Last-r.First) + 1, r.First.String(), r.Last.String(),
		text(r.Missing), append([]LeftOut{}, r.LeftOut...), append([]string{}, r.Notes...), methods,
	})
}

// Print writes the report as a table for people.
func (r *Report) Print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "method\tMASE\tsMAPE %\tMAE\t80 % covers\tseconds") // a tabwriter keeps its fault for Flush
	for _, m := range r.Methods {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%.2f\n", m.Method, fixed(m.MASE, 4), fixed(m.SMAPE, 2), fixed(m.MAE, 3), fixed(m.Coverage80, 3), m.Seconds)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	origin := r.Last - Month(r.Horizon)
	_, err := fmt.Fprintf(out, "%d series, %d months from %s to %s; %d months ahead from %s, season %d; means over series\n",
		r.Judged, int(r.Last-r.First)+1, r.First, r.Last, r.Horizon, origins(origin, r.Origins), r.Season)
	if err != nil {
		return err
	}
	for _, note := range r.Notes {
		if _, err := fmt.Fprintln(out, "note:", note); err != nil {
			return err
		}
	}
	return nil
}

func origins(last Month, n int) string {
	if n == 1 {
		return last.String()
	}
	return fmt.Sprintf("%s to %s (%d origins)", last-Month(n-1), last, n)
}

func fixed(v float64, decimals int) string {
	if known(v) == nil {
		return "–"
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}

// number writes a number so that it is read back as it was; empty if not known.
func number(v float64) string {
	if known(v) == nil {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Write writes the forecasts as CSV: by method, series, origin (the last first)
// and month. It needs [Options.Forecasts].
func (r *Report) Write(out io.Writer) error {
	writer := csv.NewWriter(out)
	if err := writer.Write([]string{"series", "method", "origin", "horizon", "month", "forecast", "p10", "p90", "actual"}); err != nil {
		return err
	}
	for _, f := range r.forecasts {
		for h, mean := range f.Mean {
			at := f.origin + h
			line := []string{
				f.name, f.method, (r.First + Month(f.origin-1)).String(), strconv.Itoa(h + 1), (r.First + Month(at)).String(),
				number(mean), number(f.Quantiles[0][h]), number(f.Quantiles[1][h]), number(f.values[at]),
			}
			if err := writer.Write(line); err != nil {
				return err
			}
		}
	}
	writer.Flush()
	return writer.Error()
}
