package plugin

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/framsyn/framsyn/sql/queries"
)

// Scenario is what somebody supposes of the years ahead; the columns of
// core.scenarios say what each part means.
type Scenario struct {
	ID              string  `json:"scenario"` // empty for a new one
	Name            string  `json:"name"`
	Why             string  `json:"why"`
	Increase        float64 `json:"increase_pct_per_year"`
	Mortality       float64 `json:"mortality_pct_per_year"`
	Places          int32   `json:"special_housing_extra_places"`
	Granted         float64 `json:"granted_hours_factor"`
	LeastGranted    float64 `json:"least_granted_h"`
	NewClients      float64 `json:"new_clients_factor"`
	Population      string  `json:"population_variant"`
	Prevented       uint32  `json:"prevention_n_clients"`
	PreventionKind  string  `json:"prevention_kind"`
	PreventionShare float64 `json:"prevention_share"`
}

// unchanged supposes that all goes on as today.
func unchanged() Scenario {
	return Scenario{Granted: 1, NewClients: 1, Population: "main", PreventionShare: 1}
}

// scenarioLimit is what a number of a scenario may be. Beyond it the forecast has
// nothing of the kind to learn from.
type scenarioLimit struct {
	Name        string       `json:"name"` // column of core.scenarios
	Title       queries.Text `json:"-"`
	Least       float64      `json:"least"`
	Most        float64      `json:"most"`
	Default     float64      `json:"default"`
	value       func(s *Scenario) float64
	isUnchanged float64
}

// scenarioLimits are chosen: wide enough for what municipalities discuss, narrow
// enough to catch a slip of the keyboard. They lie within those of models/courses,
// where fewer places than today cannot be supposed.
func scenarioLimits() []scenarioLimit {
	return []scenarioLimit{
		{"increase_pct_per_year", queries.Text{SV: "Behovens ökning, procent per år", EN: "Growth of needs, per cent a year"}, -5, 5, 0, func(s *Scenario) float64 { return s.Increase }, 0},
		{"mortality_pct_per_year", queries.Text{SV: "Dödlighet, procent per år", EN: "Mortality, per cent a year"}, -5, 5, 0, func(s *Scenario) float64 { return s.Mortality }, 0},
		{"special_housing_extra_places", queries.Text{SV: "Fler platser i särskilt boende", EN: "More places in special housing"}, 0, 200, 0, func(s *Scenario) float64 { return float64(s.Places) }, 0},
		{"granted_hours_factor", queries.Text{SV: "Beviljade timmar, gånger", EN: "Granted hours, times"}, .7, 1.3, 1, func(s *Scenario) float64 { return s.Granted }, 1},
		{"least_granted_h", queries.Text{SV: "Gräns för beviljande, timmar per månad", EN: "Granting threshold, hours a month"}, 0, 20, 0, func(s *Scenario) float64 { return s.LeastGranted }, 0},
		{"new_clients_factor", queries.Text{SV: "Nya brukare, gånger", EN: "New clients, times"}, .5, 2, 1, func(s *Scenario) float64 { return s.NewClients }, 1},
		{"prevention_n_clients", queries.Text{SV: "Förebyggande når, personer", EN: "Prevention reaches, persons"}, 0, 2000, 0, func(s *Scenario) float64 { return float64(s.Prevented) }, 0},
	}
}

// preventionShareLimit stands apart: it means nothing without prevention.
func preventionShareLimit() scenarioLimit {
	return scenarioLimit{"prevention_share", queries.Text{SV: "Andel av potentialen som nås", EN: "Share of the potential that is reached"}, .1, 1, .6, func(s *Scenario) float64 { return s.PreventionShare }, 1}
}

// populations are the variants of the population.
func populations() []string { return []string{"main", "low", "high"} }

// identityLike finds what looks like an identity number, as the check
// no_identity_numbers_in_texts does.
var identityLike = regexp.MustCompile(`(?:^|[^0-9])(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278][0-9]|[39][01])[-+ ]?[0-9]{4}(?:[^0-9]|$)`)

// The longest texts of a scenario, characters.
const (
	longestName = 60
	longestWhy  = 500
)

// validate tidies the scenario and tells all that is wrong with it.
func (s *Scenario) validate() error {
	s.Name, s.Why = strings.TrimSpace(s.Name), strings.TrimSpace(s.Why)
	if s.Population == "" {
		s.Population = "main"
	}
	var faults []error
	wrong := func(sv, en string, args ...any) {
		faults = append(faults, &fault{Text: queries.Text{SV: fmt.Sprintf(sv, args...), EN: fmt.Sprintf(en, args...)}})
	}
	if n := utf8.RuneCountInString(s.Name); n == 0 || n > longestName {
		wrong("Ge scenariot ett namn på 1 till %d tecken.", "Give the scenario a name of 1 to %d characters.", longestName)
	}
	if n := utf8.RuneCountInString(s.Why); n == 0 || n > longestWhy {
		wrong("Skriv varför, med 1 till %d tecken: den som läser siffrorna behöver veta vad de är till för.", "Say why in 1 to %d characters: who reads the numbers must know what they are for.", longestWhy)
	}
	if identityLike.MatchString(s.Name) || identityLike.MatchString(s.Why) {
		wrong("Texten innehåller något som liknar ett personnummer. Ta bort det.", "The text has something like an identity number. Take it away.")
	}
	if !slices.Contains(populations(), s.Population) {
		wrong("Befolkningen är %q: main, low eller high.", "The population is %q: want main, low or high.", s.Population)
	}
	limits := scenarioLimits()
	isUnchanged := s.Population == "main"
	for _, limit := range limits {
		isUnchanged = isUnchanged && limit.value(s) == limit.isUnchanged
	}
	if s.Prevented > 0 {
		limits = append(limits, preventionShareLimit())
	} else {
		s.PreventionKind, s.PreventionShare = "", 1
	}
	for _, limit := range limits {
		if v := limit.value(s); math.IsNaN(v) || v < limit.Least || v > limit.Most {
			wrong("%s är %g: välj mellan %g och %g.", "%s is %g: choose between %g and %g.", limit.Title.In("sv"), v, limit.Least, limit.Most)
		}
	}
	if isUnchanged {
		wrong("Scenariot antar detsamma som i dag: ändra något antagande.", "The scenario supposes the same as today: change something.")
	}
	return errors.Join(faults...)
}
