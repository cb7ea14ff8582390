package export

import (
	"context"
	"fmt"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// dictionary returns the columns of an object in order, and their comments: those
// of the object itself or, for who may not read that one, of what is released of it.
func dictionary(ctx context.Context, conn driver.Conn, object string) (names []string, comments map[string]string, err error) {
	database, name, _ := strings.Cut(object, ".")
	rows, err := conn.Query(withParameters(ctx, map[string]string{"database": database, "object": name, "released": string(sqlfs.Released)}),
		`SELECT database, name, comment FROM system.columns
		WHERE database IN ({database:String}, {released:String}) AND table = {object:String} ORDER BY database = {released:String}, position`)
	if err != nil {
		return nil, nil, fmt.Errorf("read the columns of %s: %w", object, err)
	}
	defer func() { _ = rows.Close() }()
	first := ""
	comments = map[string]string{}
	for rows.Next() {
		var from, column, comment string
		if err := rows.Scan(&from, &column, &comment); err != nil {
			return nil, nil, fmt.Errorf("read the columns of %s: %w", object, err)
		}
		if first == "" {
			first = from
		}
		if from == first {
			names = append(names, column)
			comments[column] = comment
		}
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
