package reveal

import (
	"context"
	"errors"

	"github.com/google/uuid"
)

// log writes a row for each person asked for, in one insert, before anything is shown.
func (r *Revealer) log(ctx context.Context, who Asker, request Request, found []candidate) (err error) {
	batch, err := r.Conn.PrepareBatch(ctx, `INSERT INTO ops.access_log
		(access_id, accessed_at, user_name, role, purpose, surface, objects, n_rows, n_clients, client_id, area_id, why, address, page)`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, batch.Close()) }()
	at := r.Now().UTC()
	for _, c := range found {
		surface, rows := "identity", uint64(0)
		if c.isProtected {
			surface = "protected_identity"
		}
		if c.outcome == Shown {
			rows = 1
		}
		err := batch.Append(uuid.New(), at, who.Login, string(who.Role), request.Purpose, surface, []string{"vault.identities"}, rows, uint64(1),
			c.id, c.area, request.Why, who.Address, who.Page)
		if err != nil {
			return err
		}
	}
	return batch.Send()
}
