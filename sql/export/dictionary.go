package export

import (
	"context"
	"fmt"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// dictionary returns the columns of an object in order, and their comments.
func dictionary(ctx context.Context, conn driver.Conn, object string) (names []string, comments map[string]string, err error) {
	database, name, _ := strings.Cut(object, ".")
	rows, err := conn.Query(withParameters(ctx, map[string]string{"database": database, "object": name}),
		`SELECT column, comment FROM ops.data_dictionary
		WHERE database = {database:String} AND object = {object:String} AND column_position > 0 ORDER BY column_position`)
	if err != nil {
		return nil, nil, fmt.Errorf("read ops.data_dictionary: %w", err)
	}
	defer func() { _ = rows.Close() }()
	comments = map[string]string{}
	for rows.Next() {
		var column, comment string
		if err := rows.Scan(&column, &comment); err != nil {
			return nil, nil, fmt.Errorf("read ops.data_dictionary: %w", err)
		}
		names = append(names, column)
		comments[column] = comment
	}
	if len(names) == 0 && rows.Err() == nil {
		return nil, nil, fmt.Errorf("there is no %s here: run framsyn schema apply", object)
	}
	return names, comments, rows.Err()
}

func withParameters(ctx context.Context, parameters map[string]string) context.Context {
	return ch.Context(ctx, ch.WithParameters(parameters))
}

// arrayParameter writes texts as the engine reads an Array(String) parameter.
func arrayParameter(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = sqlfs.Literal(text)
	}
	return "[" + strings.Join(quoted, ",") + "]"
}
