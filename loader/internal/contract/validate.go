package contract

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// Validate joins all faults of a contract, each with file and line, and compiles the
// patterns of file names.
func (c *Contract) Validate() error {
	v := &validator{c: c, seen: map[string]*Column{}}
	v.head()
	v.formats()
	for i := range c.Columns {
		v.column(&c.Columns[i])
	}
	v.identity()
	for i := range c.Rules {
		v.rule(&c.Rules[i])
	}
	return errors.Join(v.faults...)
}

type validator struct {
	c      *Contract
	seen   map[string]*Column
	faults []error
}

func (v *validator) failf(line int, format string, args ...any) {
	where := v.c.file
	if line > 0 {
		where += ":" + strconv.Itoa(line)
	}
	v.faults = append(v.faults, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

// head checks everything but formats, columns and rules.
func (v *validator) head() {
	c := v.c
	if !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(c.Source) {
		v.failf(0, "source: %q is not the name of an object in raw", c.Source)
	}
	if c.Version == 0 {
		v.failf(0, "version: give a number from 1, and raise it when the meaning changes")
	}
	if c.Title.SV == "" || c.Title.EN == "" {
		v.failf(0, "title: give sv and en")
	}
	if c.LagDays < 0 {
		v.failf(0, "lag_days: cannot be negative")
	}
	c.names = nil
	for _, pattern := range c.Files {
		p, err := compileName(pattern)
		if err != nil {
			v.failf(0, "files: %q: %v", pattern, err)
			continue
		}
		c.names = append(c.names, p)
	}
	if len(c.Files) == 0 {
		v.failf(0, "files: give at least one pattern, such as BESOK_{period}_{delivered}{kind}.csv")
	}
	for letter, meaning := range c.Delivery.Letters {
		if meaning != Complete && meaning != Partial {
			v.failf(0, "delivery.letters.%s: %q is neither complete nor partial", letter, meaning)
		}
	}
	if c.Delivery.Default != Complete && c.Delivery.Default != Partial {
		v.failf(0, "delivery.default: %q is neither complete nor partial", c.Delivery.Default)
	}
}

func (v *validator) formats() {
	if len(v.c.Formats) == 0 {
		v.failf(0, "formats: give at least one")
	}
	kinds := map[string]bool{}
	for _, f := range v.c.Formats {
		if !slices.Contains([]string{"delimited", "xlsx", "parquet", "kolada"}, f.Kind) {
			v.failf(0, "formats: kind %q is none of delimited, xlsx, parquet, kolada", f.Kind)
		}
		if kinds[f.Kind] {
			v.failf(0, "formats: %s stands twice", f.Kind)
		}
		kinds[f.Kind] = true
		for _, d := range f.Delimiters {
			if len(d) != 1 {
				v.failf(0, "formats: delimiter %q is not one ASCII character", d)
			}
		}
		if f.NoHeader && (f.Fields.Min < 1 || f.Fields.Max < f.Fields.Min) {
			v.failf(0, "formats: without header, fields needs min and max")
		}
	}
	if kinds["parquet"] && !kinds["delimited"] {
		v.failf(0, "formats: parquet needs delimited beside it, in which rejected rows are written out for mending")
	}
}

// needs says what a type needs beside itself.
func (v *validator) column(c *Column) {
	if c.Name == "" {
		v.failf(c.line, "a column needs a name")
	}
	if v.seen[c.Name] != nil {
		v.failf(c.line, "column %s stands twice", c.Name)
	}
	if _, constant := v.c.Constants[c.Name]; constant {
		v.failf(c.line, "column %s is a constant too", c.Name)
	}
	v.columnType(c)
	v.patterns(c)
	if c.Instead != nil {
		if c.Instead.From == "" || c.Instead.Is == "" {
			v.failf(c.line, "column %s: instead needs when, is and from", c.Name)
		}
		v.above(c.line, c.Name+": instead.when", c.Instead.When)
	}
	if len(c.Aliases) > 0 {
		for generation := range c.Aliases {
			if !slices.Contains(v.c.Generations, generation) {
				v.failf(c.line, "column %s: generation %q is not in generations", c.Name, generation)
			}
		}
	}
	v.seen[c.Name] = c
}

func (v *validator) columnType(c *Column) {
	switch c.Type {
	case typeIdentity, typeStaff, typeText, typeCode, typeDate, typeDatetime, typeMonth, typeDecimal, typeInteger, typeBool:
		if c.From == "" {
			v.failf(c.line, "column %s: from is missing: give the title, or the number where there is no header", c.Name)
		}
	case typeFlags:
		if len(c.Flags) == 0 {
			v.failf(c.line, "column %s: flags is missing: give titles and their values", c.Name)
		}
	case typeList:
		if len(c.List) == 0 {
			v.failf(c.line, "column %s: list is missing: give titles or numbers", c.Name)
		}
	case typeComputed:
		v.compute(c)
	default:
		v.failf(c.line, "column %s: type %q is none of identity, staff, text, code, date, datetime, month, decimal, integer, bool, flags, list, computed", c.Name, c.Type)
	}
	for _, f := range c.Forms {
		if f != "YYYYMMDD" && f != "YYYY-MM-DD" {
			v.failf(c.line, "column %s: form %q is neither YYYYMMDD nor YYYY-MM-DD", c.Name, f)
		}
	}
	if c.Min != nil && c.Max != nil && *c.Min > *c.Max {
		v.failf(c.line, "column %s: min is above max", c.Name)
	}
}

func (v *validator) compute(c *Column) {
	if c.Compute == nil {
		v.failf(c.line, "column %s: compute is missing", c.Name)
		return
	}
	for _, name := range c.Compute.inputs() {
		v.above(c.line, c.Name+": compute", name)
	}
	two := len(c.Compute.YearMonth) + len(c.Compute.MinutesBetween) + len(c.Compute.Missed)
	if two != 0 && two != 2 || len(c.Compute.inputs()) == 0 && !c.Compute.FileMonth {
		v.failf(c.line, "column %s: compute needs exactly one of its kinds, with one or two columns", c.Name)
	}
}

// above checks that a column was named before.
func (v *validator) above(line int, where, name string) {
	if v.seen[name] == nil {
		v.failf(line, "%s: %q is no column above", where, name)
	}
}

func (v *validator) patterns(c *Column) {
	for _, pattern := range []string{c.Like, c.Unlike} {
		if _, err := regexp.Compile(pattern); err != nil {
			v.failf(c.line, "column %s: pattern: %v", c.Name, err)
		}
	}
	if c.Like+c.Unlike != "" && (c.Reason.SV == "" || c.Reason.EN == "") {
		v.failf(c.line, "column %s: a pattern needs a reason in sv and en", c.Name)
	}
}

func (v *validator) identity() {
	if v.seen["month"] == nil {
		v.failf(0, "columns: one must be named month")
	}
	for _, name := range v.c.RowIdentity.Columns {
		if _, constant := v.c.Constants[name]; v.seen[name] == nil && !constant {
			v.failf(0, "row_identity: %q is no column", name)
		}
	}
	if len(v.c.RowIdentity.Columns) == 0 {
		v.failf(0, "row_identity: name the columns that say which row is which")
	}
}

func (v *validator) rule(r *Rule) {
	columns, _ := r.kind()
	if len(columns) == 0 {
		v.failf(r.line, "rule %s: give one kind: not_before, in_period, not_after_delivery, requires, same_year, same_month, not_above or flag_agrees (flag, column, value)", r.Name)
		return
	}
	two := r.InPeriod == "" && r.NotAfterDelivery == ""
	if two && len(columns) != 2 {
		v.failf(r.line, "rule %s needs two columns", r.Name)
	}
	for _, name := range columns {
		v.above(r.line, "rule "+r.Name, name)
	}
	if r.Name == "" || r.Reason.SV == "" || r.Reason.EN == "" {
		v.failf(r.line, "rule %s needs a name and a reason in sv and en", r.Name)
	}
}
