package audit

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
)

// Outcome says what came of a request.
type Outcome string

// The outcomes.
const (
	OK        Outcome = "ok"
	Refused   Outcome = "refused"   // not allowed
	Failed    Outcome = "error"     // wrong, or it could not be done
	Cancelled Outcome = "cancelled" // nobody waited for it any more
	Started   Outcome = "started"   // rows may have gone out; another row says what came of it
)

// Surface says where a request came from.
type Surface string

// The surfaces.
const (
	SQL       Surface = "sql"
	Export    Surface = "export"
	Page      Surface = "page"
	Panel     Surface = "panel"
	Command   Surface = "command" // on the command line, other than SQL
	Alert     Surface = "alert"
	Identity  Surface = "identity"           // who a client is
	Protected Surface = "protected_identity" // who a client with protected identity is
	Extract   Surface = "seen"               // who saw a client
	Review    Surface = "review"             // the log was reviewed
	Lost      Surface = "log"                // rows of the log were lost
)

// Asker is who asks, verified by the caller.
type Asker struct {
	Login   string       // empty for somebody who is not known
	Role    queries.Role // empty for none
	Account queries.Role // of the database; empty where none was asked
	Areas   []string     // that the one who asks acts for; nil where the role has none
	Address string       // address or machine, as far as it is told
	Page    string       // page, panel or command
}

// Entry is a row of ops.access_log.
type Entry struct {
	Asker

	ID        uuid.UUID
	At        time.Time
	Purpose   string
	Why       string
	Surface   Surface
	Request   string // name of the query in the catalogue, or route; empty for SQL
	QueryID   string
	QueryHash uint64
	Objects   []string
	Rows      uint64
	Clients   uint64
	ClientID  uint64            // the one client whom it was about; 0 for none
	AreaID    string            // of that client
	ClientIDs []uint64          // those among the rows, where they are few
	OfAreas   map[string]uint64 // clients among the rows by area
	IsUnnamed bool              // rows about clients that name none
	Outcome   Outcome
	Fault     string // code; empty for none
	Seconds   float64
}

// Tell puts clients and their areas into the row: which they are where they are at
// most so many, and how many of each area.
func (e *Entry) Tell(clients map[uint64]string, most int) {
	e.ClientIDs, e.OfAreas = nil, map[string]uint64{}
	for id, area := range clients {
		e.OfAreas[area]++
		if len(clients) <= most {
			e.ClientIDs = append(e.ClientIDs, id)
		}
	}
	slices.Sort(e.ClientIDs)
}

// masked is a text without identity numbers, whoever wrote it.
func masked(text string) string {
	text, _ = identity.Mask(text)
	return text
}

// Write writes rows in one insert.
func Write(ctx context.Context, conn driver.Conn, entries ...Entry) (err error) {
	batch, err := conn.PrepareBatch(ctx, `INSERT INTO ops.access_log (access_id, accessed_at, user_name, role, purpose, surface, query_id, query_hash, objects,
		n_rows, n_clients, client_id, area_id, why, address, page, account, own_areas, request, client_ids, clients_of_areas, has_unnamed_clients, outcome, fault, seconds)`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, batch.Close()) }()
	for _, e := range entries {
		if e.OfAreas == nil {
			e.OfAreas = map[string]uint64{}
		}
		err := batch.Append(e.ID, e.At.UTC(), e.Login, string(e.Role), masked(e.Purpose), string(e.Surface), e.QueryID, e.QueryHash, e.Objects,
			e.Rows, e.Clients, e.ClientID, e.AreaID, masked(e.Why), masked(e.Address), masked(e.Page), string(e.Account), e.Areas, e.Request, e.ClientIDs, e.OfAreas,
			e.IsUnnamed, string(e.Outcome), e.Fault, e.Seconds)
		if err != nil {
			return err
		}
	}
	return batch.Send()
}
