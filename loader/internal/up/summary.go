package up

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"text/tabwriter"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Summary is what `framsyn up --once` says at the end; its JSON is a promise to
// scripts.
type Summary struct {
	Load       LoadSummary        `json:"load"`
	Tables     map[string]uint64  `json:"tables"` // table -> rows
	Risk       RiskSummary        `json:"risk"`
	Forecast   ForecastSummary    `json:"forecast"`
	Seconds    map[string]float64 `json:"seconds"` // step -> seconds; total is all
	PeakMemory uint64             `json:"peak_memory_bytes"`
	Peaks      map[string]uint64  `json:"step_peak_memory_bytes"` // step -> peak resident memory so far, program and engine together, bytes
}

// LoadSummary counts the delivered rows of this run.
type LoadSummary struct {
	Delivered uint64 `json:"delivered"`
	Loaded    uint64 `json:"loaded"`
	Repeated  uint64 `json:"repeated"`
	Replaced  uint64 `json:"replaced"`
	Rejected  uint64 `json:"rejected"`
}

// RiskSummary is the risk model's discrimination on later months and other
// persons; zero without a model.
type RiskSummary struct {
	AUC     float64 `json:"auc"`
	AUCLow  float64 `json:"auc_low"`
	AUCHigh float64 `json:"auc_high"`
}

// ForecastSummary is the mean scaled error of home-care hours in the whole
// municipality over rolling origins and horizons; zero without forecasts.
type ForecastSummary struct {
	MASE              float64 `json:"mase"`
	MASESeasonalNaive float64 `json:"mase_seasonal_naive"`
}

func loadSummary(t load.Totals) LoadSummary {
	return LoadSummary{Delivered: t.Delivered, Loaded: t.Loaded, Repeated: t.Repeated, Replaced: t.Replaced, Rejected: t.Rejected}
}

// complete reads tables, risk and forecast.
func (s *Summary) complete(ctx context.Context, conn driver.Conn) error {
	if err := s.countTables(ctx, conn); err != nil {
		return err
	}
	err := conn.QueryRow(ctx, `SELECT value, ifNull(value_low, value), ifNull(value_high, value) FROM model.metrics
		WHERE run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'risk' AND target = 'need_doubled') AND split = 'test' AND group_name = 'all' AND metric = 'auc'`).
		Scan(&s.Risk.AUC, &s.Risk.AUCLow, &s.Risk.AUCHigh)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("read model.metrics: %w", err)
	}
	err = conn.QueryRow(ctx, `SELECT avgIf(scaled_error, method = 'blend'), avgIf(scaled_error, method = 'seasonal_naive') FROM model.forecast_accuracy
		WHERE run_id IN (SELECT run_id FROM model.current_runs WHERE model = 'forecast') AND resource = 'home_care_h'
			AND scope_id IN (SELECT area_id FROM core.areas WHERE kind = 'municipality')`).
		Scan(&s.Forecast.MASE, &s.Forecast.MASESeasonalNaive)
	if err != nil {
		return fmt.Errorf("read model.forecast_accuracy: %w", err)
	}
	if math.IsNaN(s.Forecast.MASE) {
		s.Forecast = ForecastSummary{}
	}
	return nil
}

func (s *Summary) countTables(ctx context.Context, conn driver.Conn) error {
	s.Tables = map[string]uint64{}
	err := clickhouse.Each(ctx, conn, `SELECT concat(database, '.', name), ifNull(total_rows, 0) FROM system.tables
		WHERE database IN ('raw', 'core', 'mart', 'model', 'ops', 'vault') AND engine LIKE '%MergeTree'`, nil, func(row driver.Rows) error {
		var table string
		var n uint64
		err := row.Scan(&table, &n)
		s.Tables[table] = n
		return err
	})
	if err != nil {
		return fmt.Errorf("count tables: %w", err)
	}
	return nil
}

// Print writes the summary for people.
func (s *Summary) Print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	p := func(format string, args ...any) { _, _ = fmt.Fprintf(table, format, args...) }
	p("delivered\t%d rows = %d loaded + %d repeated + %d replaced + %d rejected\n", s.Load.Delivered, s.Load.Loaded, s.Load.Repeated, s.Load.Replaced, s.Load.Rejected)
	if s.Risk.AUC > 0 {
		p("risk\tAUC %.3f (%.3f-%.3f) on later months and other persons\n", s.Risk.AUC, s.Risk.AUCLow, s.Risk.AUCHigh)
	}
	if s.Forecast.MASE > 0 {
		p("forecast\tMASE %.3f, seasonal naive %.3f (home-care hours, whole municipality)\n", s.Forecast.MASE, s.Forecast.MASESeasonalNaive)
	}
	for _, name := range []string{"core.clients", "mart.client_months", "mart.candidates", "model.risk_scores", "model.forecasts", "ops.load_rejects"} {
		p("%s\t%d rows\n", name, s.Tables[name])
	}
	for _, step := range slices.Sorted(maps.Keys(s.Seconds)) {
		p("seconds, %s\t%.1f\n", step, s.Seconds[step])
	}
	p("peak memory\t%d MiB (program and engine)\n", s.PeakMemory>>20)
	return table.Flush()
}
