package contract

import (
	"bytes"
	"math"
	"slices"
	"time"

	"github.com/framsyn/framsyn/loader/internal/source"
	"github.com/framsyn/framsyn/sql/identity"
)

// People turns identity numbers and signatures into pseudonyms.
type People interface {
	// Client returns the client_id, or a fault of package identity.
	Client(text []byte) (uint64, error)
	// Officer returns the officer_id.
	Officer(text []byte) uint64
}

// Decoder turns records into values. It is for one goroutine.
type Decoder struct {
	// Values has one value per column of the contract.
	Values []Value
	// Faults has the faults of a rejected record.
	Faults []Fault
	// Masked counts the identity numbers that were masked in texts.
	Masked int

	plan      *Plan
	month     int // place of the column named month, or absent
	people    People
	fields    [][]byte
	serial    bool
	caches    []map[string]coded
	near      [][nearCodes]nearCode // before caches
	monthDay  int64                 // a day and its month, the last asked for
	monthIs   int64
	period    int64 // day; -1 without
	delivered int64 // day; -1 without
}

// coded is what a code becomes.
type coded struct {
	key    string // the code as delivered
	text   string
	rule   string // broken rule, if any
	masked int
}

// nearCode is a code that was looked up, at the place that its length and bytes give.
type nearCode struct {
	text string
	coded
}

// nearCodes is how many codes a column finds without a map, which costs five times as much.
const nearCodes = 64

// cachedCodes is how many codes a column remembers; more are looked up each time.
const cachedCodes = 1 << 14

// NewDecoder returns a decoder for the plan's file.
func (p *Plan) NewDecoder(people People) *Decoder {
	d := &Decoder{
		Values: make([]Value, len(p.steps)), plan: p, people: people,
		caches: make([]map[string]coded, len(p.steps)), near: make([][nearCodes]nearCode, len(p.steps)),
		period: absent, delivered: absent, month: p.Column("month"), monthDay: math.MinInt64,
	}
	for i := range d.caches {
		d.caches[i] = map[string]coded{}
	}
	if !p.Facts.Period.IsZero() {
		d.period = dayOf(p.Facts.Period)
	}
	if !p.Facts.Delivered.IsZero() {
		d.delivered = dayOf(p.Facts.Delivered)
	}
	return d
}

// Decode fills Values from a record. False means that it is rejected for Faults.
func (d *Decoder) Decode(fields [][]byte, serial bool, fault source.Fault) bool {
	d.Faults, d.fields, d.serial = d.Faults[:0], fields, serial
	if !d.shape(fault) {
		return false
	}
	for i := range d.plan.steps {
		s := &d.plan.steps[i]
		v := &d.Values[i]
		v.clear()
		if rule := d.value(i, s, v); rule != "" {
			*v = Value{Null: true}
			d.fail(s, rule)
		}
	}
	if len(d.Faults) > 0 {
		return false
	}
	for i := range d.plan.rules {
		r := &d.plan.rules[i]
		if !r.run(d, r.args) {
			d.failRule(r)
		}
	}
	return len(d.Faults) == 0
}

// shape checks the record as a whole.
func (d *Decoder) shape(fault source.Fault) bool {
	p := d.plan
	n := len(d.fields)
	switch {
	case fault == source.FaultQuotes:
		d.failRow(ruleQuotes)
	case fault == source.FaultEncoding:
		d.failRow(ruleEncoding)
	case p.format.NoHeader && (n < p.format.Fields.Min || n > p.format.Fields.Max):
		d.failRow(ruleFieldCount)
	case p.format.NoHeader && p.format.TrailingOnlyFull && n < p.format.Fields.Max && len(d.fields[n-1]) == 0:
		d.failRow(ruleTrailing)
	case !p.format.NoHeader && n != len(p.Titles) && !d.onlyEmptyBeyond(len(p.Titles)):
		d.failRow(ruleFieldCount)
	default:
		return true
	}
	return false
}

// onlyEmptyBeyond says whether a longer record has nothing in its surplus fields.
func (d *Decoder) onlyEmptyBeyond(n int) bool {
	if len(d.fields) < n {
		return false
	}
	for _, f := range d.fields[n:] {
		if len(f) > 0 {
			return false
		}
	}
	return true
}

// field returns a field without surrounding space.
func (d *Decoder) field(at int) []byte {
	if at < 0 || at >= len(d.fields) {
		return nil
	}
	f := d.fields[at]
	if len(f) > 0 && (f[0] <= ' ' || f[len(f)-1] <= ' ' || f[len(f)-1] == 0xa0) {
		return bytes.TrimSpace(f)
	}
	return f
}

// value makes one value and returns the rule that it breaks.
func (d *Decoder) value(i int, s *step, v *Value) string {
	switch s.column.Type {
	case typeComputed:
		return d.compute(s, v)
	case typeFlags:
		return d.flags(s, v)
	case typeList:
		return d.list(s, v)
	}
	at := s.at
	if s.instead != absent && d.Values[s.when].Text == s.column.Instead.Is {
		at = s.instead
	}
	text := d.field(at)
	if s.isMissing(text) {
		if s.column.Required {
			return ruleRequired
		}
		return ""
	}
	v.Null = false
	switch s.column.Type {
	case typeIdentity:
		return d.identity(text, v)
	case typeStaff:
		v.Int = int64(d.people.Officer(text))
		return ""
	case typeText:
		var n int
		v.Text, n = identity.Mask(string(text))
		d.Masked += n
		return ""
	case typeCode:
		return d.code(i, s, text, v)
	default:
		return s.typed(d, text, v)
	}
}

