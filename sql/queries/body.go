package queries

import (
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// required tests that the header says all that it must.
func (p *parser) required() {
	missing := func(what string) { p.fault(1, "the header lacks %s", what) }
	if p.query.Description.SV == "" || p.query.Description.EN == "" {
		missing("a description in both languages: sv and en")
	}
	if p.query.Kind == "" {
		missing("Kind")
	}
	if len(p.query.Roles) == 0 {
		missing("Roles")
	}
	if len(p.query.Columns) == 0 {
		missing("the columns of the result: Column")
	}
}

// body tests the statement against the header: one SELECT, the parameters that it
// uses, the objects that it reads.
func (p *parser) body() {
	statements := sqlfs.Split(p.query.SQL)
	if len(statements) != 1 {
		p.fault(p.query.Line, "want one statement after the header, found %d", len(statements))
		return
	}
	tokens := sqlfs.Tokens(statements[0].Text)
	if len(tokens) == 0 || !tokens[0].Is("SELECT") && !tokens[0].Is("WITH") {
		p.fault(p.query.Line, "the statement begins with SELECT or WITH")
	}
	p.query.SQL = statements[0].Text
	p.checkPlaceholders()
	p.checkReads(tokens)
}

func (p *parser) checkPlaceholders() {
	used := map[string]bool{}
	for _, placeholder := range Placeholders(p.query.SQL) {
		used[placeholder.Name] = true
		parameter, ok := p.query.Parameter(placeholder.Name)
		line := p.query.Line + placeholder.Line - 1
		switch {
		case !ok:
			p.fault(line, "{%s:%s} has no Param in the header", placeholder.Name, placeholder.Type)
		case placeholder.Type != parameter.Type:
			p.fault(line, "{%s:%s}: the header says %s", placeholder.Name, placeholder.Type, parameter.Type)
		}
	}
	for _, parameter := range p.query.Parameters {
		if !used[parameter.Name] {
			p.fault(1, "parameter %s is not used: want {%s:%s} in the statement", parameter.Name, parameter.Name, parameter.Type)
		}
	}
}

func (p *parser) checkReads(tokens []sqlfs.Token) {
	found := objects(tokens)
	slices.Sort(p.query.Reads)
	if !slices.Equal(found, p.query.Reads) {
		p.fault(1, "Reads says %s, the statement reads %s", strings.Join(p.query.Reads, ", "), strings.Join(found, ", "))
	}
}

// Objects returns the objects of our databases that a text names, <database>.<name>,
// sorted, however their names are quoted.
func Objects(sql string) []string {
	return objects(sqlfs.Tokens(strings.NewReplacer("“", `"`, "”", `"`).Replace(sql))) // the engine takes both for quotes
}

// objects returns the qualified names of the databases in a statement, sorted.
func objects(tokens []sqlfs.Token) []string {
	var found []string
	tokens = slices.DeleteFunc(slices.Clone(tokens), func(t sqlfs.Token) bool { return t.Kind == sqlfs.TokenSpace || t.Kind == sqlfs.TokenComment })
	for i := 0; i+2 < len(tokens); i++ {
		database, dot, name := tokens[i].Name(), tokens[i+1], tokens[i+2].Name()
		if database == "" || dot.Text != "." || name == "" {
			continue
		}
		if i > 0 && tokens[i-1].Text == "." || !slices.Contains(sqlfs.Databases(), database) {
			continue
		}
		found = append(found, database+"."+name)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// Placeholder is a {name:Type} in a statement.
type Placeholder struct {
	Name string
	Type string
	Line int // of the statement; the first is 1
}

// Placeholders returns the {name:Type} of a statement outside of strings, names and
// comments, in order.
func Placeholders(sql string) []Placeholder {
	var found []Placeholder
	tokens := slices.DeleteFunc(sqlfs.Tokens(sql), func(t sqlfs.Token) bool {
		return t.Kind == sqlfs.TokenSpace || t.Kind == sqlfs.TokenComment
	})
	for i := 0; i+3 < len(tokens); i++ {
		if tokens[i].Text != "{" || tokens[i+1].Kind != sqlfs.TokenWord || tokens[i+2].Text != ":" {
			continue
		}
		var typ strings.Builder
		for j := i + 3; j < len(tokens) && tokens[j].Text != "{"; j++ {
			if tokens[j].Text == "}" {
				found = append(found, Placeholder{Name: tokens[i+1].Text, Type: typ.String(), Line: tokens[i].Line})
				break
			}
			typ.WriteString(tokens[j].Text)
			if tokens[j].Text == "," {
				typ.WriteByte(' ')
			}
		}
	}
	return found
}
