package modelpage

import (
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed page.tmpl
var pageTemplate string

//go:embed plot.tmpl
var plotTemplate string

//go:embed style.css
var styleSheet string

// pageView is what the template shows.
type pageView struct {
	Lang     Language
	Style    template.CSS
	Title    string
	Sections []sectionView
	Waiting  []string
}

// sectionView is a target.
type sectionView struct {
	ID, Title, Estimates string
	IsRisk               bool
	Facts                []fact
	Alerts, Calibration  []string
	Measures             []measured
	HasBaseline          bool // the measures stand beside a simple regression
	HasPersistence       bool // and beside what is already seen
	Groups               []groupLine
	Terms                []termView
	Bars                 []barView
}

// termView is a term: a plot, or the table of a pair.
type termView struct {
	ID, Title, Importance, Reading, Drift, Column string
	Kin                                           string // what it and its kin tell; empty without kin
	Plot                                          *plot
	Heat                                          *heat
}

// barView is a line of the overview.
type barView struct {
	ID, Title, Value string
	Width            string // of the bar, percent
	IsFirst          bool   // of its family
}

// Write writes the page. The same pages give the same bytes.
func (p *Pages) Write(out io.Writer, l Language) error {
	page, err := template.New("page").Funcs(template.FuncMap{"t": l.t, "c": coordinate, "add": func(a, b float64) float64 { return a + b }}).Parse(pageTemplate)
	if err == nil {
		_, err = page.Parse(plotTemplate)
	}
	if err != nil {
		return fmt.Errorf("model page: %w", err)
	}
	view := pageView{Lang: l, Style: template.CSS(styleSheet), Title: l.t("Modellen, mått för mått", "The model, term by term")}
	for i := range p.sections {
		view.Sections = append(view.Sections, newSectionView(l, fmt.Sprintf("m%d", i+1), &p.sections[i]))
	}
	for _, title := range p.waiting {
		view.Waiting = append(view.Waiting, l.of(title))
	}
	if err := page.Execute(out, &view); err != nil {
		return fmt.Errorf("model page: %w", err)
	}
	return nil
}

func newSectionView(l Language, id string, s *section) sectionView {
	view := sectionView{
		ID: id, Title: l.of(s.title), Estimates: s.estimates(l), IsRisk: !s.isHours(), Facts: s.facts(l), Alerts: s.alertTexts(l),
		Calibration: s.calibration(l), Measures: s.measured(l), Groups: s.groups(l),
	}
	for _, m := range view.Measures {
		view.HasBaseline = view.HasBaseline || m.Baseline != "–"
		view.HasPersistence = view.HasPersistence || m.Persistence != "–"
	}
	largest := 0.0
	for i := range s.terms {
		largest = max(largest, s.terms[i].importance)
	}
	kin := map[string]int{}
	for i := range s.terms {
		kin[s.terms[i].family()]++
	}
	for i := range s.terms {
		t := &s.terms[i]
		term := newTermView(l, fmt.Sprintf("%s-%d", id, i+1), t, s)
		if kin[t.family()] > 1 {
			term.Kin = cmp.Or(familyTitle(l, t.family()), t.family())
		}
		view.Terms = append(view.Terms, term)
		width := 0.0
		if largest > 0 {
			width = 100 * t.importance / largest
		}
		view.Bars = append(view.Bars, barView{ID: term.ID, Title: term.Title, Value: term.Importance, Width: coordinate(width), IsFirst: i > 0 && t.family() != s.terms[i-1].family()})
	}
	return view
}

func newTermView(l Language, id string, t *term, s *section) termView {
	view := termView{ID: id, Title: l.termTitle(t), Importance: l.number(t.importance, 3), Column: t.name}
	if psi, ok := s.drift[t.name]; ok {
		view.Drift = l.number(psi, 2)
	}
	if t.isPair {
		view.Heat = newHeat(l, t)
		return view
	}
	view.Plot = newPlot(l, id, t, s.isHours())
	view.Reading = view.Plot.Description
	return view
}

// Style is the style sheet, for other pages about models.
func Style() string { return styleSheet }
