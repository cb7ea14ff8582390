package reveal

import (
	"context"

	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/audit"
)

// log writes a row for each person asked for, in one insert, before anything is shown.
func (r *Revealer) log(ctx context.Context, who Asker, request Request, found []candidate) error {
	at := r.Now()
	entries := make([]audit.Entry, len(found))
	for i, c := range found {
		e := audit.Entry{
			Asker: audit.Asker{Login: who.Login, Role: who.Role, Account: who.Account, Address: who.Address, Page: who.Page},
			ID:    uuid.New(), At: at, Surface: audit.Identity, Purpose: request.Purpose, Why: request.Why, Objects: []string{"vault.identities"},
			Clients: 1, ClientID: c.id, AreaID: c.area, Outcome: audit.OK,
		}
		if !who.AllAreas {
			e.Areas = who.Areas
		}
		if c.isProtected {
			e.Surface = audit.Protected
		}
		if c.outcome == Shown {
			e.Rows = 1
		} else {
			e.Outcome, e.Fault = audit.Refused, string(c.outcome)
		}
		entries[i] = e
	}
	return audit.Write(ctx, r.Conn, entries...)
}
