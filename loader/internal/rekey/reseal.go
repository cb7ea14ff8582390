package rekey

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// reseal writes the rows of a vault table into its copy: opened, and sealed for where
// they belong now, by the key that holds now. Then every row of the copy is opened.
func (r *rotation) reseal(ctx context.Context, t *table) error {
	if t.table == "identities" {
		return r.resealRows(ctx, t, "client_id, batch_id, identity_encrypted", func(row driver.Rows) (values []any, belongs []uint64, sealed string, err error) {
			var client, batch uint64
			err = row.Scan(&client, &batch, &sealed)
			return []any{r.clientOf(client), batch}, []uint64{client}, sealed, err
		})
	}
	return r.resealRows(ctx, t, "batch_id, line_no, row_encrypted", func(row driver.Rows) (values []any, belongs []uint64, sealed string, err error) {
		var batch uint64
		var line uint32
		err = row.Scan(&batch, &line, &sealed)
		return []any{batch, line}, []uint64{batch, uint64(line)}, sealed, err
	})
}

// clientOf is the pseudonym after the change.
func (r *rotation) clientOf(id uint64) uint64 {
	if new, ok := r.ids[id]; ok {
		return new
	}
	return id
}

// readRow reads a row: the values to write before the sealed one, and where it belongs.
type readRow func(row driver.Rows) (values []any, belongs []uint64, sealed string, err error)

func (r *rotation) resealRows(ctx context.Context, t *table, columns string, read readRow) error {
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO "+t.copy()+" ("+columns+", key_id)")
	if err != nil {
		return err
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	err = clickhouse.Each(ctx, r.Conn, "SELECT "+columns+" FROM "+t.quoted(), nil, func(row driver.Rows) error {
		values, belongs, sealed, err := read(row)
		if err != nil {
			return err
		}
		plain, err := r.vault.Open([]byte(sealed), belongs...)
		if err != nil {
			return err
		}
		if t.table == "identities" {
			belongs = []uint64{values[0].(uint64)}
		}
		return batch.Append(append(values, string(r.sealer.Seal(plain, belongs...)), r.sealer.KeyID)...)
	})
	if err == nil {
		err = batch.Send()
	}
	if err != nil {
		return err
	}
	return clickhouse.Each(ctx, r.Conn, "SELECT "+columns+" FROM "+t.copy(), nil, func(row driver.Rows) error {
		values, belongs, sealed, err := read(row)
		if err != nil {
			return err
		}
		if _, err := r.sealer.Open([]byte(sealed), belongs...); err != nil {
			return fmt.Errorf("%w: row %v of the copy: %w", ErrDiffers, values, err)
		}
		return nil
	})
}
