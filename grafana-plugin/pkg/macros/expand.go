package macros

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
)

// expander expands one text.
type expander struct {
	ctx     context.Context //nolint:containedctx // lives for one call of Expand
	scope   *Scope
	known   map[string]macro
	result  Expanded
	counter int // of the values bound so far
	depth   int // of macros within macros
}

// Expand returns what the database runs for a text. Faults of the text are of type
// [*Error].
func Expand(ctx context.Context, sql string, scope *Scope) (Expanded, error) {
	e := expander{ctx: ctx, scope: scope, known: byName(), result: Expanded{Parameters: map[string]string{}}}
	if err := e.checkNames(); err != nil {
		return Expanded{}, err
	}
	pieces, err := lex(sql)
	if err != nil {
		return Expanded{}, err
	}
	if pieces, err = oneStatement(pieces); err != nil {
		return Expanded{}, err
	}
	if e.result.SQL, err = e.text(pieces); err != nil {
		return Expanded{}, err
	}
	if err := e.bind(); err != nil {
		return Expanded{}, err
	}
	return e.result, nil
}

// checkNames refuses variables and parameters whose names are the package's own.
func (e *expander) checkNames() error {
	for _, name := range append(slices.Collect(maps.Keys(e.scope.Variables)), slices.Collect(maps.Keys(e.scope.Parameters))...) {
		if strings.HasPrefix(name, "__") {
			return fault(0, "namnet %q börjar med __, som är reserverat", "the name %q begins with __, which is reserved", name)
		}
	}
	return nil
}

// oneStatement drops a semicolon at the end and refuses one before it.
func oneStatement(pieces []piece) ([]piece, error) {
	for _, p := range pieces {
		if !p.Complete {
			return nil, fault(p.Line, "citattecknet eller kommentaren avslutas inte", "the quote or comment is not ended")
		}
	}
	pieces = trim(pieces)
	for len(pieces) > 0 && pieces[len(pieces)-1].Kind == sqlfs.TokenSymbol && pieces[len(pieces)-1].Text == ";" {
		pieces = trim(pieces[:len(pieces)-1])
	}
	if len(pieces) == 0 {
		return nil, fault(0, "frågan är tom", "the query is empty")
	}
	for _, p := range pieces {
		if p.Kind == sqlfs.TokenSymbol && p.Text == ";" {
			return nil, fault(p.Line, "en fråga är en sats: ta bort det som följer efter semikolonet", "a query is one statement: take away what follows the semicolon")
		}
	}
	return pieces, nil
}

// text expands pieces.
func (e *expander) text(pieces []piece) (string, error) {
	var out strings.Builder
	for i := 0; i < len(pieces); {
		p := pieces[i]
		if p.Kind != sqlfs.TokenSymbol || p.Text != "$" || p.escaped {
			e.lookInto(p)
			out.WriteString(p.Text)
			i++
			continue
		}
		text, length, err := e.dollar(pieces[i:])
		if err != nil {
			return "", err
		}
		out.WriteString(text)
		i += length
	}
	return out.String(), nil
}

// lookInto tells the author of a string that names a variable or a macro, as one
// writes it for other data sources: here it stays text, and finds nothing.
func (e *expander) lookInto(p piece) {
	if p.Kind != sqlfs.TokenString || p.Text[0] != '\'' || !strings.Contains(p.Text, "$") {
		return
	}
	for _, found := range regexp.MustCompile(`\$(?:\{([A-Za-z0-9_]+)[:}]|([A-Za-z0-9_]+))`).FindAllStringSubmatch(p.Text, -1) {
		name := found[1] + found[2]
		_, isVariable := e.scope.Variables[name]
		if _, isMacro := e.known[name]; !isVariable && !isMacro {
			continue
		}
		e.result.Notices = append(e.result.Notices, queries.Text{
			SV: fmt.Sprintf("Rad %d: $%s står i en sträng och är där bara text. Skriv $%s utan citattecken.", p.Line, name, name),
			EN: fmt.Sprintf("Line %d: $%s stands in a string, where it is only text. Write $%s without quotes.", p.Line, name, name),
		})
	}
}

