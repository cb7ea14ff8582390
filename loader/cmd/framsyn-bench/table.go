package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// table is a Markdown table: the first column is text, the others are numbers.
type table struct {
	title string
	notes []string // below it, a sentence each
	head  []string
	rows  [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// print writes the table so that it reads well before it is rendered, too.
func (t *table) print(out io.Writer) error {
	widths := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell), 3)
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "## %s\n\n", t.title)
	line := func(row []string) {
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				text.WriteString("| " + cell + pad)
			} else {
				text.WriteString(" | " + pad + cell)
			}
		}
		text.WriteString(" |\n")
	}
	line(t.head)
	for i, width := range widths {
		if i == 0 {
			text.WriteString("|" + strings.Repeat("-", width+2))
		} else {
			text.WriteString("|" + strings.Repeat("-", width+1) + ":")
		}
	}
	text.WriteString("|\n")
	for _, row := range t.rows {
		line(row)
	}
	if len(t.notes) > 0 {
		text.WriteString("\n" + strings.Join(t.notes, "\n") + "\n")
	}
	_, err := io.WriteString(out, text.String()+"\n")
	return err
}

// grouped writes a number with commas between thousands.
func grouped[N int | uint64 | int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func fixed(value float64, decimals int) string { return strconv.FormatFloat(value, 'f', decimals, 64) }

// mebibytes writes bytes as MiB.
func mebibytes(n uint64) string { return fixed(float64(n)/(1<<20), 0) }

// median of values, at least one.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// spread writes the median, and the least and greatest.
func spread(values []float64, decimals int) string {
	return fmt.Sprintf("%s (%s-%s)", fixed(median(values), decimals), fixed(slices.Min(values), decimals), fixed(slices.Max(values), decimals))
}
