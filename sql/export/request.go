package export

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/selections"
)

// What is to be exported.
type What string

// The exports.
const (
	Forecasts  What = "forecasts"   // model.forecasts of the published run
	Staffing   What = "staffing"    // mart.staffing
	Scenarios  What = "scenarios"   // mart.scenario_comparisons
	Plan       What = "plan"        // a workbook of the forecast and what goes with it
	AreaMonths What = "area-months" // mart.area_months
	Selection  What = "selection"   // mart.candidates, by selection or condition
	Query      What = "query"       // a statement made elsewhere; not of the command line
)

// Format is the form of the file.
type Format string

// The formats.
const (
	CSV     Format = "csv"
	CSVSE   Format = "csv-se"
	XLSX    Format = "xlsx"
	Parquet Format = "parquet"
)

// Whats returns the exports that the command line knows.
func Whats() []What { return []What{Forecasts, Staffing, Scenarios, Plan, AreaMonths, Selection} }

// The kinds of what a forecast is of.
const (
	ScopeArea      = "area"
	ScopeCategory  = "category"
	ScopeSelection = "selection"
)

// Scopes returns the kinds of what a forecast is of.
func Scopes() []string { return []string{ScopeArea, ScopeCategory, ScopeSelection} }

// publishedMethod is the method of the published forecast.
const publishedMethod = "blend"

// Formats returns all formats.
func Formats() []Format { return []Format{CSV, CSVSE, XLSX, Parquet} }

// Request says what to export, how, for whom and why.
type Request struct {
	What   What
	Format Format

	SelectionID string    // of core.selections; Selection only
	Where       string    // condition on mart.candidates, instead of SelectionID
	From, To    time.Time // first and last month, both in it; zero means no limit; not for Selection and Plan
	Areas       []string  // area_id; none means all
	Scenario    string    // Forecasts, Staffing, Scenarios and Plan (beside as_today); empty means all
	Method      string    // Forecasts only; empty means the published forecast, blend
	Scope       string    // Forecasts only: one of Scopes; empty means area

	Statement *Statement // Query only

	Purpose string // why (sv: ändamål); empty takes the selection's
	User    string // who; required
	Role    string // in which role, for the log; empty means analyst
	// Account is that of the database, OwnAreas those that the role acts for, Address and Page where it was asked from: all for the
	// log, and empty where there are none.
	Account  queries.Role
	OwnAreas []string
	Address  string
	Page     string
	At       time.Time // when; required
	FileName string    // for the log
	Version  string    // of framsyn, for the origin
}

// Statement is a query that somebody else made and answers for, such as a named
// query of the catalogue, with its values bound.
type Statement struct {
	Name       string // for the log
	Title      string // for the origin
	SQL        string
	Parameters map[string]string // as the engine reads them
	Filter     string            // which part, for the log and the origin
	Objects    []string          // that it reads
	Comments   map[string]string // of its columns; those that are missing have none
	OfClients  bool              // its rows are about single clients
}

// RequestError is a fault of the request, not of the data or the database.
type RequestError struct{ Err error }

// Error gives the fault.
func (e RequestError) Error() string { return e.Err.Error() }

// Unwrap gives the fault.
func (e RequestError) Unwrap() error { return e.Err }

func faultf(format string, args ...any) error { return RequestError{fmt.Errorf(format, args...)} }

// Validate reports all faults of a request at once.
func (r Request) Validate() error {
	var faults []error
	add := func(wrong bool, text string) {
		if wrong {
			faults = append(faults, errors.New(text))
		}
	}
	add(!slices.Contains(Whats(), r.What) && r.What != Query, fmt.Sprintf("export: %q is none of %s", r.What, list(Whats())))
	add((r.What == Query) != (r.Statement != nil), "query: a statement goes with it, and with nothing else")
	add(r.What == Query && len(r.Areas) > 0, "query: areas are among the statement's values")
	add(r.What == Query && (!r.From.IsZero() || !r.To.IsZero()), "query: months are among the statement's values")
	add(!slices.Contains(Formats(), r.Format), fmt.Sprintf("format: %q is none of %s", r.Format, list(Formats())))
	ofClients, ofForecast := r.What == Selection, slices.Contains([]What{Forecasts, Staffing, Scenarios, Plan}, r.What)
	add(ofClients && (r.SelectionID == "") == (strings.TrimSpace(r.Where) == ""), "selection: give one of a selection and a condition (--selection or --where)")
	add(!ofClients && (r.SelectionID != "" || r.Where != ""), fmt.Sprintf("%s: a selection or condition is for selection only", r.What))
	add(ofClients && (!r.From.IsZero() || !r.To.IsZero()), "selection: it is of today; months are for forecasts, staffing, scenarios and area-months")
	add(r.What == Plan && (!r.From.IsZero() || !r.To.IsZero()), "plan: it has all months of the forecast; leave --from and --to out")
	add(r.What == Plan && r.Format != XLSX, "plan: it is a workbook; take the format xlsx")
	add(!r.From.IsZero() && !r.To.IsZero() && r.To.Before(r.From), "the last month is before the first")
	add(!ofForecast && r.Scenario != "", fmt.Sprintf("%s: a scenario is for forecasts, staffing, scenarios and plan only", r.What))
	add(r.What != Forecasts && r.Method != "", fmt.Sprintf("%s: a method is for forecasts only", r.What))
	add(r.What != Forecasts && r.Scope != "", fmt.Sprintf("%s: a scope is for forecasts only", r.What))
	add(r.Scope != "" && !slices.Contains(Scopes(), r.Scope), fmt.Sprintf("scope: %q is none of %s", r.Scope, list(Scopes())))
	add(len(r.Areas) > 0 && r.scope() != ScopeArea, "areas are for the scope area only")
	add(r.User == "", "no user is given")
	add(r.At.IsZero(), "no time is given")
	_, numbers := identity.Mask(r.Purpose)
	add(numbers > 0, "the purpose seems to hold an identity number: take it out")
	if err := errors.Join(faults...); err != nil {
		return RequestError{err}
	}
	return nil
}

// filter describes which part was taken, for the log and the origin.
func (r Request) filter(s *selections.Selection) string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	if s != nil {
		add("selection", fmt.Sprintf("%s version %d", s.ID, s.Version))
	}
	if r.Statement != nil {
		add("query", r.Statement.Name)
		if r.Statement.Filter != "" {
			parts = append(parts, r.Statement.Filter)
		}
	}
	add("where", strings.TrimSpace(r.Where))
	add("area", strings.Join(r.Areas, ","))
	add("from", monthText(r.From))
	add("to", monthText(r.To))
	add("scenario", r.Scenario)
	if r.What == Forecasts {
		add("scope", r.scope())
		add("method", r.method())
	}
	text, _ := identity.Mask(strings.Join(parts, "; ")) // conditions and searches are what somebody wrote
	return text
}

// role is the role in which the data is taken out.
func (r Request) role() string {
	if r.Role == "" {
		return "analyst"
	}
	return r.Role
}

// method is the forecasting method whose rows are exported.
func (r Request) method() string {
	if r.Method == "" {
		return publishedMethod
	}
	return r.Method
}

// scope is the kind of what the forecasts are of.
func (r Request) scope() string {
	if r.Scope == "" {
		return ScopeArea
	}
	return r.Scope
}

func monthText(month time.Time) string {
	if month.IsZero() {
		return ""
	}
	return month.Format("2006-01")
}

func list[T ~string](values []T) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = string(value)
	}
	return strings.Join(texts, ", ")
}
