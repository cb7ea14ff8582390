package queries

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// faults collects what is wrong in files.
type faults struct{ all []error }

func (f *faults) add(fault *sqlfs.Fault) { f.all = append(f.all, fault) }

func (f *faults) join(err error) {
	if err != nil {
		f.all = append(f.all, err)
	}
}

func (f *faults) err() error { return errors.Join(f.all...) }

// line is one entry of a header, its continuations joined.
type line struct {
	number int
	key    string
	text   string
}

// parser reads one file.
type parser struct {
	query  Query
	faults faults
	seen   map[string]bool
}

// Parse reads the file of one query, named as in its folder. Faults are of type
// [*sqlfs.Fault], joined.
func Parse(file, text string) (Query, error) {
	p := parser{query: Query{File: "queries/" + file, Name: strings.TrimSuffix(file, ".sql")}, seen: map[string]bool{}}
	header, body, bodyLine := cut(text)
	if len(header) == 0 {
		p.fault(1, "the file begins with -- %s: title in Swedish | title in English", p.query.Name)
	}
	for i, entry := range header {
		if i == 0 {
			p.title(entry)
			continue
		}
		p.entry(entry)
	}
	p.query.SQL, p.query.Line = body, bodyLine
	p.required()
	p.body()
	return p.query, p.faults.err()
}

func (p *parser) fault(number int, format string, arguments ...any) {
	p.faults.add(&sqlfs.Fault{File: p.query.File, Line: number, Text: fmt.Sprintf(format, arguments...)})
}

// cut divides a file into its header's entries and its body. An entry begins with
// a word and a colon right after "-- "; a line with more blanks goes on with it.
func cut(text string) (header []line, body string, bodyLine int) {
	lines := strings.Split(text, "\n")
	entry := regexp.MustCompile(`^-- ([A-Za-z][A-Za-z0-9_]*):\s+(.*)$`)
	number := 0
	for ; number < len(lines) && strings.HasPrefix(lines[number], "--"); number++ {
		if parts := entry.FindStringSubmatch(lines[number]); parts != nil {
			header = append(header, line{number: number + 1, key: parts[1], text: strings.TrimSpace(parts[2])})
		} else if len(header) == 0 || !strings.HasPrefix(lines[number], "--  ") {
			break // a comment of the statement
		} else {
			last := &header[len(header)-1]
			last.text += " " + strings.TrimSpace(strings.TrimPrefix(lines[number], "--"))
		}
	}
	body = strings.TrimSpace(strings.Join(lines[number:], "\n"))
	for number < len(lines) && strings.TrimSpace(lines[number]) == "" {
		number++
	}
	return header, body, number + 1
}

func (p *parser) title(entry line) {
	if entry.key != p.query.Name {
		p.fault(entry.number, "the first line names %q, the file is %q", entry.key, p.query.Name)
	}
	p.query.Title = p.text(entry.number, "the title", splitBars(entry.text))
}

func splitBars(text string) []string {
	parts := strings.Split(text, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// text makes a text of the first two parts.
func (p *parser) text(number int, what string, parts []string) Text {
	if len(parts) < 2 || parts[0] == "" || parts[1] == "" {
		p.fault(number, "%s is written in Swedish | in English", what)
		return Text{}
	}
	return Text{SV: parts[0], EN: parts[1]}
}

func (p *parser) entry(entry line) {
	repeated := p.seen[entry.key]
	p.seen[entry.key] = true
	switch entry.key {
	case "Param":
		p.parameter(entry)
		return
	case "Column":
		p.column(entry)
		return
	}
	if repeated {
		p.fault(entry.number, "%s: stands twice", entry.key)
		return
	}
	switch entry.key {
	case "sv":
		p.query.Description.SV = entry.text
	case "en":
		p.query.Description.EN = entry.text
	case "Kind":
		p.query.Kind = Kind(entry.text)
		if !slices.Contains([]Kind{Table, TimeSeries, Value}, p.query.Kind) {
			p.fault(entry.number, "kind %q: want table, timeseries or value", entry.text)
		}
	case "Roles":
		p.roles(entry)
	case "Reads":
		p.query.Reads = list(entry.text)
	default:
		p.fault(entry.number, "unknown entry %q: want sv, en, Kind, Roles, Reads, Param or Column", entry.key)
	}
}

func list(text string) []string {
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

func (p *parser) roles(entry line) {
	for _, word := range list(entry.text) {
		role := Role(word)
		switch {
		case !slices.Contains(Roles(), role):
			p.fault(entry.number, "unknown role %q: want one of %v", word, Roles())
		case slices.Contains(p.query.Roles, role):
			p.fault(entry.number, "role %s stands twice", word)
		default:
			p.query.Roles = append(p.query.Roles, role)
		}
	}
}

// parameter reads "name Type = default | sv | en | values".
func (p *parser) parameter(entry line) {
	parts := splitBars(entry.text)
	head, value, hasDefault := strings.Cut(parts[0], "=")
	name, typ, ok := strings.Cut(strings.TrimSpace(head), " ")
	if !ok || !isName(name) {
		p.fault(entry.number, "a parameter is written name Type = default | Swedish | English | query of values")
		return
	}
	parameter := Parameter{Name: name, Type: strings.TrimSpace(typ), Meaning: p.text(entry.number, "the meaning of parameter "+name, parts[1:])}
	if len(parts) > 3 {
		parameter.Values = parts[3]
	}
	if _, ok := p.query.Parameter(name); ok {
		p.fault(entry.number, "parameter %s stands twice", name)
	}
	if err := checkType(parameter.Type); err != nil {
		p.fault(entry.number, "parameter %s: %v", name, err)
	} else if hasDefault {
		p.setDefault(entry.number, &parameter, strings.TrimSpace(value))
	}
	p.query.Parameters = append(p.query.Parameters, parameter)
}

func (p *parser) setDefault(number int, parameter *Parameter, text string) {
	parameter.Default = json.RawMessage(text)
	value, err := decode(parameter.Default)
	if err != nil {
		p.fault(number, "parameter %s: the default %s is not JSON", parameter.Name, text)
		return
	}
	if _, err := Encode(parameter.Type, value); err != nil {
		p.fault(number, "parameter %s: the default: %v", parameter.Name, err)
	}
}

// column reads "name | sv | en | unit".
func (p *parser) column(entry line) {
	parts := splitBars(entry.text)
	column := Column{Name: parts[0], Title: p.text(entry.number, "the title of column "+parts[0], parts[1:])}
	if !isName(column.Name) {
		p.fault(entry.number, "a column is written name | Swedish | English | unit")
	}
	if len(parts) > 3 {
		column.Unit = parts[3]
		if !slices.Contains(Units(), column.Unit) {
			p.fault(entry.number, "column %s: unknown unit %q: want one of %s", column.Name, column.Unit, strings.Join(Units(), ", "))
		}
	}
	p.query.Columns = append(p.query.Columns, column)
}

func isName(text string) bool {
	return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`).MatchString(text)
}

// Units returns the units that a column may have. Shares are 0-1.
func Units() []string {
	return []string{"h", "h_per_month", "min", "days", "months", "years", "sek", "sek_per_h", "share", "percent", "persons", "bytes", "s", "level"}
}
