package released

import (
	"fmt"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// scopeOf is the expression for whose row it is; empty text for nobody's.
func scopeOf(rule Rule) string {
	switch {
	case rule.Area != "":
		return "toString(" + rule.Area + ")"
	case len(rule.Scope) > 0:
		return "concat(toString(" + rule.Scope[0] + "), ' ', toString(" + rule.Scope[1] + "))"
	}
	return "''"
}

// sliceOf is the expression for the other columns of a cell. Rows of a scope are
// cells of their own, month by month and resource by resource.
func sliceOf(rule Rule) string {
	names := rule.Slice
	if len(rule.Scope) > 0 {
		names = []string{"resource", "month"}
	}
	if len(names) == 0 {
		return "''"
	}
	return "toString(tuple(" + strings.Join(names, ", ") + "))"
}

// whereOf is a WHERE, or nothing.
func whereOf(condition string) string {
	if condition == "" {
		return ""
	}
	return " WHERE " + condition
}

// shown is the condition for rows that are released at all.
func shown(rule Rule) string {
	var conditions []string
	if rule.Where != "" {
		conditions = append(conditions, "("+rule.Where+")")
	}
	switch {
	case len(rule.Scope) > 0:
		conditions = append(conditions, fmt.Sprintf("(toString(%s), toString(%s)) NOT IN (SELECT hidden.cell, hidden.scope FROM ops.hidden_cells AS hidden WHERE hidden.object = '*')", rule.Scope[0], rule.Scope[1]))
	case rule.Area != "" && len(rule.Cells) == 0:
		conditions = append(conditions, fmt.Sprintf("toString(%s) NOT IN (SELECT hidden.scope FROM ops.hidden_cells AS hidden WHERE hidden.object = '*' AND hidden.cell = 'area')", rule.Area))
	}
	return strings.Join(conditions, " AND ")
}

// countOf finds the count that a column is hidden with; empty for none.
func countOf(rule Rule, name string) string {
	for count, cell := range rule.Cells {
		if count == name || slices.Contains(cell.columns(), name) {
			return count
		}
	}
	return ""
}

// createStatement makes a table like an object, with NULL where cells may be
// hidden.
func createStatement(table, object string, columns []column, rule Rule) string {
	lines := make([]string, len(columns))
	for i, c := range columns {
		typ, comment := c.typ, c.comment
		if countOf(rule, c.name) != "" {
			comment += " NULL where too few persons lie behind it; rounded."
			if !strings.HasPrefix(typ, "Nullable(") {
				typ = "Nullable(" + typ + ")"
			}
		}
		lines[i] = sqlfs.Quoted(c.name) + " " + typ + " COMMENT " + sqlfs.Literal(comment)
	}
	return "CREATE TABLE " + table + " (" + strings.Join(lines, ", ") + ") ENGINE = MergeTree ORDER BY tuple() COMMENT " +
		sqlfs.Literal(object+" as those see it who may see no persons: small groups hidden, counts rounded.")
}

// selectStatement reads an object with its small cells hidden and the others
// rounded.
func (p *publisher) selectStatement(object string, columns []column, rule Rule) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		name := sqlfs.Quoted(c.name)
		count := countOf(rule, c.name)
		if count == "" {
			parts[i] = "source." + name + " AS " + name
			continue
		}
		parts[i] = fmt.Sprintf("if((%s, %s) IN (SELECT hidden.scope, hidden.slice FROM ops.hidden_cells AS hidden WHERE hidden.object = %s AND hidden.cell = %s), NULL, %s) AS %s",
			scopeOf(rule), sliceOf(rule), sqlfs.Literal(object), sqlfs.Literal(count), p.rounded(object, rule, "source."+name, c.name, count), name)
	}
	return "SELECT " + strings.Join(parts, ", ") + " FROM " + object + " AS source" + whereOf(shown(rule))
}

// rounded is the expression for a value that is shown. Where counts turn from one
// multiple to the next is another number for each cell: from a count that turned
// nobody tells which it was.
func (p *publisher) rounded(object string, rule Rule, expression, name, count string) string {
	cell := rule.Cells[count]
	switch {
	case name == count && p.Key == Key{}:
		return fmt.Sprintf("intDiv(%s + %d, %d) * %d", expression, p.RoundTo/2, p.RoundTo, p.RoundTo)
	case name == count:
		return fmt.Sprintf("intDiv(%s + %s, %d) * %d", expression, p.Key.draw("rounding", object, count, scopeOf(rule), p.RoundTo), p.RoundTo, p.RoundTo)
	case slices.Contains(cell.Hours, name):
		return fmt.Sprintf("round(%s / %d) * %d", expression, p.RoundTo, p.RoundTo)
	case slices.Contains(cell.Shares, name):
		return "round(" + expression + ", 2)"
	}
	return expression
}
