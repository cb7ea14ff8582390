package load

import (
	"context"
	"fmt"

	"github.com/framsyn/framsyn/loader/internal/source"
)

// rejectsAtOnce is how many rejected rows are written at a time.
const rejectsAtOnce = 20_000

// rejectWriter writes rejected rows and their reasons.
type rejectWriter struct {
	batch   *batch
	waiting []reject
	header  bool // written
}

// add takes rejected rows, writing when there are many.
func (w *rejectWriter) add(ctx context.Context, rejects []reject) error {
	w.waiting = append(w.waiting, rejects...)
	if len(w.waiting) < rejectsAtOnce {
		return nil
	}
	return w.finish(ctx)
}

// finish writes what waits.
func (w *rejectWriter) finish(ctx context.Context) error {
	if len(w.waiting) == 0 {
		return nil
	}
	if err := w.reasons(ctx); err != nil {
		return fmt.Errorf("ops.load_rejects: %w", err)
	}
	if err := w.rows(ctx); err != nil {
		return fmt.Errorf("vault.rejected_rows: %w", err)
	}
	w.waiting = w.waiting[:0]
	return nil
}

// reasons writes why, without any value.
func (w *rejectWriter) reasons(ctx context.Context) error {
	b := w.batch
	into, err := b.run.conn.PrepareBatch(b.context(ctx, "reasons"),
		"INSERT INTO ops.load_rejects (batch_id, line_no, fault_number, source, file_name, field, value_class, rule, reason_sv, reason_en)")
	if err != nil {
		return err
	}
	defer into.Close() //nolint:errcheck // does nothing after Send
	for _, r := range w.waiting {
		for i, f := range r.faults {
			if err := into.Append(b.committed.id, r.line, uint8(min(i+1, 255)), b.committed.source, b.delivery.name(),
				f.Field, f.Class, f.Rule, f.Reason.SV, f.Reason.EN); err != nil {
				return err
			}
		}
	}
	return into.Send()
}

// rows writes the rows as delivered, encrypted; the header is row 0.
func (w *rejectWriter) rows(ctx context.Context) error {
	b := w.batch
	into, err := b.run.conn.PrepareBatch(b.context(ctx, "rejected"),
		"INSERT INTO vault.rejected_rows (batch_id, line_no, row_encrypted, key_id)")
	if err != nil {
		return err
	}
	defer into.Close() //nolint:errcheck // does nothing after Send
	write := func(line uint32, row []byte) error {
		sealed := b.run.vault.Seal(row, b.committed.id, uint64(line))
		return into.Append(b.committed.id, line, string(sealed), b.run.vault.KeyID)
	}
	if header := b.reader.Header(); !w.header && header != nil {
		var fields [][]byte
		for _, title := range header {
			fields = append(fields, []byte(title))
		}
		if err := write(0, encodeFields(fields, source.FaultNone)); err != nil {
			return err
		}
	}
	w.header = true
	for _, r := range w.waiting {
		if r.row == nil {
			continue
		}
		if err := write(r.line, r.row); err != nil {
			return err
		}
	}
	return into.Send()
}
