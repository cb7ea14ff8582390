package export

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// selection is the newest version of a saved selection (sv: urval).
type selection struct {
	ID          string
	Version     uint32
	Name        string
	Goal        string
	Description string
	Purpose     string
	Expires     *time.Time // first day on which it may not be used; nil for never
	Filter      string     // condition on mart.candidates
}

// readSelection returns a selection that may be used on a day.
func readSelection(ctx context.Context, conn driver.Conn, id string, today time.Time) (*selection, error) {
	rows, err := conn.Query(withParameters(ctx, map[string]string{"id": escapeParameter(id)}),
		`SELECT selection_id, version, name, goal, description, purpose, expires_date, filter_sql
		FROM core.selections WHERE selection_id = {id:String} ORDER BY version DESC LIMIT 1`)
	if err != nil {
		return nil, fmt.Errorf("read core.selections: %w", err)
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, fmt.Errorf("read core.selections: %w", err)
		}
		return nil, faultf("there is no selection %q: framsyn sql 'SELECT selection_id, name FROM core.selections' lists them", id)
	}
	var s selection
	if err := rows.Scan(&s.ID, &s.Version, &s.Name, &s.Goal, &s.Description, &s.Purpose, &s.Expires, &s.Filter); err != nil {
		return nil, fmt.Errorf("read core.selections: %w", err)
	}
	if s.Expires != nil && today.Format(time.DateOnly) >= s.Expires.Format(time.DateOnly) {
		return nil, faultf("the selection %s may not be used since %s: save a new version with a later expires_date, if its purpose still holds",
			s.ID, s.Expires.Format(time.DateOnly))
	}
	if s.Filter == "" {
		return nil, errors.New("the selection " + s.ID + " has no filter: save a new version with one")
	}
	return &s, nil
}
