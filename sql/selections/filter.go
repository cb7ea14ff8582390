package selections

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/framsyn/framsyn/sql/queries"
)

// Filter is what somebody has chosen on the page Urval. The zero value lets all
// through; a nil number is no bound, and of a list any value will do. The page sends it
// as JSON, and core.selections.filter_json keeps it as such.
type Filter struct {
	Areas      []string `json:"areas,omitempty"`      // -> core.areas.area_id
	Statuses   []string `json:"statuses,omitempty"`   // home_care, hsl_only, special_housing, none
	Sexes      []string `json:"sexes,omitempty"`      // female, male, unknown
	Households []string `json:"households,omitempty"` // single, shared, unknown
	AgeFrom    *int     `json:"age_from,omitempty"`   // years
	AgeTo      *int     `json:"age_to,omitempty"`     // years, included

	HoursFrom       *float64 `json:"hours_from,omitempty"`        // granted now, hours per month
	HoursTo         *float64 `json:"hours_to,omitempty"`          // hours per month, included
	HoursChangeFrom *float64 `json:"hours_change_from,omitempty"` // in six months, hours per month
	HoursChangeTo   *float64 `json:"hours_change_to,omitempty"`   // hours per month, included
	Trends          []string `json:"trends,omitempty"`            // -> model.client_trends.verdict

	Categories     []string `json:"categories,omitempty"`      // -> mart.client_categories.category
	SeverityFrom   *int     `json:"severity_from,omitempty"`   // 1-4, in any of the categories; of all where none is named
	LifeAreas      []string `json:"life_areas,omitempty"`      // d1-d9
	LimitationFrom *int     `json:"limitation_from,omitempty"` // 0-4, in any of the life areas; of all where none is named

	Services      []string `json:"services,omitempty"`        // personal_care, alarm, meals, day_care, short_term
	HasHSL        *bool    `json:"has_hsl,omitempty"`         // health care now
	HSLFrom       *float64 `json:"hsl_from,omitempty"`        // health care in the last three months, minutes
	HSLGrowthFrom *float64 `json:"hsl_growth_from,omitempty"` // over the three months before, per cent

	HadIntervention          *bool    `json:"had_intervention,omitempty"`           // ever
	EarlierKinds             []string `json:"earlier_kinds,omitempty"`              // of the newest one -> core.intervention_kinds.kind
	EarlierResults           []string `json:"earlier_results,omitempty"`            // of the newest one: good, partial, none, unknown
	GoodRehabilitationMonths *int     `json:"good_rehabilitation_months,omitempty"` // since one ended well, more than so many months

	PercentileFrom  *float64 `json:"percentile_from,omitempty"`  // of risk, 0-100
	ProbabilityFrom *float64 `json:"probability_from,omitempty"` // of the risk, per cent
	DeclineFrom     *float64 `json:"decline_from,omitempty"`     // of decline of function, per cent
	HousingFrom     *float64 `json:"housing_from,omitempty"`     // of special housing, per cent
	EarlySigns      *bool    `json:"early_signs,omitempty"`      // among the first tenth -> mart.early_signs.is_flagged
	EarlyPointsFrom *int     `json:"early_points_from,omitempty"`

	Potentials    []string `json:"potentials,omitempty"`     // kinds of intervention with the greatest potential
	PotentialFrom *float64 `json:"potential_from,omitempty"` // expected decrease, hours per month

	Clients []string `json:"clients,omitempty"` // chosen by hand: pseudonyms
	SQL     string   `json:"sql,omitempty"`     // condition on mart.candidates of somebody who may write SQL
}

// FilterError is what is wrong with a filter, in both languages.
type FilterError struct{ Text queries.Text }

// Error says it in English.
func (e *FilterError) Error() string { return e.Text.EN }

func filterError(sv, en string, arguments ...any) error {
	return &FilterError{queries.Text{SV: fmt.Sprintf(sv, arguments...), EN: fmt.Sprintf(en, arguments...)}}
}

// ReadFilter reads a filter from JSON and checks it. A field that it does not know
// is an error: to leave it out would choose others than were meant.
func ReadFilter(text []byte) (Filter, error) {
	var f Filter
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return f, filterError("filtret går inte att läsa: %v", "the filter cannot be read: %v", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return f, filterError("efter filtret står något mer", "something stands after the filter")
	}
	return f, f.Validate()
}

