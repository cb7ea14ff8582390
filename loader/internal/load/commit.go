package load

import (
	"context"
	"fmt"
	"time"
)

// commit writes the row that makes the batch visible, last and alone.
func (b *batch) commit(ctx context.Context) error {
	var last uint64
	if err := b.run.conn.QueryRow(ctx, "SELECT max(batch_id) FROM ops.load_batches").Scan(&last); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if last+1 != b.committed.id {
		return fmt.Errorf("commit: %w: batch %d came in meanwhile", ErrBusy, last)
	}
	if err := settle(b.run.o.DataDir); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	into, err := b.run.conn.PrepareBatch(b.context(ctx, "commit"), `INSERT INTO ops.load_batches (batch_id, source, contract, contract_version,
	generation, scope, period_month, delivery, delivered_date, file_name, file_sha256, file_bytes, encoding, n_delivered, n_loaded, n_repeated,
	n_replaced, n_rejected, n_withdrawn, first_month, last_month, repeats_batch_id, loaded_at, load_seconds, app_version)`)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	defer into.Close() //nolint:errcheck // does nothing after Send
	delivery := "partial"
	if b.committed.complete {
		delivery = "complete"
	}
	encoding := b.chosen.Info.Encoding
	if b.reader != nil {
		encoding = b.reader.Info().Encoding
	}
	c, r, now := b.committed, b.report, b.run.o.Now().UTC()
	err = into.Append(c.id, c.source, c.contract, c.version, b.chosen.Plan.Generation, c.scope, orNull(c.period), delivery, b.delivered,
		b.delivery.name(), c.sha, uint64(b.bytes), encoding, r.Delivered, r.Loaded, r.Repeated, r.Replaced, r.Rejected, r.Withdrawn,
		orNull(c.first), orNull(c.last), c.repeats, now, now.Sub(b.began.UTC()).Seconds(), b.run.o.AppVersion)
	if err == nil {
		err = into.Send()
	}
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	b.committed.delivered, b.committed.rejected = r.Delivered, r.Rejected
	b.run.batches.add(b.committed)
	if b.newcomers != nil {
		b.newcomers.commit()
	}
	return nil
}

func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
