package export

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/framsyn/framsyn/sql/selections"
)

// What is to be exported.
type What string

// The exports.
const (
	Forecasts  What = "forecasts"   // model.forecasts of the published run
	AreaMonths What = "area-months" // mart.area_months
	Selection  What = "selection"   // mart.candidates, by selection or condition
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

// Whats returns all exports.
func Whats() []What { return []What{Forecasts, AreaMonths, Selection} }

// Formats returns all formats.
func Formats() []Format { return []Format{CSV, CSVSE, XLSX, Parquet} }

// Request says what to export, how, for whom and why.
type Request struct {
	What   What
	Format Format

	SelectionID string    // of core.selections; Selection only
	Where       string    // condition on mart.candidates, instead of SelectionID
	From, To    time.Time // first and last month, both in it; zero means no limit; not for Selection
	Areas       []string  // area_id; none means all
	Scenario    string    // Forecasts only; empty means all
	Method      string    // Forecasts only; empty means courses

	Purpose  string    // why (sv: ändamål); empty takes the selection's
	User     string    // who; required
	At       time.Time // when; required
	FileName string    // for the log
	Version  string    // of framsyn, for the origin
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
	add(!slices.Contains(Whats(), r.What), fmt.Sprintf("export: %q is none of %s", r.What, list(Whats())))
	add(!slices.Contains(Formats(), r.Format), fmt.Sprintf("format: %q is none of %s", r.Format, list(Formats())))
	ofClients := r.What == Selection
	add(ofClients && (r.SelectionID == "") == (strings.TrimSpace(r.Where) == ""), "selection: give one of a selection and a condition (--selection or --where)")
	add(!ofClients && (r.SelectionID != "" || r.Where != ""), fmt.Sprintf("%s: a selection or condition is for selection only", r.What))
	add(ofClients && (!r.From.IsZero() || !r.To.IsZero()), "selection: it is of today; months are for forecasts and area-months")
	add(!r.From.IsZero() && !r.To.IsZero() && r.To.Before(r.From), "the last month is before the first")
	add(r.What != Forecasts && r.Scenario != "", fmt.Sprintf("%s: a scenario is for forecasts only", r.What))
	add(r.What != Forecasts && r.Method != "", fmt.Sprintf("%s: a method is for forecasts only", r.What))
	add(r.User == "", "no user is given")
	add(r.At.IsZero(), "no time is given")
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
	add("where", strings.TrimSpace(r.Where))
	add("area", strings.Join(r.Areas, ","))
	add("from", monthText(r.From))
	add("to", monthText(r.To))
	add("scenario", r.Scenario)
	if r.What == Forecasts {
		add("method", r.method())
	}
	return strings.Join(parts, "; ")
}

// method is the forecasting method whose rows are exported.
func (r Request) method() string {
	if r.Method == "" {
		return "courses"
	}
	return r.Method
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
