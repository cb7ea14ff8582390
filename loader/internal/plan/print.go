package plan

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
)

// Text writes the proposal for a reader.
func (p *Proposal) Text(out io.Writer) error {
	w := &sticky{out: out}
	w.printf("Staff in %s, scenario %s, forecast of %s\n", p.Month, p.Scenario, p.AsOf)
	for _, profession := range p.Professions {
		profession.text(w)
	}
	w.printf("\nAssumptions\n")
	for _, sentence := range p.Assumptions {
		w.printf("- %s\n", sentence)
	}
	return w.err
}

func (p Profession) text(w *sticky) {
	w.printf("\n%s: working hours in the month\n", p.Profession)
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "area\tneeded\tlow\thigh\tavailable\tgap\tvacant fte\tthen has\tgap then\t") // w keeps the fault
	for _, a := range p.Areas {
		_, _ = fmt.Fprintln(table, strings.Join([]string{
			a.ID, decimal(a.NeededH, 0), decimal(a.NeededLowH, 0), decimal(a.NeededHighH, 0), optional(a.AvailableH, 0), optional(a.GapH, 0),
			optional(a.VacantFTE, 1), optional(a.AfterH, 0), optional(a.AfterGapH, 0), "",
		}, "\t"))
	}
	if err := table.Flush(); err != nil && w.err == nil {
		w.err = err
	}
	if p.Note != "" {
		w.printf("%s\n", p.Note)
	}
	for _, m := range p.Moves {
		w.printf("move %s hours from %s to %s\n", decimal(m.Hours, 0), m.From, m.To)
	}
	if len(p.Moves) == 0 && p.Areas != nil {
		w.printf("nothing to move\n")
	} else if len(p.Moves) > 0 {
		then := "none"
		if p.ShortageAfter > 0 {
			then = decimal(100*p.ShortageAfter, 1) + " %"
		}
		w.printf("greatest shortage %s %% of the need, then %s\n", decimal(100*p.ShortageBefore, 1), then)
	}
	if p.LacksH > 0 {
		w.printf("lacking in all, however it is spread: %s hours, %s full-time equivalents\n", decimal(p.LacksH, 0), decimal(p.LacksFTE, 1))
	}
}

// CSV writes a row for each profession and area. clean makes a text harmless for a
// spreadsheet.
func (p *Proposal) CSV(out io.Writer, clean func(string) string) error {
	w := csv.NewWriter(out)
	rows := [][]string{{
		"month", "scenario", "profession", "area_id", "area_name", "needed_h", "needed_low_h", "needed_high_h", "available_h", "gap_h", "vacant_fte",
		"is_capacity_assumed", "moved_in_h", "moved_out_h", "after_h", "after_gap_h",
	}}
	for _, profession := range p.Professions {
		in, gone := map[string]float64{}, map[string]float64{}
		for _, m := range profession.Moves {
			in[m.To] += m.Hours
			gone[m.From] += m.Hours
		}
		for _, a := range profession.Areas {
			rows = append(rows, []string{
				p.Month, clean(p.Scenario), clean(profession.Profession), clean(a.ID), clean(a.Name), decimal(a.NeededH, 2), decimal(a.NeededLowH, 2), decimal(a.NeededHighH, 2),
				blank(a.AvailableH), blank(a.GapH), blank(a.VacantFTE), strconv.FormatBool(a.IsCapacityAssumed), decimal(in[a.ID], 2), decimal(gone[a.ID], 2),
				blank(a.AfterH), blank(a.AfterGapH),
			})
		}
	}
	return w.WriteAll(rows)
}

func decimal(value float64, decimals int) string {
	return strconv.FormatFloat(value, 'f', decimals, 64)
}

func optional(value *float64, decimals int) string {
	if value == nil {
		return "-"
	}
	return decimal(*value, decimals)
}

func blank(value *float64) string {
	if value == nil {
		return ""
	}
	return decimal(*value, 2)
}

// sticky keeps the first fault of writing.
type sticky struct {
	out io.Writer
	err error
}

func (w *sticky) Write(text []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.out.Write(text)
	w.err = err
	return n, err
}

func (w *sticky) printf(format string, values ...any) { _, _ = fmt.Fprintf(w, format, values...) } // w keeps the fault
