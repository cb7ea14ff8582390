package model

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// record is a row of a model file: a term and bin of the model, or a fact about it.
type record struct {
	kind          string  // about, intercept, linear, interval, level, missing or unknown
	class         string  // of a multinomial outcome
	term          string  // name of the term, or of the fact
	feature       string  // column that the term reads
	bin           int     // number of the bin among those of the feature
	from, to      float64 // the interval: from ≤ value < to
	level         string  // the value of a nominal feature, or of the fact
	kindB         string  // the same of the second feature of a pair
	featureB      string
	binB          int
	fromB, toB    float64
	levelB        string
	coefficient   float64   // contribution to the score, or contribution per unit
	standardError float64   // NaN where there is none
	center        float64   // linear: value whose contribution is 0
	persons       int       // in training
	weight        float64   // in training
	bags          []float64 // coefficient of each bag
}

// about makes the record of a fact.
func about(name, value string) record {
	return record{kind: kindAbout, term: name, level: value, standardError: math.NaN()}
}

// Kinds of record that are named here.
const (
	kindAbout     = "about" // a fact, no part of the score
	kindIntercept = "intercept"
	kindInterval  = "interval"
)

// formatVersion says how a model file is to be read.
const formatVersion = "framsyn-model-1"

// header names the columns of a model file.
func header() []string {
	return []string{
		"kind", "class", "term", "feature", "bin", "bin_from", "bin_to", "level",
		"kind_b", "feature_b", "bin_b", "bin_b_from", "bin_b_to", "level_b",
		"coefficient", "standard_error", "center", "persons", "weight", "bags",
	}
}

// About says what a model is for.
type About struct {
	Method  MethodName
	Outcome Outcome
	Target  string
	Group   string
	Rows    int // that it learned from
	Persons int
	Version string // of the program
}

// Fitted is a model with what it is for.
type Fitted struct {
	About
	Classes []string // of a multinomial outcome
	Model   Model
}

// Write writes the model as CSV.
func (f *Fitted) Write(out io.Writer) error {
	writer := csv.NewWriter(out)
	facts := []record{
		about("format", formatVersion), about("method", string(f.Method)), about("outcome", string(f.Outcome)),
		about("target", f.Target), about("group", f.Group), about("rows", strconv.Itoa(f.Rows)), about("persons", strconv.Itoa(f.Persons)),
		about("version", f.Version),
	}
	for _, class := range f.Classes {
		facts = append(facts, about("class", class))
	}
	if err := writer.Write(header()); err != nil {
		return err
	}
	for _, r := range append(facts, f.Model.records()...) {
		if err := writer.Write(r.cells()); err != nil {
			return err
		}
	}
	writer.Flush()
	return writer.Error()
}

// cells are the record as text: empty for what it does not have, and for an
// interval without an end.
func (r record) cells() []string {
	if r.kind == kindAbout {
		return []string{r.kind, "", r.term, "", "", "", "", r.level, "", "", "", "", "", "", "", "", "", "", "", ""}
	}
	bags := make([]string, len(r.bags))
	for i, v := range r.bags {
		bags[i] = number(v)
	}
	out := []string{r.kind, r.class, r.term, r.feature, "", "", "", r.level, r.kindB, r.featureB, "", "", "", r.levelB}
	if r.feature != "" {
		out[4] = strconv.Itoa(r.bin)
	}
	if r.featureB != "" {
		out[10] = strconv.Itoa(r.binB)
	}
	if r.kind == kindInterval {
		out[5], out[6] = bound(r.from), bound(r.to)
	}
	if r.kindB == kindInterval {
		out[11], out[12] = bound(r.fromB), bound(r.toB)
	}
	return append(out, number(r.coefficient), number(r.standardError), number(r.center), strconv.Itoa(r.persons), number(r.weight), strings.Join(bags, " "))
}

func bound(v float64) string {
	if math.IsInf(v, 0) {
		return ""
	}
	return number(v)
}

// ReadModel reads a model file.
func ReadModel(in io.Reader) (*Fitted, error) {
	source, err := newFile(in)
	if err != nil {
		return nil, err
	}
	if strings.Join(source.Columns(), ",") != strings.Join(header(), ",") {
		return nil, errors.New("this is no model file: its header is another; write one by framsyn model fit --out")
	}
	facts := map[string][]string{}
	var records []record
	for {
		cells, err := source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if cells[0] == kindAbout {
			name := strings.Clone(cells[2])
			facts[name] = append(facts[name], strings.Clone(cells[7]))
			continue
		}
		r, err := recordOf(cells)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", source.Line(), err)
		}
		records = append(records, r)
	}
	return fittedOf(facts, records)
}

// recordOf reads the cells of a record.
func recordOf(cells []string) (record, error) {
	p := cellParser{cells: cells}
	r := record{
		kind: p.text(0), class: p.text(1), term: p.text(2), feature: p.text(3), bin: p.whole(4),
		from: p.number(5, math.Inf(-1)), to: p.number(6, math.Inf(1)), level: p.text(7),
		kindB: p.text(8), featureB: p.text(9), binB: p.whole(10),
		fromB: p.number(11, math.Inf(-1)), toB: p.number(12, math.Inf(1)), levelB: p.text(13),
		coefficient: p.number(14, math.NaN()), standardError: p.number(15, math.NaN()), center: p.number(16, math.NaN()),
		persons: p.whole(17), weight: p.number(18, math.NaN()),
	}
	for _, text := range strings.Fields(cells[19]) {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil && p.err == nil {
			p.err = errors.New("column bags: not numbers")
		}
		r.bags = append(r.bags, v)
	}
	if p.err == nil && (math.IsNaN(r.coefficient) || math.IsInf(r.coefficient, 0)) {
		p.err = errors.New("column coefficient: not a number")
	}
	return r, p.err
}

// cellParser reads cells and keeps the first fault.
type cellParser struct {
	cells []string
	err   error
}

func (p *cellParser) text(j int) string { return strings.Clone(p.cells[j]) }

func (p *cellParser) number(j int, empty float64) float64 {
	if p.cells[j] == "" {
		return empty
	}
	v, err := strconv.ParseFloat(p.cells[j], 64)
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("column %s: not a number", header()[j])
	}
	return v
}

func (p *cellParser) whole(j int) int {
	if p.cells[j] == "" {
		return 0
	}
	v, err := strconv.Atoi(p.cells[j])
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("column %s: not a whole number", header()[j])
	}
	return v
}

// fittedOf makes the model of its records.
func fittedOf(facts map[string][]string, records []record) (*Fitted, error) {
	fact := func(name string) string { return strings.Join(facts[name], " ") }
	if fact("format") != formatVersion {
		return nil, fmt.Errorf("the model's format is %q, this program reads %q", fact("format"), formatVersion)
	}
	f := &Fitted{
		About:   About{Method: MethodName(fact("method")), Outcome: Outcome(fact("outcome")), Target: fact("target"), Group: fact("group"), Version: fact("version")},
		Classes: facts["class"],
	}
	f.Rows, _ = strconv.Atoi(fact("rows"))       // told, not used
	f.Persons, _ = strconv.Atoi(fact("persons")) // told, not used
	var err error
	switch f.Method {
	case AdditiveName:
		f.Model, err = additiveOf(f, fact("power"), records)
	case LogisticName:
		f.Model, err = linearOf(records)
	default:
		err = fmt.Errorf("the model's method is %q, which this program does not know", f.Method)
	}
	return f, err
}