func (s *step) isMissing(text []byte) bool {
	if len(text) == 0 {
		return true
	}
	if len(s.column.Missing) == 0 || len(text) > 32 {
		return false
	}
	return s.missing[string(text)] || s.missing[fold(string(text))]
}

func (d *Decoder) identity(text []byte, v *Value) string {
	id, err := d.people.Client(text)
	if err != nil {
		return identityRule(err)
	}
	v.Int = int64(id)
	return ""
}

// code maps a code, remembering what it becomes.
func (d *Decoder) code(i int, s *step, text []byte, v *Value) string {
	n := len(text)
	near := &d.near[i][(uint(text[0])*7+uint(text[n-1])*3+uint(text[n/2])+uint(n))%nearCodes]
	c := near.coded
	if near.text != string(text) {
		c = d.lookUp(i, s, text)
		*near = nearCode{c.key, c}
	}
	v.Text = c.text
	d.Masked += c.masked
	return c.rule
}

func (d *Decoder) lookUp(i int, s *step, text []byte) coded {
	c, ok := d.caches[i][string(text)]
	if !ok {
		c = s.makeCode(string(text))
		c.key = string(text)
		if len(d.caches[i]) < cachedCodes {
			d.caches[i][c.key] = c
		}
	}
	return c
}

// monthOf returns the first day of a day's month.
func (d *Decoder) monthOf(day int64) int64 {
	if day != d.monthDay {
		d.monthDay, d.monthIs = day, monthOf(day)
	}
	return d.monthIs
}

func (s *step) makeCode(text string) coded {
	if s.codes != nil {
		value, ok := s.codes[fold(text)]
		if !ok {
			return coded{rule: ruleCode}
		}
		return coded{text: value}
	}
	if s.like != nil && !s.like.MatchString(text) || s.unlike != nil && s.unlike.MatchString(text) {
		return coded{rule: rulePattern}
	}
	masked, n := identity.Mask(text)
	return coded{text: masked, masked: n}
}

// typed reads dates, numbers and bools.
func (s *step) typed(d *Decoder, text []byte, v *Value) string {
	ok, rule := false, ""
	switch s.column.Type {
	case typeDate:
		v.Int, ok = parseDate(text, s.forms, d.serial)
		rule = ruleDate
	case typeDatetime:
		v.Int, ok = parseDatetime(text, d.plan.zone, d.serial)
		rule = ruleDatetime
	case typeMonth:
		v.Int, ok = parseMonth(text, d.serial)
		rule = ruleMonth
	case typeDecimal:
		v.Int, v.Scale, ok = parseDecimal(text)
		rule = ruleNumber
	case typeInteger:
		if mapped, found := s.codes[string(text)]; found {
			text = []byte(mapped)
		}
		v.Int, ok = parseInteger(text)
		rule = ruleInteger
	case typeBool:
		v.Int, ok = s.bool(text)
		rule = ruleBool
	}
	if !ok {
		return rule
	}
	return s.inRange(v)
}

func (s *step) bool(text []byte) (int64, bool) {
	switch {
	case s.yes[string(text)] || s.yes[fold(string(text))]:
		return 1, true
	case s.no[string(text)] || s.no[fold(string(text))]:
		return 0, true
	default:
		return 0, false
	}
}

// lastDay is the last day that a ClickHouse Date holds, 2149-06-06.
const lastDay = 65535

func (s *step) inRange(v *Value) string {
	c := s.column
	switch c.Type {
	case typeDate, typeMonth:
		if v.Int < 0 || v.Int > lastDay {
			return ruleRange
		}
	case typeDecimal, typeInteger:
		if c.Min != nil && v.Float() < *c.Min || c.Max != nil && v.Float() > *c.Max {
			return ruleRange
		}
	}
	return ""
}

// flags reads columns of which at most one is set.
func (d *Decoder) flags(s *step, v *Value) string {
	for _, f := range s.flags {
		text := d.field(f.at)
		if s.isMissing(text) {
			continue
		}
		set, ok := s.bool(text)
		switch {
		case !ok:
			return ruleBool
		case set == 0:
		case !v.Null:
			return ruleFlags
		default:
			v.Null, v.Text = false, f.value
		}
	}
	if v.Null && s.column.Required {
		return ruleRequired
	}
	return ""
}

// list reads columns whose values make a list.
func (d *Decoder) list(s *step, v *Value) string {
	v.Null = false
	for _, at := range s.list {
		text := d.field(at)
		if s.isMissing(text) {
			continue
		}
		c := s.makeCode(string(text))
		if c.rule != "" {
			return c.rule
		}
		v.List = append(v.List, c.text)
		d.Masked += c.masked
	}
	return ""
}

// Month returns the value of the column named month as a day, or false.
func (d *Decoder) Month() (int64, bool) {
	i := d.month
	if i == absent || d.Values[i].Null {
		return 0, false
	}
	return d.Values[i].Int, true
}

// Day returns the date of days since 1970.
func Day(days int64) time.Time { return timeOf(days) }

// Days returns the days since 1970 of a date.
func Days(t time.Time) int64 { return dayOf(t) }

// ColumnNames returns the names of the plan's columns, in the order of a decoder's values.
func (p *Plan) ColumnNames() []string {
	var names []string
	for i := range p.steps {
		names = append(names, p.steps[i].column.Name)
	}
	return slices.Clip(names)
}
