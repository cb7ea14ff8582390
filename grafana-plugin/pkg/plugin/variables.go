package plugin

import (
	"fmt"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
)

// maxChoices bounds the lists to choose from.
const maxChoices = 10_000

// choice is something to choose.
type choice struct {
	Text  string `json:"text"`
	Value string `json:"value"`
	Type  string `json:"type,omitempty"`
}

// variableValues gives the values of a variable: the columns text and value, else
// the first column as text and the second, if there is one, as value.
func (i *Instance) variableValues(c call) (any, error) {
	model, when, err := i.readAsked(c)
	if err != nil {
		return nil, err
	}
	model.Format, model.MaxRows = formatTable, maxChoices
	return i.choices(c, &model, when)
}

func (i *Instance) choices(c call, model *Model, when window) ([]choice, error) {
	frame, err := i.frame(c.Context(), c.who, model, when, originOf(c.who, c.Header.Get))
	if err != nil {
		return nil, err
	}
	if len(frame.Fields) == 0 {
		return []choice{}, nil
	}
	texts, values := frame.Fields[0], frame.Fields[0]
	if len(frame.Fields) > 1 {
		values = frame.Fields[1]
	}
	for _, field := range frame.Fields {
		switch field.Name {
		case "text", "__text":
			texts = field
		case "value", "__value":
			values = field
		}
	}
	found := make([]choice, 0, frame.Rows())
	for row := range frame.Rows() {
		found = append(found, choice{Text: cell(texts, row), Value: cell(values, row)})
	}
	return found, nil
}

// cell writes a value as text; NULL is empty.
func cell(field *data.Field, row int) string {
	value, ok := field.ConcreteAt(row)
	if !ok {
		return ""
	}
	if moment, isTime := value.(time.Time); isTime {
		return strings.TrimSuffix(moment.Format(time.DateTime), " 00:00:00")
	}
	return fmt.Sprint(value)
}

// adHocKeys lists the columns that ad hoc filters may name: those of a table, or of
// all tables of core, mart and model.
func (i *Instance) adHocKeys(c call) (any, error) {
	schema, err := i.schemas.get(c.Context(), c.who.Account)
	if err != nil {
		return nil, err
	}
	wanted := c.URL.Query().Get("table")
	keys := []choice{}
	for _, database := range schema.Databases {
		for _, object := range database.Objects {
			name := database.Name + "." + object.Name
			if wanted != "" && wanted != name || wanted == "" && database.Name == "ops" {
				continue
			}
			for _, column := range object.Columns {
				keys = append(keys, choice{Text: object.Name + "." + column.Name, Value: name + "." + column.Name, Type: column.Type})
			}
		}
	}
	return keys, nil
}

// adHocValues lists the values of a column. The names are those of the schema, not
// of the request.
func (i *Instance) adHocValues(c call) (any, error) {
	var body struct {
		Key    string `json:"key"`
		Search string `json:"search"`
	}
	if err := readBody(c, &body); err != nil {
		return nil, err
	}
	schema, err := i.schemas.get(c.Context(), c.who.Account)
	if err != nil {
		return nil, err
	}
	parts := strings.SplitN(body.Key, ".", 3)
	var object *Object
	var column Column
	found := false
	if len(parts) == 3 {
		if object, found = schema.object(parts[0] + "." + parts[1]); found {
			column, found = object.column(parts[2])
		}
	}
	if !found {
		return nil, &fault{Text: queries.Text{SV: fmt.Sprintf("Det finns ingen kolumn %q: skriv databas.tabell.kolumn.", body.Key), EN: fmt.Sprintf("There is no column %q: write database.table.column.", body.Key)}}
	}
	_, hasClients := object.column("client_id")
	_, hasAreas := object.column("area_id")
	if hasClients && !c.who.RawSQL && c.who.AllAreas || !c.who.AllAreas && !hasAreas && hasClients {
		return nil, &fault{access: true, Text: queries.Text{SV: fmt.Sprintf("Rollen %s får inte lista värden ur %s.", c.who.Role, object.Name), EN: fmt.Sprintf("The role %s may not list values of %s.", c.who.Role, object.Name)}}
	}
	return i.listValues(c, sqlfs.Qualified(parts[0], parts[1]), column, hasAreas, body.Search)
}

// listValues runs the query of the values, as the caller's database user.
func (i *Instance) listValues(c call, table string, column Column, hasAreas bool, search string) ([]choice, error) {
	value := sqlfs.Quoted(column.Name)
	if strings.HasPrefix(column.Type, "Array(") {
		value = "arrayJoin(" + value + ")"
	}
	limited := ""
	if hasAreas {
		limited = " WHERE $__areas(area_id)"
	}
	model := Model{
		Kind: kindSQL, Language: c.language, Search: search, MaxRows: maxChoices, Format: formatTable,
		RawSQL: "SELECT DISTINCT ifNull(toString(" + value + "), '__null__') AS text, text AS value FROM " + table + limited +
			" HAVING text ILIKE $__searchFilter ORDER BY text LIMIT 1000",
	}
	asker := c
	asker.who.RawSQL = true // the statement is ours
	return i.choices(asker, &model, window{})
}
