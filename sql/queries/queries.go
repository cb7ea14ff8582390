package queries

import (
	"embed"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

//go:embed *.sql
var embedded embed.FS

// Kind says what the rows of a query are.
type Kind string

// The kinds of query.
const (
	Table      Kind = "table"
	TimeSeries Kind = "timeseries" // a time first, then labels and values
	Value      Kind = "value"      // one row
)

// Role is what somebody may do here; it maps to a user of the database.
type Role string

// The roles.
const (
	Leader  Role = "leader"  // aggregates
	Manager Role = "manager" // unit managers and prevention teams: clients of their own areas
	Analyst Role = "analyst" // all clients, pseudonymous
	Planner Role = "planner" // aggregates, forecasts, capacity
	Steward Role = "steward" // loads and rejects
	Officer Role = "officer" // data protection officer: logs, purposes, model cards
	Service Role = "service" // alert rules and other callers without a person: aggregates
)

// Roles returns all roles.
func Roles() []Role {
	return []Role{Leader, Manager, Analyst, Planner, Steward, Officer, Service}
}

// Text is a text in both languages.
type Text struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// In returns the text in a language: English for "en", else Swedish.
func (t Text) In(language string) string {
	if language == "en" {
		return t.EN
	}
	return t.SV
}

// Parameter is a value that a query takes.
type Parameter struct {
	Name    string          `json:"name"`
	Type    string          `json:"type"`              // of ClickHouse
	Default json.RawMessage `json:"default,omitempty"` // nil where a value is required
	Meaning Text            `json:"meaning"`
	Values  string          `json:"values,omitempty"` // named query with the columns text and value; empty where there is no list
}

// Column is a column of the result.
type Column struct {
	Name  string `json:"name"`
	Title Text   `json:"title"`
	Unit  string `json:"unit,omitempty"` // of Units; empty for none
}

// Query is a named query.
type Query struct {
	Name        string      `json:"name"`
	Title       Text        `json:"title"`
	Description Text        `json:"description"`
	Kind        Kind        `json:"kind"`
	Roles       []Role      `json:"roles"`
	Reads       []string    `json:"reads"` // objects, <database>.<name>, sorted
	Parameters  []Parameter `json:"parameters"`
	Columns     []Column    `json:"columns"`
	SQL         string      `json:"sql"`
	File        string      `json:"-"`
	Line        int         `json:"-"` // line of the file on which SQL begins
}

// MayRun tells whether a role may run the query.
func (q Query) MayRun(role Role) bool { return slices.Contains(q.Roles, role) }

// Parameter returns the parameter of a name.
func (q Query) Parameter(name string) (Parameter, bool) {
	for _, parameter := range q.Parameters {
		if parameter.Name == name {
			return parameter, true
		}
	}
	return Parameter{}, false
}

// Catalogue is a set of named queries.
type Catalogue struct {
	queries []Query // sorted by name
}

// Embedded returns the catalogue that is built into the binary.
func Embedded() (Catalogue, error) { return New(embedded) }

// New reads a catalogue from the .sql files of a folder. An error names file and
// line; all faults of all files are joined.
func New(files fs.FS) (Catalogue, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return Catalogue{}, err
	}
	var catalogue Catalogue
	var faults faults
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return Catalogue{}, err
		}
		query, err := Parse(name, string(text))
		faults.join(err)
		catalogue.queries = append(catalogue.queries, query)
	}
	slices.SortFunc(catalogue.queries, func(a, b Query) int { return strings.Compare(a.Name, b.Name) })
	faults.join(catalogue.checkValues())
	if err := faults.err(); err != nil {
		return Catalogue{}, err
	}
	return catalogue, nil
}

// checkValues tests that the queries that list a parameter's values are there.
func (c Catalogue) checkValues() error {
	var faults faults
	for _, query := range c.queries {
		for _, parameter := range query.Parameters {
			if parameter.Values == "" {
				continue
			}
			lister, ok := c.Get(parameter.Values)
			if !ok || !hasColumns(lister, "text", "value") {
				faults.add(&sqlfs.Fault{File: query.File, Text: "parameter " + parameter.Name + ": there is no query " + parameter.Values + " with the columns text and value"})
			}
		}
	}
	return faults.err()
}

func hasColumns(query Query, names ...string) bool {
	for _, name := range names {
		if !slices.ContainsFunc(query.Columns, func(c Column) bool { return c.Name == name }) {
			return false
		}
	}
	return true
}

// All returns the queries, sorted by name.
func (c Catalogue) All() []Query { return slices.Clone(c.queries) }

// For returns the queries that a role may run, sorted by name.
func (c Catalogue) For(role Role) []Query {
	var found []Query
	for _, query := range c.queries {
		if query.MayRun(role) {
			found = append(found, query)
		}
	}
	return found
}

// Get returns the query of a name.
func (c Catalogue) Get(name string) (Query, bool) {
	i, ok := slices.BinarySearchFunc(c.queries, name, func(q Query, name string) int { return strings.Compare(q.Name, name) })
	if !ok {
		return Query{}, false
	}
	return c.queries[i], true
}
