package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// smallMonths is how many small files of a kind a call loads: enough that what a
// call costs as a whole does not count.
const smallMonths = 12

// loader measures the loader beside ClickHouse's own reader, on large files and on
// small ones.
func (b *bench) loader(ctx context.Context) error {
	large, err := b.largeSteps(ctx)
	if err != nil {
		return err
	}
	pairs, err := b.pairs(ctx, large)
	if err != nil {
		return err
	}
	if err := b.largeTable(pairs).print(b.out); err != nil {
		return err
	}
	small, err := b.smallSteps(ctx)
	if err != nil {
		return err
	}
	if pairs, err = b.pairs(ctx, small); err != nil {
		return err
	}
	return b.smallTable(pairs).print(b.out)
}

// largeSteps are month files of a large municipality. The first visits file comes
// to an empty database, where every person is new.
func (b *bench) largeSteps(ctx context.Context) ([]loadStep, error) {
	from, err := b.generated(ctx, size{b.loadClients, 2})
	if err != nil {
		return nil, err
	}
	to := filepath.Join(b.dir, "large")
	visits, err := monthFiles(from, "besok/BESOK", to, 2)
	if err != nil {
		return nil, err
	}
	decisions, err := monthFiles(from, "sol/SOL1", to, 1)
	if err != nil {
		return nil, err
	}
	assessments, err := monthFiles(from, "ibic/IBIC", to, 1)
	if err != nil {
		return nil, err
	}
	return []loadStep{
		{"visits, every person new", "visits", visits[:1]},
		{"visits, the next month", "visits", visits[1:]},
		{"SOL1", "sol_decisions", decisions},
		{"IBIC", "assessments", assessments},
	}, os.RemoveAll(from)
}

// smallSteps are some months' files of a small municipality.
func (b *bench) smallSteps(ctx context.Context) ([]loadStep, error) {
	clients := min(smallClients, b.loadClients)
	from, err := b.generated(ctx, size{clients, smallMonths + 2}) // two of them come as zip
	if err != nil {
		return nil, err
	}
	var steps []loadStep
	for _, kind := range []struct{ name, prefix, source string }{
		{"visits", "besok/BESOK", "visits"}, {"SOL1", "sol/SOL1", "sol_decisions"}, {"IBIC", "ibic/IBIC", "assessments"},
	} {
		files, err := monthFiles(from, kind.prefix, filepath.Join(b.dir, "small"), smallMonths)
		if err != nil {
			return nil, err
		}
		steps = append(steps, loadStep{kind.name, kind.source, files})
	}
	return steps, os.RemoveAll(from)
}

// dropRejected takes lines out of the files that the loader would reject: on some
// of them the reader would refuse the whole file.
func dropRejected(steps []loadStep, rejected map[string]map[int]bool) error {
	for _, s := range steps {
		for i, f := range s.files {
			if len(rejected[f.path]) == 0 {
				continue
			}
			var err error
			if s.files[i], err = f.without(rejected[f.path]); err != nil {
				return err
			}
		}
	}
	return nil
}

// rejectedLines are the lines of a batch that the loader rejected.
func rejectedLines(ctx context.Context, conn driver.Conn, batch uint64) (map[int]bool, error) {
	lines := map[int]bool{}
	err := clickhouse.Each(ctx, conn, "SELECT DISTINCT line_no FROM ops.load_rejects WHERE batch_id = ?", []any{batch}, func(row driver.Rows) error {
		var line uint32
		err := row.Scan(&line)
		lines[int(line)] = true
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ops.load_rejects: %w", err)
	}
	return lines, nil
}
