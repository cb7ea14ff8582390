package modelpage

import (
	"fmt"
	"math"
)

// heat is the table of a pair: a line for each bin of the first feature, a cell for
// each of the second.
type heat struct {
	Title, Rows, Columns, Note string
	Heads                      []string
	Lines                      []heatLine
}

type heatLine struct {
	Head  string
	Cells []heatCell
}

// heatCell is a pair of bins.
type heatCell struct {
	Text, Detail string
	Shade        string // class of the cell: up1 … up4, down1 … down4
}

// newHeat makes the table of a term of two features.
func newHeat(l Language, t *term) *heat {
	linesOf, columnsOf := map[uint16]int{}, map[uint16]int{}
	var first, second []side
	largest := 0.0
	for _, r := range t.rows {
		if _, ok := linesOf[r.a.index]; !ok {
			linesOf[r.a.index] = len(first)
			first = append(first, r.a)
		}
		if _, ok := columnsOf[r.b.index]; !ok {
			columnsOf[r.b.index] = len(second)
			second = append(second, r.b)
		}
		largest = max(largest, math.Abs(r.contribution))
	}
	a, b := newLabels(l, t.a, first), newLabels(l, t.b, second)
	h := &heat{
		Title: pairTitle(l, t), Rows: l.of(t.a.title), Columns: l.of(t.b.title),
		Note: l.t("Raderna är ", "The rows are ") + a.axis(l.of(t.a.title)) + l.t(", kolumnerna ", ", the columns ") + b.axis(l.of(t.b.title)) + ". " +
			l.t("Talet är bidraget, utöver vad de två måtten ger var för sig; inom parentes där färre än 20 klienter finns.",
				"The number is the contribution, beyond what each of the two adds by itself; in brackets where there are fewer than 20 clients."),
	}
	for _, s := range second {
		h.Heads = append(h.Heads, b.bin(s))
	}
	for _, s := range first {
		h.Lines = append(h.Lines, heatLine{Head: a.bin(s), Cells: make([]heatCell, len(second))})
	}
	for i := range t.rows {
		r := &t.rows[i]
		h.Lines[linesOf[r.a.index]].Cells[columnsOf[r.b.index]] = cellOf(l, r, largest)
	}
	return h
}

func cellOf(l Language, r *row, largest float64) heatCell {
	if r.isEmpty() {
		return heatCell{Text: "·", Detail: l.t("färre än 20 klienter", "fewer than 20 clients")}
	}
	low, high := r.interval()
	text := l.signed(r.contribution, 2)
	cell := heatCell{Text: text, Detail: "80 %: " + l.signed(low, 2) + " – " + l.signed(high, 2) + "; " + l.count(r.clients) + l.t(" klienter", " clients")}
	if r.clients == 0 {
		cell.Text, cell.Detail = "("+text+")", "80 %: "+l.signed(low, 2)+" – "+l.signed(high, 2)+"; "+l.t("färre än 20 klienter", "fewer than 20 clients")
	}
	if shade := int(math.Ceil(4 * math.Abs(r.contribution) / largest)); shade > 0 {
		cell.Shade = fmt.Sprintf("up%d", min(shade, 4))
		if r.contribution < 0 {
			cell.Shade = fmt.Sprintf("down%d", min(shade, 4))
		}
	}
	return cell
}

func pairTitle(l Language, t *term) string { return l.of(t.a.title) + " × " + l.of(t.b.title) }
