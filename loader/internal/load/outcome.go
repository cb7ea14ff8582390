package load

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

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
	if err := b.run.conn.QueryRow(ctx, q.fill(outcomeQuery)).Scan(&r.Loaded, &r.Repeated, &r.Replaced); err != nil {
		return fmt.Errorf("count outcomes: %w", err)
	}
	if len(q.superseded) == 0 {
		return nil
	}
	if err := b.run.conn.QueryRow(ctx, q.fill(withdrawnQuery)).Scan(&r.Withdrawn); err != nil {
		return fmt.Errorf("count withdrawn rows: %w", err)
	}
	return nil
}

// comparison is a batch and the earlier batches that it is compared with.
type comparison struct {
	batch       uint64
	source      string
	ids         []uint64 // of all of them
	superseded  []uint64
	first, last time.Time
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
	return q
}

// fill completes a query.
func (q comparison) fill(query string) string {
	return strings.NewReplacer(
		"FROM ROWS", "FROM raw."+q.source+" WHERE month BETWEEN '"+q.first.Format(time.DateOnly)+"' AND '"+q.last.Format(time.DateOnly)+"' AND batch_id IN ("+list(q.ids)+")",
		"SUPERSEDED", list(q.superseded), "BATCH", fmt.Sprint(q.batch),
	).Replace(query)
}

// outcomeQuery compares each row of the batch with the row before it in the table's
// own order: of the same identity, that is the version before it.
const outcomeQuery = `
SELECT
    countIf(batch_id = BATCH AND identity != previous_identity) AS n_loaded,
    countIf(batch_id = BATCH AND identity = previous_identity AND row_hash = previous_hash) AS n_repeated,
    countIf(batch_id = BATCH AND identity = previous_identity AND row_hash != previous_hash) AS n_replaced
FROM
(
    SELECT
        batch_id,
        row_hash,
        (month, client_id, row_key) AS identity,
        lagInFrame(identity) OVER in_order AS previous_identity,
        lagInFrame(row_hash) OVER in_order AS previous_hash
    FROM ROWS
    WINDOW in_order AS (ORDER BY month, client_id, row_key, batch_id, line_no ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
)`

// withdrawnQuery counts identities of superseded batches that the batch does not have.
const withdrawnQuery = `
SELECT countIf(NOT is_delivered)
FROM
(
    SELECT max(batch_id = BATCH) AS is_delivered
    FROM ROWS AND batch_id IN (BATCH, SUPERSEDED)
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
