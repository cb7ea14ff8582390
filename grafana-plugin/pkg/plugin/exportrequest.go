package plugin

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/sql/export"
	"github.com/framsyn/framsyn/sql/queries"
)

// exportBody is what a page asks to have exported.
type exportBody struct {
	Kind    export.What   `json:"kind"`
	Format  export.Format `json:"format"`
	Purpose string        `json:"purpose"` // required for persons

	Page     string `json:"page"`     // that asks, for the log
	Language string `json:"language"` // of messages and of the named query's titles; by default the address's

	Name       string         `json:"name"`       // query
	Parameters map[string]any `json:"parameters"` // query
	Range      struct {
		From moment `json:"from"`
		To   moment `json:"to"`
	} `json:"range"` // query: of its time macros; the last year by default

	SelectionID string          `json:"selection_id"` // selection: this
	Filter      string          `json:"filter"`       // selection: or a condition on mart.candidates
	Choices     json.RawMessage `json:"choices"`      // selection: or a filter as the page Urval has it, see [selections.Filter]
	Areas       []string        `json:"areas"`        // of all but query
	From        string          `json:"from"`         // first month, YYYY-MM
	To          string          `json:"to"`           // last month
	Scenario    string          `json:"scenario"`
	Method      string          `json:"method"`
	Scope       string          `json:"scope"`
}

// exportRequest decides whether the caller may have an export, and limits it to what
// the caller may see.
func (i *Instance) exportRequest(c call, body exportBody) (export.Request, error) {
	r := export.Request{
		What: body.Kind, Format: body.Format, Purpose: strings.TrimSpace(body.Purpose), User: c.who.Login, Role: string(c.who.Role),
		At: i.now().In(i.settings.Location), Version: i.version,
	}
	if !slices.Contains(export.Formats(), r.Format) {
		return r, &fault{Text: queries.Text{
			SV: fmt.Sprintf("Formatet %q finns inte: csv, csv-se, xlsx och parquet finns.", r.Format),
			EN: fmt.Sprintf("There is no format %q: there are csv, csv-se, xlsx and parquet.", r.Format),
		}}
	}
	isOfPersons := false
	var err error
	if body.Kind == export.Query {
		r.Statement, err = i.exportedQuery(c, body)
		isOfPersons = err == nil && r.Statement.OfClients
	} else {
		isOfPersons, err = exportedKind(c.who, body, &r)
	}
	if err == nil && body.Kind == export.Selection && len(body.Choices) > 0 {
		r.Where, err = i.condition(c.Context(), c.who, chosenBy{Filter: body.Choices})
	}
	if err != nil {
		return r, err
	}
	if isOfPersons && r.Purpose == "" {
		return r, &fault{Text: queries.Text{
			SV: "Uttaget innehåller enskilda brukare: ange ändamålet med det.", EN: "The export holds single clients: state its purpose.",
		}}
	}
	r.FileName = exportName(r)
	return r, nil
}

// exportedQuery is a named query that the caller may export, with its values bound.
func (i *Instance) exportedQuery(c call, body exportBody) (*export.Statement, error) {
	model := Model{Kind: kindNamed, Name: body.Name, Parameters: body.Parameters, Language: c.language}
	if err := model.validate(); err != nil {
		return nil, err
	}
	query, err := i.named(c.who, &model)
	if err != nil {
		return nil, err
	}
	if !mayExport(c.who, query) {
		return nil, notAllowed(c.who, query.Title)
	}
	when := window{}
	when.timeRange.To, when.timeRange.From = body.Range.To.Time, body.Range.From.Time
	if when.timeRange.To.IsZero() {
		when.timeRange.To = i.now()
	}
	if when.timeRange.From.IsZero() {
		when.timeRange.From = when.timeRange.To.AddDate(-1, 0, 0)
	}
	p, err := i.plan(c.Context(), c.who, &model, when, originOf(c.who, c.Header.Get))
	if err != nil {
		return nil, err
	}
	if err := noteExtract(c.Context(), p, body.Purpose); err != nil {
		return nil, err
	}
	statement := &export.Statement{
		Name: query.Name, Title: query.Title.In(c.language), SQL: p.statement.SQL, Parameters: p.statement.Parameters,
		Filter: valuesText(body.Parameters), Objects: query.Reads, Comments: map[string]string{}, OfClients: hasPersons(query),
	}
	for name, known := range p.known {
		statement.Comments[name] = known.Text
	}
	for _, column := range query.Columns {
		statement.Comments[column.Name] = strings.TrimSuffix(strings.Join([]string{column.Title.In(c.language), statement.Comments[column.Name]}, ". "), ". ")
	}
	return statement, nil
}

