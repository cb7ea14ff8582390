package plugin

import (
	"slices"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/sql/export"
	"github.com/framsyn/framsyn/sql/queries"
)

// exportKind is something to export besides named queries.
type exportKind struct {
	Kind        export.What     `json:"kind"`
	Title       queries.Text    `json:"title"`
	Description queries.Text    `json:"description"`
	Formats     []export.Format `json:"formats"`
	HasPersons  bool            `json:"has_persons"` // one row is one client
}

// needs is what somebody must be allowed to do.
func (k exportKind) needs() action {
	if k.HasPersons {
		return exportPersons
	}
	return exportForecasts
}

func exportKinds() []exportKind {
	all := export.Formats()
	return []exportKind{
		{
			Kind: export.Plan, Formats: []export.Format{export.XLSX},
			Title: queries.Text{SV: "Arbetsbok för budgetmötet", EN: "Workbook for the budget meeting"},
			Description: queries.Text{
				SV: "Prognosen med antaganden, månader, scenarier, bemanning, träffsäkerhet och diagram.",
				EN: "The forecast with assumptions, months, scenarios, staff, accuracy and charts.",
			},
		},
		{
			Kind: export.Forecasts, Formats: all, Title: queries.Text{SV: "Prognosen", EN: "The forecast"},
			Description: queries.Text{
				SV: "Väntat behov per område eller målgrupp, resurs, månad och scenario, med intervall.",
				EN: "Expected need by area or target group, resource, month and scenario, with intervals.",
			},
		},
		{
			Kind: export.Staffing, Formats: all, Title: queries.Text{SV: "Bemanningen", EN: "The staff"},
			Description: queries.Text{
				SV: "Den personal som prognosen kräver bredvid den som finns, per område, yrke och månad.",
				EN: "The staff that the forecast needs beside the staff that there is, by area, profession and month.",
			},
		},
		{
			Kind: export.Scenarios, Formats: all, Title: queries.Text{SV: "Scenarierna jämförda", EN: "The scenarios compared"},
			Description: queries.Text{
				SV: "Varje scenario bredvid det som i dag, per område, yrke och månad.",
				EN: "Each scenario beside the one as today, by area, profession and month.",
			},
		},
		{
			Kind: export.AreaMonths, Formats: all, Title: queries.Text{SV: "Områdena månad för månad", EN: "The areas month by month"},
			Description: queries.Text{
				SV: "Brukare och timmar per område och månad, som de har varit.",
				EN: "Clients and hours by area and month, as they have been.",
			},
		},
		{
			Kind: export.Selection, Formats: all, HasPersons: true, Title: queries.Text{SV: "Brukarna i ett urval", EN: "The clients of a selection"},
			Description: queries.Text{
				SV: "Dagens brukare efter ett sparat urval eller ett villkor, med pseudonym, högst risk först.",
				EN: "The clients of today by a saved selection or a condition, by pseudonym, the highest risk first.",
			},
		},
	}
}

// exportableQuery is a named query whose rows somebody may export.
type exportableQuery struct {
	Name       string       `json:"name"`
	Title      queries.Text `json:"title"`
	HasPersons bool         `json:"has_persons"`
}

// listExportKinds tells what the caller may export.
func (i *Instance) listExportKinds(c call) (any, error) {
	kinds, found := []exportKind{}, []exportableQuery{}
	for _, kind := range exportKinds() {
		if may(c.who, kind.needs()) {
			kinds = append(kinds, kind)
		}
	}
	for _, query := range i.catalogue.For(c.who.Role) {
		if mayExport(c.who, query) {
			found = append(found, exportableQuery{Name: query.Name, Title: query.Title, HasPersons: hasPersons(query)})
		}
	}
	return map[string]any{"kinds": kinds, "queries": found}, nil
}

// hasPersons tells whether the rows of a query are about single clients: they name
// them, or the query is about one.
func hasPersons(query queries.Query) bool {
	_, isOfOne := query.Parameter("client")
	return isOfOne || slices.ContainsFunc(query.Columns, func(c queries.Column) bool { return c.Name == "client_id" })
}

// mayExport tells whether somebody may export the rows of a query.
func mayExport(who identity.Identity, query queries.Query) bool {
	return query.MayRun(who.Role) && (!hasPersons(query) || may(who, exportPersons))
}
