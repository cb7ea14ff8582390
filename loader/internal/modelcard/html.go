package modelcard

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"github.com/framsyn/framsyn/loader/internal/modelpage"
)

//go:embed card.tmpl
var cardTemplate string

// cardView is a card as the template shows it.
type cardView struct {
	ID, Title, State, AsOf string
	IsShown                bool
	Sections               []sectionView
}

// sectionView is a section: lines, or a table, with what is drawn of it.
type sectionView struct {
	Title   string
	IsTable bool
	Lines   []string
	Rows    []rowView
	Curves  []calibrationChart
	Ratios  *ratioChart
}

type rowView struct{ Name, Value, Text string }

// WriteHTML writes the cards as one page.
func WriteHTML(out io.Writer, l Language, cards []Card) error {
	page, err := template.New("card").Funcs(template.FuncMap{"t": l.t}).Parse(cardTemplate)
	if err != nil {
		return fmt.Errorf("model card: %w", err)
	}
	var views []cardView
	for i := range cards {
		views = append(views, cards[i].view(l, fmt.Sprintf("c%d", i+1)))
	}
	err = page.Execute(out, map[string]any{"Lang": l, "Style": template.CSS(modelpage.Style()), "Title": l.t("Modellkort", "Model cards"), "Cards": views})
	if err != nil {
		return fmt.Errorf("model card: %w", err)
	}
	return nil
}

func (c *Card) view(l Language, id string) cardView {
	view := cardView{ID: id, Title: l.t(c.TitleSv, c.TitleEn), State: l.state(c.State), AsOf: c.AsOf, IsShown: c.State == "shown"}
	for _, s := range c.Sections {
		part := sectionView{Title: l.t(s.TitleSv, s.TitleEn), IsTable: s.isTable()}
		for _, item := range s.Items {
			if part.IsTable {
				part.Rows = append(part.Rows, rowView{l.name(item), l.measured(item), l.text(item)})
				continue
			}
			part.Lines = append(part.Lines, l.line(item))
		}
		switch s.Name {
		case "calibration":
			part.Curves = c.calibrationCharts(l)
		case "audit":
			part.Ratios = c.ratioChart(l)
		}
		view.Sections = append(view.Sections, part)
	}
	return view
}