// dollar expands what begins with a dollar: $__macro(…), ${__macro}, $name, ${name}
// or ${name:format}, whose format is of no account as values are bound. It returns
// the number of pieces read.
func (e *expander) dollar(pieces []piece) (text string, length int, err error) {
	name, length := reference(pieces)
	switch {
	case name == "":
		return "$", 1, nil
	case strings.HasPrefix(name, "__"):
		parts, used, closed := arguments(pieces[length:])
		if !closed {
			return "", 0, fault(pieces[0].Line, "$%s: parentesen avslutas inte", "$%s: the bracket is not closed", name)
		}
		m, ok := e.known[name]
		if !ok {
			return "", 0, fault(pieces[0].Line, "makrot $%s finns inte; det finns %s", "there is no macro $%s; there are %s", name, strings.Join(names(), ", "))
		}
		if m.most == 0 && len(parts) > 0 { // $__interval_s (…): the bracket is not the macro's
			parts, used = nil, 0
		}
		text, err := e.call(m, call{name: name, line: pieces[0].Line, arguments: parts})
		return text, length + used, err
	}
	text, err = e.variable(pieces[0].Line, name)
	return text, length, err
}

// reference reads $name or ${name:…}; the name is empty where there is none.
func reference(pieces []piece) (name string, length int) {
	if len(pieces) > 1 && pieces[1].Kind == sqlfs.TokenWord {
		return pieces[1].Text, 2
	}
	if len(pieces) > 3 && pieces[1].Text == "{" && pieces[2].Kind == sqlfs.TokenWord {
		for i := 3; i < len(pieces); i++ {
			if pieces[i].Text == "}" {
				return pieces[2].Text, i + 1
			}
		}
	}
	return "", 0
}

// variable binds a dashboard variable.
func (e *expander) variable(line int, name string) (string, error) {
	values, ok := e.scope.Variables[name]
	if !ok {
		return "", fault(line, "variabeln $%s skickades inte med frågan", "the variable $%s was not sent with the query", name)
	}
	if len(values) == 1 && values[0] != allValue {
		return e.parameter("__"+name, "String", values[0])
	}
	if isAll(values) {
		return "", fault(line, "variabeln $%s är Alla: skriv $__conditionalAll(villkor, $%s)", "the variable $%s is All: write $__conditionalAll(condition, $%s)", name, name)
	}
	return e.parameter("__"+name+"_list", "Array(String)", values)
}

// parameter binds a value and returns its placeholder.
func (e *expander) parameter(name, typ string, value any) (string, error) {
	text, err := queries.Encode(typ, value)
	if err != nil {
		return "", err
	}
	e.result.Parameters[name] = text
	return "{" + name + ":" + typ + "}", nil
}

// bind gives the placeholders of the text their values.
func (e *expander) bind() error {
	types := map[string]string{}
	var faults []error
	for _, placeholder := range queries.Placeholders(e.result.SQL) {
		if _, ok := e.result.Parameters[placeholder.Name]; ok && strings.HasPrefix(placeholder.Name, "__") {
			continue
		}
		if typ, ok := types[placeholder.Name]; ok && typ != placeholder.Type {
			faults = append(faults, fault(placeholder.Line, "{%s} står både som %s och %s", "{%s} stands both as %s and %s", placeholder.Name, typ, placeholder.Type))
			continue
		}
		types[placeholder.Name] = placeholder.Type
		if err := e.bindOne(placeholder); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

func (e *expander) bindOne(placeholder queries.Placeholder) error {
	value, ok := e.scope.Parameters[placeholder.Name]
	if !ok {
		var values []string
		if values, ok = e.scope.Variables[placeholder.Name]; ok {
			value = values
		}
		if ok && isAll(values) {
			return fault(placeholder.Line, "variabeln $%s är Alla: skriv $__conditionalAll(villkor, $%s)", "the variable $%s is All: write $__conditionalAll(condition, $%s)", placeholder.Name, placeholder.Name)
		}
	}
	if !ok {
		return fault(placeholder.Line, "parametern %s har inget värde", "the parameter %s has no value", placeholder.Name)
	}
	text, err := queries.Encode(placeholder.Type, value)
	if err != nil {
		return valueFault(placeholder.Line, queries.Text{SV: "parametern " + placeholder.Name, EN: "the parameter " + placeholder.Name}, err)
	}
	e.result.Parameters[placeholder.Name] = text
	return nil
}
