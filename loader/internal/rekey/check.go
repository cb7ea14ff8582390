package rekey

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// Checked is what Check found to be right.
type Checked struct {
	Pseudonym    string `json:"pseudonym_key"`
	Vault        string `json:"vault_key"`
	Earlier      int    `json:"earlier_pseudonym_keys"`
	Identities   uint64 `json:"identities"`
	RejectedRows uint64 `json:"rejected_rows"`
}

// Check compares the key files with the database and opens every row of the vault.
// The first row that does not open, or whose pseudonym is not that of its number, is
// an error.
func Check(ctx context.Context, conn driver.Conn, dir identity.KeyDir) (Checked, error) {
	var c Checked
	known, err := identity.Known(ctx, conn)
	if err != nil {
		return c, err
	}
	if known[identity.PurposePseudonym] == "" {
		return c, ErrNoKeys
	}
	keys, err := dir.Open(known)
	if err != nil {
		return c, err
	}
	vault, err := identity.NewVault(keys.Vault)
	if err != nil {
		return c, err
	}
	c.Pseudonym, c.Vault, c.Earlier = keys.Pseudonym.ID(), keys.Vault.ID(), len(keys.Earlier)
	pseudonym := identity.NewPseudonymizer(keys.Pseudonym)
	err = clickhouse.Each(ctx, conn, "SELECT client_id, identity_encrypted FROM vault.identities", nil, func(row driver.Rows) error {
		var id uint64
		var sealed string
		if err := row.Scan(&id, &sealed); err != nil {
			return err
		}
		plain, err := vault.Open([]byte(sealed), id)
		if err != nil {
			return fmt.Errorf("identity of client %d: %w", id, err)
		}
		number, err := identity.NumberOf(plain)
		if err != nil || pseudonym.Client(number) != id {
			return fmt.Errorf("%w: client %d has another pseudonym than its number gives", identity.ErrKeyChanged, id)
		}
		c.Identities++
		return nil
	})
	if err != nil {
		return c, err
	}
	err = clickhouse.Each(ctx, conn, "SELECT batch_id, line_no, row_encrypted FROM vault.rejected_rows", nil, func(row driver.Rows) error {
		var batch uint64
		var line uint32
		var sealed string
		if err := row.Scan(&batch, &line, &sealed); err != nil {
			return err
		}
		c.RejectedRows++
		if _, err := vault.Open([]byte(sealed), batch, uint64(line)); err != nil {
			return fmt.Errorf("rejected row %d of batch %d: %w", line, batch, err)
		}
		return nil
	})
	return c, err
}
