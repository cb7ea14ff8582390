package workbook

import (
	"fmt"
	"time"
)

// yearAhead is how far ahead the summary looks, months.
const yearAhead = 12

// summary writes a year ahead beside today.
func (b *book) summary(at parts) {
	s := b.fill(sheetSummary, 26, 50, 16, 15, 15, 15, 15, 15, 13, 16, 16, 16, 16, 16, 18)
	s.title("Prognos: " + b.data.Areas[0].Name)
	for _, sentence := range b.headlines() {
		s.note(sentence)
	}
	s.next++
	b.summaryCharts(s, at)
	b.needTable(s)
	b.staffTable(s)
	b.trendTable(s)
	s.freeze(1, 0)
}

func (b *book) summaryCharts(s *sheet, at parts) {
	area := b.data.Areas[0].ID
	months, hasMonths := at.months[[2]string{area, "home_care_h"}]
	staff, hasStaff := at.staff[[2]string{area, "assistant_nurse"}]
	if !hasMonths && !hasStaff {
		return
	}
	row := s.room(chartRows)
	if hasMonths {
		b.fan(s.name, fmt.Sprintf("A%d", row), area, "home_care_h", months)
	}
	if hasStaff {
		b.balance(s.name, fmt.Sprintf("D%d", row), area, "assistant_nurse", staff)
	}
}

// headlines are what one should know first.
func (b *book) headlines() []string {
	d := b.data
	texts := []string{fmt.Sprintf("Prognosen ser framåt från %s och bygger på data till och med %s. Intervallen är 80 %%: i fyra fall av fem bör utfallet ligga inom dem.",
		d.Run.AsOf.Format(time.DateOnly), monthOr(d.DataTo, "(ingen månad)"))}
	for _, resource := range []string{"home_care_h", "clients"} {
		if text, ok := b.needHeadline(resource); ok {
			texts = append(texts, text)
		}
	}
	if text, ok := b.staffHeadline(); ok {
		texts = append(texts, text)
	}
	return append(texts, b.capacityNote()+" "+b.normNote())
}

func (b *book) needHeadline(resource string) (string, bool) {
	now, ahead := b.today(b.data.Areas[0].ID, resource)
	if ahead == nil {
		return "", false
	}
	text := fmt.Sprintf("%s: %s i %s (%s–%s)", nameOf(resources(), resource), number(*ahead.Mean, 0), monthName(ahead.Month), number(*ahead.Low, 0), number(*ahead.High, 0))
	if now != nil && now.Actual != nil && *now.Actual > 0 {
		text += fmt.Sprintf(", mot %s i %s (%s %%)", number(*now.Actual, 0), monthName(now.Month), signed(100*(*ahead.Mean / *now.Actual - 1)))
	}
	return text + ".", true
}

func signed(value float64) string {
	if value > 0 {
		return "+" + number(value, 1)
	}
	return number(value, 1)
}

func (b *book) staffHeadline() (string, bool) {
	for _, r := range b.data.Staff {
		if r.Area != b.data.Areas[0].ID || r.Profession != "assistant_nurse" || r.Horizon != yearAhead {
			continue
		}
		text := fmt.Sprintf("Undersköterskor i %s: %s årsarbetare behövs (%s–%s)", monthName(r.Month), number(r.NeededFTE, 1), number(r.NeededFTE*r.lowShare(), 1),
			number(r.NeededFTE*r.highShare(), 1))
		switch {
		case r.GapFTE == nil:
		case *r.GapFTE < 0:
			text += fmt.Sprintf(", %s finns: %s saknas", number(*r.AvailableFTE, 1), number(-*r.GapFTE, 1))
		default:
			text += fmt.Sprintf(", %s finns: %s fler än behovet", number(*r.AvailableFTE, 1), number(*r.GapFTE, 1))
		}
		return text + ".", true
	}
	return "", false
}

// today returns an area's newest month and the one a year ahead of the forecast's
// origin.
func (b *book) today(area, resource string) (now, ahead *Value) {
	for i := range b.data.Values {
		v := &b.data.Values[i]
		switch {
		case v.Area != area || v.Resource != resource:
		case v.Horizon == 0:
			now = v
		case v.Horizon == yearAhead:
			ahead = v
		}
	}
	if now != nil && ahead != nil && !now.Month.AddDate(0, yearAhead, 0).Equal(ahead.Month) {
		now = nil // the month at the origin was not delivered
	}
	return now, ahead
}

