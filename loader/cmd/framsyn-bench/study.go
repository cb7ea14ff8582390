package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// The study judges forecasts on several made-up municipalities: one says little, for
// what 2,000 persons need in a year is in good part chance.
const (
	studyFirstSeed = 31 // seeds below were looked at while the methods were made
	studyClients   = 2000
	studyMonths    = 60
	studyLong      = 108
)

// municipality is one that the study judges.
type municipality struct {
	name      string // of its folder, and of what is planted
	arguments []string
}

// variants are one municipality with each planted shock, and with a longer history.
func variants() []municipality {
	seed := []string{"--seed", fmt.Sprint(studyFirstSeed)}
	with := func(name string, arguments ...string) municipality {
		return municipality{name, append(append([]string{}, seed...), arguments...)}
	}
	return []municipality{
		with("practice-break", "--practice-break", "2024-10"),
		with("epidemic", "--epidemic", "2024-02"),
		with("new-area", "--new-area", "2024-10"),
		with("missing-months", "--missing-months", "3"),
		with("long", "--months", fmt.Sprint(studyLong)),
	}
}

// study brings the municipalities up as far as the forecast needs, and prints how
// good the forecasts from earlier months were.
func (b *bench) study(ctx context.Context) error {
	var all []municipality
	for i := range b.studySeeds {
		seed := fmt.Sprint(studyFirstSeed + i)
		all = append(all, municipality{"seed-" + seed, []string{"--seed", seed}})
	}
	found, err := b.judgeAll(ctx, append(all, variants()...))
	if err != nil {
		return err
	}
	plain, planted := found[:b.studySeeds], found[b.studySeeds:]
	for _, level := range []string{levelTotal, levelArea} {
		if err := accuracyTable(plain, level).print(b.out); err != nil {
			return err
		}
	}
	return variantTable(append([]judged{plain[0]}, planted...)).print(b.out)
}

// judgeAll judges a few at once: nothing is timed here.
func (b *bench) judgeAll(ctx context.Context, all []municipality) ([]judged, error) {
	const atOnce = 3 // each takes up to 1 GB
	out, errs := make([]judged, len(all)), make([]error, len(all))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				if out[i], errs[i] = b.judge(ctx, all[i]); errs[i] != nil {
					errs[i] = fmt.Errorf("%s: %w", all[i].name, errs[i])
				}
			}
		})
	}
	wg.Wait()
	return out, errors.Join(errs...)
}

// judge makes a municipality, unless an earlier run has, and forecasts from it.
func (b *bench) judge(ctx context.Context, m municipality) (out judged, err error) {
	root := b.dir
	if b.studyDir != "" {
		root = b.studyDir
	}
	data := filepath.Join(root, m.name)
	if _, err := os.Stat(data); err != nil {
		if err := b.makeMunicipality(ctx, m, data); err != nil {
			return out, err
		}
	}
	b.log.Info("forecast", "municipality", m.name)
	if _, err := measure(ctx, io.Discard, b.framsyn, "job", "run", "forecast", "--data", data, "--log-level", "error"); err != nil {
		return out, err
	}
	session, err := clickhouse.Ensure(ctx, data, clickhouse.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	conn, err := session.Connect(ctx, clickhouse.Owner)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	out.name = m.name
	out.rows, err = readJudged(ctx, conn)
	if b.studyDir == "" {
		err = errors.Join(err, os.RemoveAll(data))
	}
	return out, err
}

// makeMunicipality fills a database as far as a forecast needs. Half a folder is
// never left under its name.
func (b *bench) makeMunicipality(ctx context.Context, m municipality, data string) error {
	b.log.Info("generate", "municipality", m.name)
	files, half := data+"-files", data+"-half"
	if err := errors.Join(os.RemoveAll(files), os.RemoveAll(half)); err != nil {
		return err
	}
	generate := append([]string{"generate", "--out", files, "--clients", fmt.Sprint(studyClients), "--months", fmt.Sprint(studyMonths)}, m.arguments...)
	for _, step := range [][]string{
		generate, {"schema", "apply", "--data", half}, {"load", files, "--data", half}, {"job", "run", "transform", "--data", half},
	} {
		if _, err := measure(ctx, io.Discard, b.framsyn, append(step, "--log-level", "error")...); err != nil {
			return err
		}
	}
	return errors.Join(os.RemoveAll(files), os.Rename(half, data))
}

// judged is what a municipality's forecasts from earlier months were worth.
type judged struct {
	name string
	rows []judgedRow
}

// judgedRow is the mean over rolling origins, and over areas.
type judgedRow struct {
	key

	level string
	n     uint64 // forecasts
	mase  float64
	bias  float64 // share of what came
	crps  float64 // share of what came
	cover float64
}

// key names a row of the tables.
type key struct {
	resource, method string
	months           uint64
}

// The levels of the study.
const (
	levelTotal = "municipality"
	levelArea  = "areas"
)

// readJudged reads the newest run, approved or not: nobody decides by it here.
func readJudged(ctx context.Context, conn driver.Conn) ([]judgedRow, error) {
	var out []judgedRow
	err := clickhouse.Each(ctx, conn, `SELECT toString(resource), toString(method), toUInt64(horizon_months), if(areas.kind = 'municipality', ?, ?) AS level,
			count(), avg(scaled_error), sum(forecast - actual) / sum(actual), sum(crps) / sum(actual), avg(is_covered)
		FROM model.forecast_accuracy AS judged
		INNER JOIN core.areas AS areas ON areas.area_id = toString(judged.scope_id)
		WHERE run_id IN (SELECT argMax(runs.run_id, (runs.as_of_date, runs.created_at)) FROM model.runs AS runs WHERE runs.model = 'forecast') AND scope_kind = 'area' AND areas.kind IN ('municipality', 'area')
		GROUP BY resource, method, horizon_months, level`, []any{levelTotal, levelArea}, func(row driver.Rows) error {
		var r judgedRow
		err := row.Scan(&r.resource, &r.method, &r.months, &r.level, &r.n, &r.mase, &r.bias, &r.crps, &r.cover)
		out = append(out, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read model.forecast_accuracy: %w", err)
	}
	return out, nil
}