// valuesText writes parameters for the log, by name.
func valuesText(parameters map[string]any) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		value, _ := json.Marshal(parameters[name]) // it came from JSON
		parts = append(parts, name+"="+string(value))
	}
	return strings.Join(parts, "; ")
}

// exportedKind completes a request for one of [exportKinds] and tells whether it
// holds persons. Who sees some areas gets those.
func exportedKind(who identity.Identity, body exportBody, r *export.Request) (isOfPersons bool, err error) {
	kinds := exportKinds()
	at := slices.IndexFunc(kinds, func(k exportKind) bool { return k.Kind == body.Kind })
	if at < 0 {
		return false, &fault{Text: queries.Text{SV: fmt.Sprintf("Det finns inget uttag %q.", body.Kind), EN: fmt.Sprintf("There is no export %q.", body.Kind)}}
	}
	kind := kinds[at]
	if !may(who, kind.needs()) {
		return false, notAllowed(who, kind.Title)
	}
	if !slices.Contains(kind.Formats, body.Format) {
		return false, &fault{Text: queries.Text{
			SV: fmt.Sprintf("%s finns bara som %s.", kind.Title.SV, kind.Formats[0]), EN: fmt.Sprintf("%s: the format is %s only.", kind.Title.EN, kind.Formats[0]),
		}}
	}
	if body.Filter != "" && !who.RawSQL {
		return false, &fault{access: true, Text: queries.Text{
			SV: fmt.Sprintf("Rollen %s kan ta ut sparade urval, inte egna villkor.", who.Role), EN: fmt.Sprintf("The role %s may export saved selections, not conditions of its own.", who.Role),
		}}
	}
	r.SelectionID, r.Where, r.Scenario, r.Method, r.Scope = body.SelectionID, body.Filter, body.Scenario, body.Method, body.Scope
	if r.From, err = monthOf(body.From); err != nil {
		return false, err
	}
	if r.To, err = monthOf(body.To); err != nil {
		return false, err
	}
	r.Areas, err = areasOf(who, body)
	return kind.HasPersons, err
}

// areasOf are the areas of an export: those asked for, if the caller sees them all;
// else all that the caller sees.
func areasOf(who identity.Identity, body exportBody) ([]string, error) {
	if who.AllAreas {
		return body.Areas, nil
	}
	if body.Scope != "" && body.Scope != export.ScopeArea {
		return nil, &fault{access: true, Text: queries.Text{
			SV: "Prognoser för målgrupper gäller hela kommunen: din roll ser vissa områden.", EN: "Forecasts of target groups are of the whole municipality: your role sees some areas.",
		}}
	}
	if len(who.Areas) == 0 {
		return nil, &fault{access: true, Text: queries.Text{SV: "Inget område är angivet för dig.", EN: "No area has been set for you."}}
	}
	for _, area := range body.Areas {
		if !slices.Contains(who.Areas, area) {
			return nil, &fault{access: true, Text: queries.Text{SV: fmt.Sprintf("Du får inte se området %q.", area), EN: fmt.Sprintf("You may not see the area %q.", area)}}
		}
	}
	if len(body.Areas) > 0 {
		return body.Areas, nil
	}
	return who.Areas, nil
}

func notAllowed(who identity.Identity, title queries.Text) error {
	return &fault{access: true, Text: queries.Text{
		SV: fmt.Sprintf("Rollen %s får inte ta ut %q.", who.Role, title.SV), EN: fmt.Sprintf("The role %s may not export %q.", who.Role, title.EN),
	}}
}

func monthOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	month, err := time.Parse("2006-01", text)
	if err != nil {
		return month, &fault{Text: queries.Text{SV: fmt.Sprintf("%q är ingen månad: skriv som 2026-10.", text), EN: fmt.Sprintf("%q is no month: write it as 2026-10.", text)}}
	}
	return month, nil
}

// exportName is the name of the file: what and when, in letters that every system
// takes.
func exportName(r export.Request) string {
	what := string(r.What)
	switch {
	case r.Statement != nil:
		what = r.Statement.Name
	case r.SelectionID != "":
		what += "-" + r.SelectionID
	}
	safe := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' {
			return c
		}
		return '-'
	}, what)
	ending := string(r.Format)
	if r.Format == export.CSVSE {
		ending = "csv"
	}
	return fmt.Sprintf("framsyn-%.60s-%s.%s", safe, r.At.Format(time.DateOnly), ending)
}