// mostValues bounds the values of a list: a condition is text that the engine reads.
const mostValues = 2000

// Validate tells all that is wrong; each is a [*FilterError].
func (f Filter) Validate() error {
	var faults []error
	for _, list := range f.lists() {
		if len(list.values) > mostValues {
			faults = append(faults, filterError("%s: högst %d värden", "%s: at most %d values", list.name, mostValues))
		}
		for _, value := range list.values {
			if list.known != nil && !slices.Contains(list.known, value) {
				faults = append(faults, filterError("%s: %q finns inte; välj bland %s", "%s: there is no %q; choose among %s", list.name, value, strings.Join(list.known, ", ")))
			}
		}
	}
	for _, client := range f.Clients {
		if _, err := strconv.ParseUint(client, 10, 64); err != nil {
			faults = append(faults, filterError("clients: %q är ingen brukares nummer", "clients: %q is not the number of a client", client))
		}
	}
	for _, span := range f.spans() {
		for _, bound := range []*float64{span.from, span.to} {
			if bound != nil && (*bound < span.least || *bound > span.most) {
				faults = append(faults, filterError("%s: %v är inte mellan %v och %v", "%s: %v is not between %v and %v", span.name, *bound, span.least, span.most))
			}
		}
		if span.from != nil && span.to != nil && *span.from > *span.to {
			faults = append(faults, filterError("%s: från %v är mer än till %v", "%s: from %v is more than to %v", span.name, *span.from, *span.to))
		}
	}
	return errors.Join(faults...)
}

// list is a field of a filter whose values are of a known set, or of any where that
// is the database's to know.
type list struct {
	name   string
	values []string
	known  []string
}

func (f Filter) lists() []list {
	return []list{
		{"areas", f.Areas, nil},
		{"statuses", f.Statuses, []string{"home_care", "hsl_only", "special_housing", "none"}},
		{"sexes", f.Sexes, []string{"female", "male", "unknown"}},
		{"households", f.Households, []string{"single", "shared", "unknown"}},
		{"trends", f.Trends, []string{"rising", "falling", "stable", "uncertain", "too_short"}},
		{"categories", f.Categories, nil},
		{"life_areas", f.LifeAreas, lifeAreas()},
		{"services", f.Services, []string{"personal_care", "alarm", "meals", "day_care", "short_term"}},
		{"earlier_kinds", f.EarlierKinds, nil},
		{"earlier_results", f.EarlierResults, []string{"good", "partial", "none", "unknown"}},
		{"potentials", f.Potentials, nil},
		{"clients", f.Clients, nil},
	}
}

func lifeAreas() []string { return []string{"d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9"} }

// span is a field of a filter with bounds, and what these may be.
type span struct {
	name        string
	from, to    *float64
	least, most float64
}

func (f Filter) spans() []span {
	const mostHours = 10_000 // per month; no client has a tenth of it
	const mostMinutes = 1_000_000
	return []span{
		{"age", number(f.AgeFrom), number(f.AgeTo), 0, 130},
		{"hours", f.HoursFrom, f.HoursTo, 0, mostHours},
		{"hours_change", f.HoursChangeFrom, f.HoursChangeTo, -mostHours, mostHours},
		{"severity", number(f.SeverityFrom), nil, 1, 4},
		{"limitation", number(f.LimitationFrom), nil, 0, 4},
		{"hsl", f.HSLFrom, nil, 0, mostMinutes},
		{"hsl_growth", f.HSLGrowthFrom, nil, -100, mostMinutes},
		{"good_rehabilitation_months", number(f.GoodRehabilitationMonths), nil, 0, 600},
		{"percentile", f.PercentileFrom, nil, 0, 100},
		{"probability", f.ProbabilityFrom, nil, 0, 100},
		{"decline", f.DeclineFrom, nil, 0, 100},
		{"housing", f.HousingFrom, nil, 0, 100},
		{"early_points", number(f.EarlyPointsFrom), nil, 0, 255},
		{"potential", f.PotentialFrom, nil, 0, mostHours},
	}
}

func number(n *int) *float64 {
	if n == nil {
		return nil
	}
	value := float64(*n)
	return &value
}
