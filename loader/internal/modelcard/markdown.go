package modelcard

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteJSON writes the cards as they were read.
func WriteJSON(out io.Writer, cards []Card) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(cards); err != nil {
		return fmt.Errorf("model card: %w", err)
	}
	return nil
}

// WriteMarkdown writes the cards one after the other.
func WriteMarkdown(out io.Writer, l Language, cards []Card) error {
	buffered := bufio.NewWriter(out)
	for i := range cards {
		if i > 0 {
			_, _ = buffered.WriteString("\n---\n\n")
		}
		cards[i].markdown(buffered, l)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("model card: %w", err)
	}
	return nil
}

// markdown writes a card; the writer keeps its first error to the end.
func (c *Card) markdown(out *bufio.Writer, l Language) {
	_, _ = fmt.Fprintf(out, "# %s: %s\n\n**%s** %s %s.\n", l.t("Modellkort", "Model card"), l.t(c.TitleSv, c.TitleEn), l.state(c.State), l.t("Ser framåt från", "Looks ahead from"), c.AsOf)
	for _, s := range c.Sections {
		_, _ = fmt.Fprintf(out, "\n## %s\n\n", l.t(s.TitleSv, s.TitleEn))
		if !s.isTable() {
			for _, item := range s.Items {
				_, _ = fmt.Fprintf(out, "- %s\n", l.line(item))
			}
			continue
		}
		_, _ = fmt.Fprintf(out, "| | %s | |\n|---|---|---|\n", l.t("värde (95 %-intervall)", "value (95% interval)"))
		for _, item := range s.Items {
			_, _ = fmt.Fprintf(out, "| %s | %s | %s |\n", cell(l.name(item)), cell(l.measured(item)), cell(l.text(item)))
		}
	}
}

// isTable says whether a section holds numbers.
func (s *Section) isTable() bool {
	for _, item := range s.Items {
		if item.Value != nil && (item.Unit != "months" || len(s.Items) == 1) {
			return true
		}
	}
	return false
}

// line is an item as a line of a list.
func (l Language) line(i Item) string {
	text := strings.TrimSpace(strings.Join([]string{l.measured(i), l.text(i)}, " "))
	if name := l.name(i); name != "" {
		return name + ": " + text
	}
	return text
}

func cell(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "|", `\|`), "\n", " ")
}
