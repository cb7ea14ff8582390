package macros

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/framsyn/framsyn/sql/queries"
)

// Scope is what a text is expanded with.
type Scope struct {
	From, To   time.Time
	Interval   time.Duration       // width of a point on the time axis
	Location   *time.Location      // of days; nil means UTC
	Variables  map[string][]string // dashboard variables; All is the one value $__all
	Parameters map[string]any      // values of {name:Type}, as queries.Encode takes them; they go before variables
	Language   string              // en, or else Swedish
	Search     string              // what has been typed into a variable's search box
	Table      string              // $__table: table or database.table
	Column     string              // $__column
	Filters    []Filter            // ad hoc filters
	Types      Types               // types of columns, for ad hoc filters; nil without any
	Areas      []string            // areas that the caller sees
	AllAreas   bool                // the caller sees all
}

// Types gives the types of a table's columns, by name. The table is written as in
// the macro, such as mart.candidates; none are known of tables that are not there.
type Types func(ctx context.Context, table string) (map[string]string, error)

// Filter is an ad hoc filter of a dashboard.
type Filter struct {
	Key      string   `json:"key"`      // column, table.column or database.table.column
	Operator string   `json:"operator"` // = != < > <= >= =~ !~ =| !=|
	Value    string   `json:"value"`
	Values   []string `json:"values"` // of =| and !=|
}

// Expanded is what the database runs.
type Expanded struct {
	SQL        string
	Parameters map[string]string // as the engine reads them
	Notices    []queries.Text    // what the reader should know, such as a filter that does not apply
}

// Error is something wrong in a text that its author can put right.
type Error struct {
	Line int // of the text; 0 where it has none
	Text queries.Text
}

// Error gives the message in English, with its line.
func (e *Error) Error() string { return e.In("en") }

// In gives the message in a language.
func (e *Error) In(language string) string {
	if e.Line == 0 {
		return e.Text.In(language)
	}
	return fmt.Sprintf("%s %d: %s", queries.Text{SV: "rad", EN: "line"}.In(language), e.Line, e.Text.In(language))
}

func fault(line int, sv, en string, arguments ...any) *Error {
	return &Error{Line: line, Text: queries.Text{SV: fmt.Sprintf(sv, arguments...), EN: fmt.Sprintf(en, arguments...)}}
}

// valueFault is a fault in a value; what names it in both languages.
func valueFault(line int, what queries.Text, err error) *Error {
	text := queries.Text{SV: err.Error(), EN: err.Error()}
	if wrong, ok := errors.AsType[*queries.ValueError](err); ok {
		text = wrong.Text
	}
	return &Error{Line: line, Text: queries.Text{SV: what.SV + ": " + text.SV, EN: what.EN + ": " + text.EN}}
}

// allValue is what Grafana sends for a variable whose choice is All.
const allValue = "$__all"

// isAll tells whether the choice of a variable is everything.
func isAll(values []string) bool {
	return len(values) == 0 || len(values) == 1 && (values[0] == allValue || strings.TrimSpace(values[0]) == "")
}
