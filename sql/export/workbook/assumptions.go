package workbook

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// assumptions writes what the forecast rests on.
func (b *book) assumptions() {
	s := b.fill(sheetAssumptions, 34, 52, 15, 15, 15, 15, 15, 15, 15)
	s.title("Antaganden: vad prognosen bygger på")
	rows := [][]any{}
	for _, f := range b.runFacts() {
		rows = append(rows, []any{f.Name, f.Value})
	}
	s.table([]column{{head: "Vad", format: formatText}, {head: "Hur", format: formatWrapped, cells: 8}}, rows)
	b.scenarioTable(s)
	b.normTable(s)
	b.shareTable(s)
	b.weightTable(s)
	s.freeze(1, 0)
}

func (b *book) runFacts() []Fact {
	run := b.data.Run
	return []Fact{
		{"Prognosen ser framåt från", run.AsOf.Format(time.DateOnly) + " (bara det som var känt då är använt)"},
		{"Data till och med", monthOr(b.data.DataTo, "ingen månad är levererad")},
		{"Lärt av månaderna", monthOr(run.TrainedFrom, "–") + " till " + monthOr(run.TrainedTo, "–") + fmt.Sprintf("; %s personer", number(float64(run.Clients), 0))},
		{"Modellkörning", strconv.FormatUint(run.ID, 10) + ", " + run.Created.UTC().Format("2006-01-02 15:04 MST") + ", framsyn " + run.Version},
		{"Metod", nameOf(methods(), run.Method) + ": vikterna står nederst på bladet, träffsäkerheten på bladet " + sheetAccuracy},
		{"Folkmängd", b.populationText()},
		{"Tillgänglig personal", b.capacityNote()},
		{"Bemanningstal", b.normNote()},
		{"Kostnad", "arbetad tid som behövs gånger levererad kostnad per arbetad timme, i den prisnivå som levererades; bara personal, inga lokaler, resor eller hjälpmedel"},
	}
}

func monthOr(month time.Time, otherwise string) string {
	if month.IsZero() || month.Year() == 1970 {
		return otherwise
	}
	return monthName(month)
}

func (b *book) populationText() string {
	p := b.data.Population
	switch {
	case p.CountedTo == 0 && p.ProjectedTo == 0:
		return "Ingen folkmängd är levererad: antalet nya brukare följer då av hur många de har varit."
	case p.ProjectedTo == 0:
		return fmt.Sprintf("Räknad %d–%d; ingen befolkningsprognos är levererad.", p.CountedFrom, p.CountedTo)
	case p.CountedTo == 0:
		return fmt.Sprintf("Befolkningsprognos %d–%d; ingen räknad folkmängd är levererad.", p.ProjectedFrom, p.ProjectedTo)
	}
	return fmt.Sprintf("Räknad %d–%d, befolkningsprognos %d–%d, som kommunen har levererat dem (31 december varje år).",
		p.CountedFrom, p.CountedTo, p.ProjectedFrom, p.ProjectedTo)
}

func (b *book) scenarioTable(s *sheet) {
	s.section("Scenarier")
	var rows [][]any
	for _, scenario := range b.data.Scenarios {
		rows = append(rows, []any{fmt.Sprintf("%s (%s, version %d)", scenario.Name, scenario.ID, scenario.Version), scenario.Description, scenario.words()})
	}
	s.table([]column{
		{head: "Scenario", format: formatWrapped}, {head: "Antar", format: formatWrapped}, {head: "Alla parametrar", format: formatWrapped, cells: 7},
	}, rows)
}

// words tells all parameters of a scenario.
func (s Scenario) words() string {
	if !s.IsSaved {
		return "Scenariot finns inte längre i core.scenarios: parametrarna är inte kända."
	}
	parts := []string{
		"hälsotrend: behoven växer " + perYear(s.IncreasePct, "snabbare", "långsammare"),
		"dödlighet: " + perYear(s.MortalityPct, "högre", "lägre"),
		"särskilt boende: " + places(s.ExtraPlaces),
		"beviljade timmar i nya beslut: gånger " + short(s.HoursFactor),
		"minsta beviljade tid: " + least(s.LeastHours),
		"nya brukare: gånger " + short(s.NewFactor),
		"befolkning: " + variant(s.PopulationVariant),
		"förebyggande: " + s.prevention(),
	}
	return strings.Join(parts, "; ") + "."
}

func perYear(pct float64, more, fewer string) string {
	switch {
	case pct > 0:
		return short(pct) + " % " + more + " för varje år framåt"
	case pct < 0:
		return short(-pct) + " % " + fewer + " för varje år framåt"
	}
	return "som hittills"
}

