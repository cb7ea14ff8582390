package modelpage

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// each calls use with the targets of a row scanned, for each row of a query.
func each(ctx context.Context, conn driver.Conn, what, query string, use func(scan func(into ...any) error) error, arguments ...any) (err error) {
	rows, err := conn.Query(ctx, query, arguments...)
	if err != nil {
		return fmt.Errorf("read %s: %w", what, err)
	}
	defer func() { _ = rows.Close() }() // rows.Err has said what went wrong
	for rows.Next() {
		if err := use(rows.Scan); err != nil {
			return fmt.Errorf("read %s: %w", what, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read %s: %w", what, err)
	}
	return nil
}

func readTargets(ctx context.Context, conn driver.Conn) (found []target, err error) {
	err = each(ctx, conn, "targets", `
		SELECT toString(target), toString(run_target), toString(class), toString(population), toString(object), is_shown, title_sv, title_en
		FROM core.risk_targets
		ORDER BY run_target != 'need_doubled', run_target, target != run_target, target`,
		func(scan func(...any) error) error {
			var t target
			err := scan(&t.name, &t.runTarget, &t.class, &t.population, &t.object, &t.isShown, &t.title.swedish, &t.title.english)
			found = append(found, t)
			return err
		})
	return found, err
}

func readRuns(ctx context.Context, conn driver.Conn) (map[string]run, error) {
	found := map[string]run{}
	err := each(ctx, conn, "runs", `
		SELECT runs.run_id, toString(runs.model), toString(runs.method), toString(runs.target), runs.horizon_months, runs.as_of_date, runs.trained_from, runs.trained_to,
			runs.n_rows, runs.n_clients, runs.n_events, runs.parameters, toString(runs.app_version)
		FROM model.runs AS runs
		INNER JOIN model.current_runs AS current ON runs.run_id = current.run_id
		WHERE runs.target != '' AND runs.method = 'additive'`,
		func(scan func(...any) error) error {
			var r run
			err := scan(&r.id, &r.model, &r.method, &r.target, &r.horizon, &r.asOf, &r.from, &r.to, &r.rows, &r.clients, &r.events, &r.parameters, &r.appVersion)
			found[r.target] = r
			return err
		})
	return found, err
}

func readFeatures(ctx context.Context, conn driver.Conn) (map[string]feature, error) {
	found := map[string]feature{}
	err := each(ctx, conn, "names of terms", `SELECT toString(term), toString(family), toString(unit_sv), toString(unit_en), title_sv, title_en FROM core.risk_terms`,
		func(scan func(...any) error) error {
			var f feature
			err := scan(&f.name, &f.family, &f.unit.swedish, &f.unit.english, &f.title.swedish, &f.title.english)
			found[f.name] = f
			return err
		})
	return found, err
}

func readTerms(ctx context.Context, conn driver.Conn, id uint64, class string) (found []row, err error) {
	err = each(ctx, conn, "terms", `
		SELECT toString(term), toString(feature), toString(feature_b), bin, bin_b, toString(kind), toString(kind_b), bin_from, bin_to, bin_b_from, bin_b_to,
			level, level_b, contribution, standard_error, n_clients, weight
		FROM model.terms
		WHERE run_id = ? AND class = ?
		ORDER BY term, bin, bin_b`,
		func(scan func(...any) error) error {
			var r row
			err := scan(&r.term, &r.feature, &r.featureB, &r.a.index, &r.b.index, &r.a.kind, &r.b.kind, &r.a.from, &r.a.to, &r.b.from, &r.b.to,
				&r.a.level, &r.b.level, &r.contribution, &r.standardError, &r.clients, &r.weight)
			found = append(found, r)
			return err
		}, id, class)
	return found, err
}

func readMetrics(ctx context.Context, conn driver.Conn, id uint64) (found []metric, err error) {
	err = each(ctx, conn, "metrics", `
		SELECT toString(split), toString(group_name), toString(group_value), toString(metric), value, value_low, value_high, n_rows, n_events
		FROM model.metrics
		WHERE run_id = ?
		ORDER BY split, group_name, group_value, metric`,
		func(scan func(...any) error) error {
			var m metric
			err := scan(&m.split, &m.group, &m.groupValue, &m.name, &m.value, &m.low, &m.high, &m.rows, &m.events)
			found = append(found, m)
			return err
		}, id)
	return found, err
}

// readAlerts reads the alerts of a target, and the drift of the run's terms, which
// concerns all its targets.
func readAlerts(ctx context.Context, conn driver.Conn, id uint64, target string) (found []alert, err error) {
	err = each(ctx, conn, "alerts", `
		SELECT toString(target), toString(kind), toString(about), value, lowest, highest
		FROM model.alerts
		WHERE run_id = ? AND (target = ? OR kind = 'drift')
		ORDER BY kind, about`,
		func(scan func(...any) error) error {
			var a alert
			err := scan(&a.target, &a.kind, &a.about, &a.value, &a.lowest, &a.highest)
			found = append(found, a)
			return err
		}, id, target)
	return found, err
}

func readDrift(ctx context.Context, conn driver.Conn, id uint64) (map[string]float64, error) {
	found := map[string]float64{}
	err := each(ctx, conn, "drift", `SELECT toString(term), argMax(psi, as_of_date) FROM model.term_drift WHERE run_id = ? GROUP BY term`,
		func(scan func(...any) error) error {
			var name string
			var psi float64
			err := scan(&name, &psi)
			found[name] = psi
			return err
		}, id)
	return found, err
}
