package macros

import (
	"fmt"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
)

// textMacros are the table, the column, the search text, optional conditions and
// ad hoc filters.
func textMacros() []macro {
	return []macro{
		{
			Help:  Help{Name: "$__table", Syntax: "$__table", Text: queries.Text{SV: "Frågans tabell.", EN: "The query's table."}},
			write: func(e *expander, c call) (string, error) { return identifier(c, e.scope.Table, 2) },
		},
		{
			Help:  Help{Name: "$__column", Syntax: "$__column", Text: queries.Text{SV: "Frågans kolumn.", EN: "The query's column."}},
			write: func(e *expander, c call) (string, error) { return identifier(c, e.scope.Column, 1) },
		},
		{
			Help: Help{Name: "$__searchFilter", Syntax: "column ILIKE $__searchFilter", Text: queries.Text{
				SV: "Det som skrivits i sökrutan, som mönster för ILIKE; utan text passar allt.", EN: "What was typed into the search box, as a pattern for ILIKE; without a text everything fits.",
			}},
			write: func(e *expander, _ call) (string, error) {
				return e.parameter("__search", "String", likePattern(e.scope.Search))
			},
		},
		{
			Help: Help{Name: "$__conditionalAll", Syntax: "$__conditionalAll(condition, $variable)", Text: queries.Text{
				SV: "Villkoret, utom när variabeln är Alla.", EN: "The condition, except when the variable is All.",
			}},
			least: 2, most: 2, write: conditionalAll,
		},
		{
			Help: Help{Name: "$__adHocFilters", Syntax: "$__adHocFilters('database.table')", Text: queries.Text{
				SV: "Panelens ad hoc-filter som rör tabellen, som ett villkor.", EN: "The dashboard's ad hoc filters on the table, as a condition.",
			}},
			least: 1, most: 1, write: adHocFilters,
		},
		{
			Help: Help{Name: "$__inLanguage", Syntax: "$__inLanguage(title_sv, title_en)", Text: queries.Text{
				SV: "Det första på svenska, det andra på engelska: i det språk som frågan ställs på.", EN: "The first in Swedish, the second in English: in the language in which the query is asked.",
			}},
			least: 2, most: 2, write: inLanguage,
		},
	}
}

// inLanguage is the expression in the language of the one who asks.
func inLanguage(e *expander, c call) (string, error) {
	if e.scope.Language == "en" {
		return e.expression(c, 1)
	}
	return e.expression(c, 0)
}

// identifier quotes a name of at most so many parts.
func identifier(c call, name string, most int) (string, error) {
	parts := strings.SplitN(name, ".", most)
	for i, part := range parts {
		if part == "" {
			return "", fault(c.line, "$%s: frågan anger inget namn", "$%s: the query states no name", c.name)
		}
		parts[i] = sqlfs.Quoted(part)
	}
	return strings.Join(parts, "."), nil
}

// likePattern finds a text anywhere; * in it stands for any text.
func likePattern(search string) string {
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`, `*`, `%`).Replace(strings.Trim(search, "*%"))
	if escaped == "" {
		return "%"
	}
	return "%" + escaped + "%"
}

func conditionalAll(e *expander, c call) (string, error) {
	name, ok := variableName(c.arguments[1])
	if !ok {
		return "", fault(c.line, "skriv $__conditionalAll(villkor, $variable)", "write $__conditionalAll(condition, $variable)")
	}
	values, ok := e.scope.Variables[name]
	if given, isGiven := e.scope.Parameters[name]; isGiven {
		values, ok = texts(given), true
	}
	if !ok {
		return "", fault(c.line, "variabeln $%s skickades inte med frågan", "the variable $%s was not sent with the query", name)
	}
	if isAll(values) {
		return "(1 = 1)", nil
	}
	condition, err := e.expression(c, 0)
	if err != nil {
		return "", err
	}
	return "(" + condition + ")", nil
}

// texts makes a parameter's value a variable's values: none for nothing.
func texts(value any) []string {
	switch values := value.(type) {
	case nil:
		return nil
	case []string:
		return values
	case []any:
		var list []string
		for _, one := range values {
			list = append(list, fmt.Sprint(one))
		}
		return list
	}
	return []string{fmt.Sprint(value)}
}
