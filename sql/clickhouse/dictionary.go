package clickhouse

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Dictionary writes the data dictionary as Markdown: every object with what its
// header says of grain, keys, sources and load, and every column with its type and
// comment. conn may be of any role; it shows what the role may read.
func Dictionary(ctx context.Context, conn driver.Conn, tree sqlfs.Tree, out io.Writer) error {
	objects, err := tree.Objects()
	if err != nil {
		return err
	}
	headers := map[string]sqlfs.Header{}
	for _, object := range objects {
		headers[object.FullName()] = object.Header
	}
	rows, err := Texts(ctx, conn, "SELECT database, object, column_position, column, type, comment FROM ops.data_dictionary"+
		" ORDER BY database, object, column_position", nil)
	if err != nil {
		return fmt.Errorf("data dictionary (apply the schema first): %w", err)
	}
	var text strings.Builder
	text.WriteString("# Data dictionary\n")
	for _, row := range rows {
		name, comment := row[0]+"."+row[1], markdownCell(row[5])
		if row[2] != "0" {
			fmt.Fprintf(&text, "| `%s` | `%s` | %s |\n", row[3], markdownCell(row[4]), comment)
			continue
		}
		fmt.Fprintf(&text, "\n## %s\n\n%s (%s)\n\n", name, comment, row[4])
		header := headers[name]
		for _, field := range [][2]string{
			{"Grain", header.Grain}, {"Keys", header.Keys}, {"Sources", strings.Join(header.Sources, ", ")}, {"Load", header.Load}, {"Access", header.Access.String()},
		} {
			if field[1] != "" {
				fmt.Fprintf(&text, "- %s: %s\n", field[0], field[1])
			}
		}
		text.WriteString("\n| column | type | what it holds |\n|---|---|---|\n")
	}
	if _, err := io.WriteString(out, text.String()); err != nil {
		return fmt.Errorf("write the data dictionary: %w", err)
	}
	return nil
}

func markdownCell(text string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ").Replace(text)
}