func (b *book) needTable(s *sheet) {
	s.section("Behov om ett år mot i dag")
	nowHead, aheadHead := "Nu", "Om ett år"
	var rows [][]any
	for _, area := range b.data.Areas {
		for _, resource := range resources() {
			now, ahead := b.today(area.ID, resource.code)
			if ahead == nil {
				continue
			}
			f := resourceFormat(resource.code)
			aheadHead = "Om ett år (" + ahead.Month.Format("2006-01") + ")"
			row := []any{area.Name, resource.name, resource.unit, nil, cell{ahead.Mean, f}, cell{ahead.Low, f}, cell{ahead.High, f}, nil, nil}
			if now != nil && now.Actual != nil {
				nowHead = "Nu (" + now.Month.Format("2006-01") + ")"
				row[3] = cell{now.Actual, f}
				row[7] = cell{*ahead.Mean - *now.Actual, formatSigned}
				if *now.Actual > 0 {
					row[8] = *ahead.Mean / *now.Actual - 1
				}
			}
			rows = append(rows, row)
		}
	}
	s.table([]column{
		{head: "Område", format: formatText},
		{head: "Resurs", format: formatText},
		{head: "Enhet", format: formatText},
		{head: nowHead},
		{head: aheadHead},
		{head: "Lägst (10 %)"},
		{head: "Högst (90 %)"},
		{head: "Förändring"},
		{head: "Förändring, %", format: formatMore},
	}, rows)
}

func (b *book) staffTable(s *sheet) {
	s.section("Personal och kostnad om ett år")
	if len(b.data.Staff) == 0 {
		s.note(b.capacityNote() + " " + b.normNote())
		return
	}
	next, costs := b.staffAhead()
	var rows [][]any
	for _, r := range b.data.Staff {
		if r.Horizon != yearAhead {
			continue
		}
		k := [2]string{r.Area, r.Profession}
		row := []any{
			b.data.areaName(r.Area), nameOf(professions(), r.Profession), r.Month, nil, r.NeededFTE, r.NeededFTE * r.lowShare(), r.NeededFTE * r.highShare(),
			r.AvailableFTE, r.GapFTE, r.VacantFTE, nil, r.Cost, nil, nil, costs[k],
		}
		if n, ok := next[k]; ok {
			row[3], row[10] = n.NeededFTE, n.Cost
		}
		if r.Cost != nil {
			row[12], row[13] = *r.Cost*r.lowShare(), *r.Cost*r.highShare()
		}
		rows = append(rows, row)
	}
	s.table([]column{
		{head: "Område", format: formatText},
		{head: "Yrke", format: formatText},
		{head: "Månad", format: formatMonth},
		{head: "Behövs nästa månad", format: formatFTE},
		{head: "Behövs om ett år", format: formatFTE},
		{head: "Lägst", format: formatFTE},
		{head: "Högst", format: formatFTE},
		{head: "Finns", format: formatFTE},
		{head: "Finns − behövs", format: formatMoreFTE},
		{head: "Vakanser", format: formatFTE},
		{head: "Kostnad nästa månad", format: formatSEK},
		{head: "Kostnad i månaden om ett år", format: formatSEK},
		{head: "Kostnad, lägst", format: formatSEK},
		{head: "Kostnad, högst", format: formatSEK},
		{head: "Kostnad kommande tolv månader", format: formatSEK},
	}, rows)
}

// staffAhead returns the next month's staff, and the cost of the twelve months ahead
// where each of them has one.
func (b *book) staffAhead() (next map[[2]string]Staff, costs map[[2]string]*float64) {
	next, costs = map[[2]string]Staff{}, map[[2]string]*float64{}
	count := map[[2]string]int{}
	for _, r := range b.data.Staff {
		k := [2]string{r.Area, r.Profession}
		if r.Horizon == 1 {
			next[k] = r
		}
		if r.Horizon >= 1 && r.Horizon <= yearAhead && r.Cost != nil {
			if costs[k] == nil {
				costs[k] = new(float64)
			}
			*costs[k] += *r.Cost
			count[k]++
		}
	}
	for k, n := range count {
		if n < yearAhead {
			delete(costs, k)
		}
	}
	return next, costs
}

func (b *book) trendTable(s *sheet) {
	s.section("Vart det är på väg nu")
	if len(b.data.Trends) == 0 {
		s.note("Inga trender är beräknade (framsyn job run trends).")
		return
	}
	var rows [][]any
	for _, t := range b.data.Trends {
		name := nameOf(resources(), t.Resource)
		if t.Resource == "performed_h" {
			name = "Utförd hemtjänst"
		}
		rows = append(rows, []any{b.data.areaName(t.Area), name, t.Sentence})
	}
	s.table([]column{{head: "Område", format: formatText}, {head: "Resurs", format: formatText}, {head: "Trend", format: formatWrapped, cells: 13}}, rows)
}
