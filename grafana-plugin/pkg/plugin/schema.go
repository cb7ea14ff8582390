package plugin

import (
	"context"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/frames"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
)

// Schema is what a role may read, with the data dictionary's comments.
type Schema struct {
	Databases []Database `json:"databases"`
}

// Database is a database.
type Database struct {
	Name    string   `json:"name"`
	Objects []Object `json:"objects"`
}

// Object is a table or view.
type Object struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Comment string   `json:"comment"`
	Columns []Column `json:"columns"`
}

// Column is a column.
type Column struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Comment string `json:"comment"`
	Unit    string `json:"unit,omitempty"`
}

// object finds database.name; without a database the first object of that name.
func (s *Schema) object(name string) (*Object, bool) {
	database, table, qualified := strings.Cut(name, ".")
	if !qualified {
		database, table = "", name
	}
	for d := range s.Databases {
		if database != "" && s.Databases[d].Name != database {
			continue
		}
		for o := range s.Databases[d].Objects {
			if s.Databases[d].Objects[o].Name == table {
				return &s.Databases[d].Objects[o], true
			}
		}
	}
	return nil, false
}

// column finds a column.
func (o *Object) column(name string) (Column, bool) {
	for _, column := range o.Columns {
		if column.Name == name {
			return column, true
		}
	}
	return Column{}, false
}

// schemas keeps the schema of each account.
type schemas struct{ kept[*Schema] }

func newSchemas(from *store.Store, now func() time.Time) *schemas {
	return &schemas{kept[*Schema]{now: now, read: func(ctx context.Context, account settings.Account) (*Schema, error) {
		return readSchema(ctx, from, account)
	}}}
}

func readSchema(ctx context.Context, from *store.Store, account settings.Account) (*Schema, error) {
	schema := &Schema{Databases: []Database{}}
	query := store.Query{
		SQL:     "SELECT database, object, column_position = 0 AS is_object, column, type, comment FROM ops.data_dictionary ORDER BY database, object, column_position",
		Account: account, Origin: store.Origin{Login: "schema", Role: string(account)},
	}
	_, err := from.Run(ctx, query, func(rows driver.Rows) error {
		for rows.Next() {
			var database, object, column, typ, comment string
			var isObject uint8
			if err := rows.Scan(&database, &object, &isObject, &column, &typ, &comment); err != nil {
				return err
			}
			schema.add(database, object, isObject == 1, Column{Name: column, Type: typ, Comment: comment, Unit: frames.Unit(column, comment)})
		}
		return rows.Err()
	})
	return schema, err
}

// add takes a row of the data dictionary, in order.
func (s *Schema) add(database, object string, isObject bool, column Column) {
	if last := len(s.Databases) - 1; last < 0 || s.Databases[last].Name != database {
		s.Databases = append(s.Databases, Database{Name: database})
	}
	objects := &s.Databases[len(s.Databases)-1].Objects
	if last := len(*objects) - 1; last < 0 || (*objects)[last].Name != object {
		*objects = append(*objects, Object{Name: object, Columns: []Column{}})
	}
	current := &(*objects)[len(*objects)-1]
	if isObject {
		current.Kind, current.Comment = column.Type, column.Comment
		return
	}
	current.Columns = append(current.Columns, column)
}

// types returns the types of a table's columns; none for one that is not there.
func (s *schemas) types(ctx context.Context, account settings.Account, table string) (map[string]string, error) {
	schema, err := s.get(ctx, account)
	if err != nil {
		return nil, err
	}
	types := map[string]string{}
	if object, ok := schema.object(table); ok {
		for _, column := range object.Columns {
			types[column.Name] = column.Type
		}
	}
	return types, nil
}
