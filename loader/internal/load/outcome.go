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
	q := b.comparison()
	r := &b.report
	if q.alone {
		// The first delivery for its months, and mostly without a row twice: a count shows it.
		var rows, different uint64
		if err := b.run.conn.QueryRow(ctx, q.fill(differentQuery)).Scan(&rows, &different); err != nil {
			return fmt.Errorf("count identities: %w", err)
		}
		if rows == different {
			r.Loaded = rows
			return nil
		}
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"optimize_aggregation_in_order": 1}))
	var several, repeated, replaced uint64
	if err := b.run.conn.QueryRow(ctx, q.fill(singleQuery)).Scan(&r.Loaded, &r.Repeated, &r.Replaced, &r.Withdrawn, &several); err != nil {
		return fmt.Errorf("count outcomes: %w", err)
	}
	if several == 0 {
		return nil
	}
	if err := b.run.conn.QueryRow(ctx, q.fill(severalQuery)).Scan(&repeated, &replaced); err != nil {
		return fmt.Errorf("count outcomes in the file: %w", err)
	}
	r.Repeated, r.Replaced = r.Repeated+repeated, r.Replaced+replaced
	return nil
}

// comparison is a batch and the earlier batches that it is compared with.
type comparison struct {
	batch       uint64
	source      string
	ids         []uint64 // of all of them
	superseded  []uint64
	first, last time.Time
	alone       bool
}

// comparison finds the current batches of the source that have rows in the batch's
// months, and those that it supersedes.
func (b *batch) comparison() comparison {
	q := comparison{batch: b.committed.id, source: b.committed.source, first: b.committed.first, last: b.committed.last}
	q.ids = []uint64{b.committed.id}
	for _, c := range b.run.batches.current(b.committed.source) {
		supersedes := b.committed.supersedes(c)
		if c.first.IsZero() || !supersedes && (c.last.Before(b.committed.first) || c.first.After(b.committed.last)) {
			continue
		}
		q.ids = append(q.ids, c.id)
		if supersedes {
			q.superseded = append(q.superseded, c.id)
			q.first, q.last = earlier(q.first, c.first), later(q.last, c.last)
		}
	}
	q.alone = len(q.ids) == 1
	return q
}

// fill completes a query.
func (q comparison) fill(query string) string {
	return strings.NewReplacer(
		"ROWS", "raw."+q.source+" WHERE month BETWEEN '"+q.first.Format(time.DateOnly)+"' AND '"+q.last.Format(time.DateOnly)+"' AND batch_id IN ("+list(q.ids)+")",
		"SUPERSEDED", list(q.superseded), "BATCH", fmt.Sprint(q.batch),
	).Replace(query)
}

// differentQuery counts rows and identities. Should two identities have the same hash,
// the counts differ, and the slower query decides.
const differentQuery = `SELECT count(), uniqExact(cityHash64(month, client_id, row_key)) FROM ROWS`

// singleQuery counts what came of the first row of each identity, compared with the
// current version of earlier batches; and identities with several rows in the file.
const singleQuery = `
SELECT
    countIf(mine > 0 AND earlier_rows = 0),
    countIf(mine > 0 AND earlier_rows > 0 AND first_hash = earlier_hash),
    countIf(mine > 0 AND earlier_rows > 0 AND first_hash != earlier_hash),
    countIf(mine = 0 AND superseded_rows > 0),
    countIf(mine > 1)
FROM
(
    SELECT
        countIf(batch_id = BATCH) AS mine,
        count() - mine AS earlier_rows,
        countIf(batch_id IN (SUPERSEDED)) AS superseded_rows,
        argMinIf(row_hash, line_no, batch_id = BATCH) AS first_hash,
        argMaxIf(row_hash, (batch_id, line_no), batch_id != BATCH) AS earlier_hash
    FROM ROWS
    GROUP BY month, client_id, row_key
)`

// severalQuery counts what came of the other rows of an identity, each compared with
// the one before it in the file.
const severalQuery = `
SELECT toUInt64(sum(equal)), toUInt64(sum(length(hashes) - 1 - equal))
FROM
(
    SELECT
        arraySort(groupArray((line_no, row_hash))).2 AS hashes,
        arrayCount((a, b) -> a = b, arrayPopFront(hashes), arrayPopBack(hashes)) AS equal
    FROM ROWS AND batch_id = BATCH AND (month, client_id, row_key) IN
    (
        SELECT month, client_id, row_key FROM ROWS AND batch_id = BATCH GROUP BY month, client_id, row_key HAVING count() > 1
    )
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