func places(extra int32) string {
	switch {
	case extra > 0:
		return fmt.Sprintf("%d platser fler", extra)
	case extra < 0:
		return fmt.Sprintf("%d platser färre", -extra)
	}
	return "platser som hittills"
}

func least(hours float64) string {
	if hours == 0 {
		return "ingen gräns"
	}
	return short(hours) + " timmar per månad"
}

func variant(name string) string {
	switch name {
	case "main":
		return "som levererad"
	case "low":
		return "låg (10 % högre dödlighet från 65 år)"
	case "high":
		return "hög (10 % lägre dödlighet från 65 år)"
	}
	return name
}

func (s Scenario) prevention() string {
	if s.Prevented == 0 {
		return "ingen utöver dagens"
	}
	kind := "den insats som väntas ge mest för var och en"
	if s.PreventionKind != "" {
		kind = strings.ToLower(s.PreventionKind)
	}
	return fmt.Sprintf("%s brukare med högst risk får %s, %s %% av potentialen nås", number(float64(s.Prevented), 0), kind, short(100*s.PreventionShare))
}

func (b *book) normTable(s *sheet) {
	s.section("Bemanningstal: från timmar hos brukare till årsarbetare")
	s.note("Arbetad tid = timmar hos brukare / (andel hos brukare × (1 − andel restid)). Årsarbetare = arbetad tid / (betald tid × (1 − frånvaro)). " + b.normNote())
	var rows [][]any
	for _, n := range b.data.Norms {
		own, source := "kommunens egna", n.Source
		if n.IsExample {
			own, source = "exempel", "Valt för Framsyn i runda tal; lämna egna tal i BEMANNINGSTAL."
		}
		atWork := n.PaidHours * (1 - n.Absence)
		rows = append(rows, []any{
			nameOf(professions(), n.Profession), source, own, n.PaidHours, n.Absence, n.Travel, n.Share, atWork, atWork * (1 - n.Travel) * n.Share,
		})
	}
	s.table([]column{
		{head: "Yrke", format: formatText},
		{head: "Källa", format: formatWrapped},
		{head: "Slag", format: formatText},
		{head: "Betald tid per månad", format: formatHours1},
		{head: "Frånvaro", format: formatShare},
		{head: "Restid av arbetad tid", format: formatShare},
		{head: "Hos brukare av resten", format: formatShare},
		{head: "Arbetad tid per åa och månad", format: formatHours1},
		{head: "Hos brukare per åa och månad", format: formatHours1},
	}, rows)
}

func (b *book) shareTable(s *sheet) {
	s.section("Utförd andel av beviljad hemtjänst")
	s.note("Beviljade timmar gånger andelen som utfördes de senaste sex levererade månaderna blir timmar hos brukare. Där inga besök är levererade är andelen 100 %.")
	var rows [][]any
	seen := map[string]bool{}
	for _, r := range b.data.Staff {
		if r.PerformedShare != nil && !seen[r.Area] {
			seen[r.Area] = true
			rows = append(rows, []any{b.data.areaName(r.Area), r.PerformedShare})
		}
	}
	s.table([]column{{head: "Område", format: formatText}, {head: "Utförd andel", format: formatShare}}, rows)
}

// weightTable is a row for each level and resource, a column for each method.
func (b *book) weightTable(s *sheet) {
	s.section("Metodernas vikt i prognosen tolv månader framåt")
	if len(b.data.Weights) == 0 {
		s.note("Inga vikter: det finns för få månader att döma efter, och prognosen är den från enskilda förlopp.")
		return
	}
	var used []entry
	for _, m := range methods() {
		for _, w := range b.data.Weights {
			if w.Method == m.code {
				used = append(used, m)
				break
			}
		}
	}
	columns := []column{{head: "Nivå", format: formatText}, {head: "Resurs", format: formatText}}
	for _, m := range used {
		columns = append(columns, column{head: m.name, format: formatShare})
	}
	var rows [][]any
	for _, level := range levels() {
		for _, resource := range resources() {
			row := []any{level.name, resource.name}
			found := false
			for _, m := range used {
				var weight any
				for _, w := range b.data.Weights {
					if w.Level == level.code && w.Resource == resource.code && w.Method == m.code {
						weight, found = w.Weight, true
					}
				}
				row = append(row, weight)
			}
			if found {
				rows = append(rows, row)
			}
		}
	}
	s.table(columns, rows)
}
