package categories

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Fault is what is wrong with a file of rules. It is the caller's to mend.
type Fault struct {
	File  string // base name
	Line  int    // from 1; 0 for the file as a whole
	Field string // column; empty for the whole line
	Text  string // what is wrong and what to do
}

// Error writes file:line: field: text.
func (f Fault) Error() string {
	where := f.File
	if f.Line > 0 {
		where += ":" + strconv.Itoa(f.Line)
	}
	if f.Field != "" {
		where += ": " + f.Field
	}
	return where + ": " + f.Text
}

// File is a file of rules.
type File struct {
	Name  string // base name
	Rules []Rule
	lines []int // of each rule
}

// maxBytes bounds a file of rules; a set of some hundred is below 100 kB.
const maxBytes = 4 << 20

// ReadFile reads and checks rules from delimited text: commas, semicolons or tabs,
// UTF-8 or Windows-1252, names of columns first. The error joins all faults, each a
// [Fault].
func ReadFile(path string) (File, error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return File{}, Fault{File: name, Text: err.Error()}
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	text, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return File{}, fmt.Errorf("read %s: %w", name, err)
	}
	if len(text) > maxBytes {
		return File{}, Fault{File: name, Text: fmt.Sprintf("is larger than %d MB: is it a file of rules?", maxBytes>>20)}
	}
	return Parse(name, text)
}

// Parse reads and checks rules from the text of a file; see [ReadFile].
func Parse(name string, text []byte) (File, error) {
	file := File{Name: name}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(text)
		if err != nil {
			return file, Fault{File: name, Text: "is not text in UTF-8 or Windows-1252"}
		}
		text = decoded
	}
	first, _, _ := bytes.Cut(text, []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = delimiter(first), -1
	header, err := reader.Read()
	if err != nil {
		return file, Fault{File: name, Line: 1, Text: "has no line with the names of columns"}
	}
	at, err := places(name, header)
	if err != nil {
		return file, err
	}
	var faults []error
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return file, errors.Join(append(faults, Fault{File: name, Text: err.Error()})...)
		}
		line, _ := reader.FieldPos(0)
		row := parser{file: name, line: line, fields: fields, at: at, width: len(header)}
		file.Rules, file.lines = append(file.Rules, row.rule()), append(file.lines, line)
		faults = append(faults, row.faults...)
	}
	if len(faults) > 0 {
		return file, errors.Join(faults...)
	}
	return file, errors.Join(file.check()...)
}

// delimiter is the most frequent of those possible in the first line.
func delimiter(line []byte) rune {
	best := ','
	for _, candidate := range ";\t" {
		if bytes.Count(line, []byte(string(candidate))) > bytes.Count(line, []byte(string(best))) {
			best = candidate
		}
	}
	return best
}

// places finds the columns by their names.
func places(name string, header []string) (map[string]int, error) {
	required, optional := columns()
	at := map[string]int{}
	var faults []error
	for i, column := range header {
		column = strings.ToLower(strings.TrimSpace(column))
		switch _, twice := at[column]; {
		case twice:
			faults = append(faults, Fault{File: name, Line: 1, Field: column, Text: "stands there twice"})
		case column == "version" || column == "valid_from":
			faults = append(faults, Fault{File: name, Line: 1, Field: column, Text: "is given by framsyn categories load, not by the file: take the column away"})
		case !slices.Contains(required, column) && !slices.Contains(optional, column):
			faults = append(faults, Fault{File: name, Line: 1, Field: column, Text: "is no column of rules; they are " + strings.Join(append(required, optional...), ", ")})
		}
		at[column] = i
	}
	for _, column := range required {
		if _, ok := at[column]; !ok {
			faults = append(faults, Fault{File: name, Line: 1, Field: column, Text: "is missing among the columns"})
		}
	}
	return at, errors.Join(faults...)
}

// parser takes one line apart.
type parser struct {
	file   string
	line   int
	fields []string
	at     map[string]int
	width  int
	faults []error
}

func (p *parser) rule() Rule {
	if len(p.fields) != p.width {
		p.faults = append(p.faults, Fault{File: p.file, Line: p.line, Text: fmt.Sprintf("has %d fields, the first line has %d", len(p.fields), p.width)})
		return Rule{}
	}
	r := Rule{
		ID: p.text("rule_id"), Category: p.text("category"), Kind: Kind(p.text("source_kind")), Prefix: p.text("code_prefix"), Group: p.text("rule_group"),
		Absent: p.flag("is_absent"), MinLimitation: uint8(p.number("min_limitation", 4)), LookbackMonths: uint8(p.number("lookback_months", 24)),
		MinAgeYears: uint8(p.number("min_age_years", 120)), MaxAgeYears: uint8(p.number("max_age_years", 120)), Reason: p.text("reason"),
	}
	for i := range r.SeverityFrom {
		r.SeverityFrom[i] = p.number("severity_"+strconv.Itoa(i+1)+"_from", 65535)
	}
	return r
}

func (p *parser) text(column string) string {
	i, ok := p.at[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(p.fields[i])
}

func (p *parser) number(column string, most uint16) uint16 {
	text := p.text(column)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n > uint64(most) {
		p.faults = append(p.faults, Fault{File: p.file, Line: p.line, Field: column, Text: fmt.Sprintf("%q is no whole number from 0 to %d", text, most)})
	}
	return uint16(min(n, uint64(most)))
}

func (p *parser) flag(column string) bool {
	switch text := strings.ToLower(p.text(column)); text {
	case "", "0", "false":
		return false
	case "1", "true":
		return true
	default:
		p.faults = append(p.faults, Fault{File: p.file, Line: p.line, Field: column, Text: fmt.Sprintf("%q is none of 0, 1, false, true", text)})
		return false
	}
}
