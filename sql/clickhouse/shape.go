package clickhouse

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// columnShape is a column as system.columns describes it.
type columnShape struct {
	name, typeName, defaultKind, defaultText, comment, codec string
}

// tableShape is a table as the system tables describe it.
type tableShape struct {
	engine, comment string // engine with keys and settings
	columns         []columnShape
	constraints     map[string]string // expression by name
	indices         string            // all of them, as text
}

func readTable(ctx context.Context, conn driver.Conn, database, name string) (tableShape, error) {
	shape := tableShape{constraints: map[string]string{}}
	var create string
	where := " WHERE database = " + sqlfs.Literal(database) + " AND "
	err := conn.QueryRow(ctx, "SELECT engine_full, comment, create_table_query FROM system.tables"+where+"name = "+sqlfs.Literal(name)).
		Scan(&shape.engine, &shape.comment, &create)
	if err != nil {
		return shape, fmt.Errorf("read the shape of %s.%s: %w", database, name, err)
	}
	shape.constraints, shape.indices = elements(create)

	rows, err := conn.Query(ctx, "SELECT name, type, default_kind, default_expression, comment, compression_codec FROM system.columns"+
		where+"table = "+sqlfs.Literal(name)+" ORDER BY position")
	if err != nil {
		return shape, fmt.Errorf("read the columns of %s.%s: %w", database, name, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var c columnShape
		if err := rows.Scan(&c.name, &c.typeName, &c.defaultKind, &c.defaultText, &c.comment, &c.codec); err != nil {
			return shape, fmt.Errorf("read the columns of %s.%s: %w", database, name, err)
		}
		shape.columns = append(shape.columns, c)
	}
	return shape, rows.Err()
}

// elements finds the constraints, and the indices and projections, in a CREATE
// TABLE as the engine writes it. They are elements of the first bracket.
func elements(create string) (constraints map[string]string, indices string) {
	constraints = map[string]string{}
	var other []string
	depth := 0
	var element []string
	finish := func() {
		switch {
		case len(element) > 2 && strings.EqualFold(element[0], "CONSTRAINT"):
			constraints[strings.Trim(element[1], "`")] = strings.Join(element[2:], " ")
		case len(element) > 0 && (element[0] == "INDEX" || element[0] == "PROJECTION"):
			other = append(other, strings.Join(element, " "))
		}
		element = nil
	}
	for _, token := range sqlfs.Tokens(create) {
		if token.Kind == sqlfs.TokenSpace || token.Kind == sqlfs.TokenComment {
			continue
		}
		switch {
		case token.Text == "(":
			depth++
			if depth == 1 {
				continue
			}
		case token.Text == ")":
			depth--
			if depth == 0 {
				finish()
				return constraints, strings.Join(other, ", ")
			}
		case token.Text == "," && depth == 1:
			finish()
			continue
		}
		if depth >= 1 {
			element = append(element, token.Text)
		}
	}
	return constraints, strings.Join(other, ", ")
}
