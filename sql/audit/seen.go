package audit

import (
	"context"
	"fmt"
	"strconv"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/rows"
)

// SeenQuery is the query of the catalogue that gives a client's extract. It takes the
// accesses that name the client, and those of more clients than are named that had
// some of an area in which the log has met the client.
const SeenQuery = "access_seen"

// Sight is a line of a client's extract.
type Sight struct {
	At      time.Time `json:"accessed_at"`
	User    string    `json:"user_name"`
	Role    string    `json:"role"`
	Purpose string    `json:"purpose"`
	Surface string    `json:"surface"`
	Request string    `json:"request"`
	Page    string    `json:"page"`
	IsAlone bool      `json:"is_alone"`  // it was about the client alone
	IsShown bool      `json:"is_shown"`  // something was shown
	Clients uint64    `json:"n_clients"` // in the same access
	// IsPossible says that the access was of so many clients that the log does not name
	// them, some of the client's area of today: the client may have been among them.
	IsPossible bool `json:"is_possible"`
}

// Seen is the extract of who saw a client from a day on, the oldest first.
func Seen(ctx context.Context, conn driver.Conn, client uint64, since time.Time) ([]Sight, error) {
	catalogue, err := queries.Embedded()
	if err != nil {
		return nil, err
	}
	query, ok := catalogue.Get(SeenQuery)
	if !ok {
		return nil, fmt.Errorf("the catalogue has no query %s", SeenQuery)
	}
	found := []Sight{}
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{"pseudonym": strconv.FormatUint(client, 10), "since": since.UTC().Format(time.DateTime)}))
	err = rows.Each(ctx, conn, query.SQL, nil, func(row driver.Rows) error {
		var s Sight
		err := row.Scan(&s.At, &s.User, &s.Role, &s.Purpose, &s.Surface, &s.Request, &s.Page, &s.IsAlone, &s.IsShown, &s.Clients, &s.IsPossible)
		found = append(found, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the access log: %w", err)
	}
	return found, nil
}
