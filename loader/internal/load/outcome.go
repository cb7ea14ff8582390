package load

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"github.com/framsyn/framsyn/loader/internal/contract"
)

// ErrCounts says that what is in the database does not add up to what was read.
var ErrCounts = errors.New("the rows in the database do not add up to the rows read; nothing was committed")

// count asks the database what came of the batch's rows, and holds it against what was read.
func (b *batch) count(ctx context.Context, s *sink) error {
	r := &b.report
	if s.rejected > 0 {
		row := b.run.conn.QueryRow(ctx, "SELECT uniqExact(line_no) FROM ops.load_rejects WHERE batch_id = "+fmt.Sprint(b.committed.id))
		if err := row.Scan(&r.Rejected); err != nil {
			return fmt.Errorf("count rejects: %w", err)
		}
	}
	if s.rows > 0 {
		b.committed.first, b.committed.last = contract.Day(s.first), contract.Day(s.last)
		if err := b.outcomes(ctx); err != nil {
			return err
		}
	}
	if r.Loaded+r.Repeated+r.Replaced+r.Rejected != r.Delivered || r.Rejected != s.rejected {
		return fmt.Errorf("%w: %d read, %d loaded, %d repeated, %d replaced, %d rejected", ErrCounts, r.Delivered, r.Loaded, r.Repeated, r.Replaced, r.Rejected)
	}
	return nil
}

// outcomes counts loaded, repeated, replaced and withdrawn rows. Every row is compared
// with the version before it: the previous row of the file with the same identity, or
// the current version of earlier batches.
func (b *batch) outcomes(ctx context.Context) error {
	ids, superseded := []uint64{b.committed.id}, []uint64{}
	first, last := b.committed.first, b.committed.last
	for _, c := range b.run.batches.current(b.committed.source) {
		if c.first.IsZero() {
			continue
		}
		if b.committed.supersedes(c) {
			superseded = append(superseded, c.id)
			first, last = earlier(first, c.first), later(last, c.last)
		}
		ids = append(ids, c.id)
	}
	query := strings.NewReplacer(
		"SOURCE", b.committed.source, "BATCH", fmt.Sprint(b.committed.id),
		"IDS", list(ids), "SUPERSEDED", list(superseded),
		"FIRST", first.Format(time.DateOnly), "LAST", last.Format(time.DateOnly),
	).Replace(outcomeQuery)
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"optimize_aggregation_in_order": 1}))
	r := &b.report
	if err := b.run.conn.QueryRow(ctx, query).Scan(&r.Loaded, &r.Repeated, &r.Replaced, &r.Withdrawn); err != nil {
		return fmt.Errorf("count outcomes: %w", err)
	}
	return nil
}

// outcomeQuery counts by identity; rows of one identity are compared in their order.
const outcomeQuery = `
SELECT
    countIf(notEmpty(mine) AND earlier_rows = 0) AS n_loaded,
    toUInt64(sum(n_equal + (notEmpty(mine) AND earlier_rows > 0 AND mine[1].2 = earlier_hash))) AS n_repeated,
    toUInt64(sum(length(mine)) - n_loaded - n_repeated) AS n_replaced,
    countIf(empty(mine) AND superseded_rows > 0) AS n_withdrawn
FROM
(
    SELECT
        arraySort(groupArrayIf((line_no, row_hash), batch_id = BATCH)) AS mine,
        countIf(batch_id != BATCH) AS earlier_rows,
        countIf(batch_id IN (SUPERSEDED)) AS superseded_rows,
        argMaxIf(row_hash, (batch_id, line_no), batch_id != BATCH) AS earlier_hash,
        toUInt64(arrayCount((a, b) -> a.2 = b.2, arrayPopFront(mine), arrayPopBack(mine))) AS n_equal
    FROM raw.SOURCE
    WHERE month BETWEEN 'FIRST' AND 'LAST' AND batch_id IN (IDS)
    GROUP BY month, client_id, row_key
)`

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// list writes numbers for SQL; never empty.
func list(numbers []uint64) string {
	if len(numbers) == 0 {
		return "0"
	}
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ","), "[]")
}
