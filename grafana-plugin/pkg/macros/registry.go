package macros

import (
	"maps"
	"slices"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
)

// call is a macro in a text.
type call struct {
	name      string
	line      int
	arguments [][]piece
}

// macro is what can be called.
type macro struct {
	Help
	least, most int // arguments
	write       func(e *expander, c call) (string, error)
}

// Help explains a macro.
type Help struct {
	Name   string       `json:"name"`   // with its dollar
	Syntax string       `json:"syntax"` // as one writes it
	Text   queries.Text `json:"text"`
}

// Helps explains every macro, sorted by name.
func Helps() []Help {
	known := byName()
	var helps []Help
	for _, name := range slices.Sorted(maps.Keys(known)) {
		helps = append(helps, known[name].Help)
	}
	return helps
}

func names() []string {
	var names []string
	for _, help := range Helps() {
		names = append(names, help.Name)
	}
	return names
}

// byName returns all macros, without their dollar.
func byName() map[string]macro {
	known := map[string]macro{}
	for _, group := range [][]macro{timeMacros(), textMacros(), domainMacros()} {
		for _, m := range group {
			known[m.Name[1:]] = m
		}
	}
	return known
}

// maxDepth bounds macros within macros: each may double the text.
const maxDepth = 4

// call tests the number of arguments and writes the macro.
func (e *expander) call(m macro, c call) (string, error) {
	if len(c.arguments) < m.least || len(c.arguments) > m.most {
		return "", fault(c.line, "skriv %s", "write %s", m.Syntax)
	}
	for _, argument := range c.arguments {
		if len(argument) == 0 {
			return "", fault(c.line, "ett argument är tomt: skriv %s", "an argument is empty: write %s", m.Syntax)
		}
	}
	if e.depth++; e.depth > maxDepth {
		return "", fault(c.line, "makron står i varandra djupare än %d", "macros stand in each other deeper than %d", maxDepth)
	}
	defer func() { e.depth-- }()
	return m.write(e, c)
}

// expression expands an argument.
func (e *expander) expression(c call, i int) (string, error) { return e.text(c.arguments[i]) }

// literal returns an argument that is a name or a string, as its value; ok is false
// for anything else.
func literal(argument []piece) (value string, ok bool) {
	if len(argument) == 1 && argument[0].Kind == sqlfs.TokenString {
		return unquote(argument[0].Text)
	}
	for i, p := range argument {
		part := p.Text
		switch {
		case p.Kind == sqlfs.TokenWord:
		case p.Kind == sqlfs.TokenName:
			if part, ok = unquote(p.Text); !ok {
				return "", false
			}
		case p.Text == "." && i > 0:
		default:
			return "", false
		}
		value += part
	}
	return value, value != ""
}

// unquote reads a text in quotes; escapes other than of the quote and the backslash
// are not for names.
func unquote(text string) (string, bool) {
	if len(text) < 2 || text[0] == '$' {
		return "", false
	}
	quote, inner := text[0], text[1:len(text)-1]
	var value []byte
	for i := 0; i < len(inner); i++ {
		c := inner[i]
		if c == '\\' || c == quote {
			i++
			if i == len(inner) || inner[i] != '\\' && inner[i] != quote {
				return "", false
			}
			c = inner[i]
		}
		value = append(value, c)
	}
	return string(value), true
}

// variableName returns the name of an argument that is $name, ${name} or name.
func variableName(argument []piece) (string, bool) {
	if name, length := reference(argument); name != "" && argument[0].Text == "$" && length == len(argument) {
		return name, true
	}
	if len(argument) == 1 && argument[0].Kind == sqlfs.TokenWord {
		return argument[0].Text, true
	}
	return "", false
}
