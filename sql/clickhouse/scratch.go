package clickhouse

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// scratchDatabase holds tables as they are wanted, to compare with those that are.
const scratchDatabase = "framsyn_scratch"

// scratch compares wanted tables with those in the database.
type scratch struct {
	conn driver.Conn
	made bool
}

func newScratch(conn driver.Conn) *scratch { return &scratch{conn: conn} }

func (s *scratch) drop(ctx context.Context) error {
	if !s.made {
		return nil
	}
	if err := s.conn.Exec(ctx, "DROP DATABASE IF EXISTS "+scratchDatabase+" SYNC"); err != nil {
		return fmt.Errorf("drop the scratch database: %w", err)
	}
	return nil
}

// alter changes a table in place to what its file says, and returns what it did;
// or an error that says why that cannot be done in place.
func (s *scratch) alter(ctx context.Context, object sqlfs.Object) (string, error) {
	wanted, err := s.wanted(ctx, object)
	if err != nil {
		return "", err
	}
	have, err := readTable(ctx, s.conn, object.Database, object.Name)
	if err != nil {
		return "", err
	}
	commands, faults := difference(have, wanted)
	if len(faults) > 0 {
		return "", fmt.Errorf("%s: this cannot be changed in a filled table; add sql/migrations/NNNN_<name>.sql that makes the new table"+
			" and carries the rows over, as sql/migrations/README.md describes", strings.Join(faults, "; "))
	}
	if len(commands) == 0 {
		return "unchanged", nil
	}
	err = s.conn.Exec(ctx, "ALTER TABLE "+sqlfs.Qualified(object.Database, object.Name)+" "+strings.Join(commands, ", "))
	if err != nil {
		return "", err
	}
	return "altered: " + strings.Join(commands, ", "), nil
}

// wanted makes the table in the scratch database and reads it back, so that both
// sides are written as the engine writes them.
func (s *scratch) wanted(ctx context.Context, object sqlfs.Object) (tableShape, error) {
	if !s.made {
		for _, statement := range []string{
			"DROP DATABASE IF EXISTS " + scratchDatabase + " SYNC", // left by an apply that was killed
			"CREATE DATABASE " + scratchDatabase,
		} {
			if err := s.conn.Exec(ctx, statement); err != nil {
				return tableShape{}, fmt.Errorf("make the scratch database: %w", err)
			}
		}
		s.made = true
	}
	name := object.Database + "__" + object.Name
	if err := s.conn.Exec(ctx, object.CreateAs(scratchDatabase, name)); err != nil {
		return tableShape{}, err
	}
	return readTable(ctx, s.conn, scratchDatabase, name)
}
