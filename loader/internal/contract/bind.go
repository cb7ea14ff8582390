package contract

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/source"
)

// absent is the place of a column that the file does not have.
const absent = -1

// Plan is a contract bound to the columns of one file.
type Plan struct {
	Contract   *Contract
	Facts      FileFacts
	Generation string
	// Titles are the file's titles, nil without header.
	Titles []string
	// Missing are titles that the file should have; a plan with any cannot be used.
	Missing []string
	// Absent are optional titles that the file does not have.
	Absent []string
	// Unknown are titles of the file that the contract does not read.
	Unknown []string

	format  Format
	steps   []step
	rules   []check
	byName  map[string]int
	zone    *time.Location
	matched int
}

// step makes the value of one column.
type step struct {
	column  *Column
	at      int // place of the field, absent where there is none
	title   string
	instead int // place of the other field
	when    int // column that decides on it
	flags   []flag
	list    []int
	args    []int // columns that a computed value follows from
	forms   dateForms
	yes, no map[string]bool
	missing map[string]bool
	codes   map[string]string
	like    *regexp.Regexp
	unlike  *regexp.Regexp
}

type flag struct {
	at    int
	value string
}

// check is a rule bound to columns.
type check struct {
	rule *Rule
	args []int
	run  func(d *Decoder, args []int) bool
}

// Matched says how many titles of the contract the file has.
func (p *Plan) Matched() int { return p.matched }

// Usable says whether the file has all that the contract needs.
func (p *Plan) Usable() bool { return len(p.Missing) == 0 }

// Column returns the place of a column's value among a decoder's values, or -1.
func (p *Plan) Column(name string) int {
	if i, ok := p.byName[name]; ok {
		return i
	}
	return absent
}

// IdentityFields returns the places of fields with identity numbers.
func (p *Plan) IdentityFields() []int {
	var places []int
	for i := range p.steps {
		if s := &p.steps[i]; s.column.Type == typeIdentity && s.at != absent {
			places = append(places, s.at)
		}
	}
	return places
}

// FormatFor returns the contract's format for a kind of file.
func (c *Contract) FormatFor(kind source.Kind) (Format, bool) {
	for _, f := range c.Formats {
		if f.Kind == string(kind) {
			return f, true
		}
	}
	return Format{}, false
}

// Spec returns how to read files of the format.
func (f Format) Spec() source.Spec {
	return source.Spec{Kind: source.Kind(f.Kind), Header: !f.NoHeader, Delimiters: strings.Join(f.Delimiters, ""), Sheet: f.Sheet}
}

// Bind finds the contract's columns among the titles of a file.
func (c *Contract) Bind(format Format, titles []string, facts FileFacts) (*Plan, error) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return nil, fmt.Errorf("time zone: %w", err)
	}
	p := &Plan{Contract: c, Facts: facts, Titles: titles, format: format, byName: map[string]int{}, zone: zone}
	b := &binder{plan: p, places: map[string]int{}, used: map[int]bool{}}
	for i, t := range titles {
		if _, twice := b.places[fold(t)]; !twice {
			b.places[fold(t)] = i
		}
	}
	b.generation()
	for i := range c.Columns {
		p.byName[c.Columns[i].Name] = i
		p.steps = append(p.steps, b.step(&c.Columns[i]))
	}
	for i, t := range titles {
		if !b.used[i] && t != "" {
			p.Unknown = append(p.Unknown, t)
		}
	}
	p.bindRules()
	return p, nil
}

// binder holds what binding needs.
type binder struct {
	plan   *Plan
	places map[string]int
	used   map[int]bool
}

// fold makes titles comparable: case and surrounding space do not matter.
func fold(title string) string { return strings.ToUpper(strings.TrimSpace(title)) }

// generation picks the generation most of whose own titles the file has; the newest of equals.
func (b *binder) generation() {
	best := absent
	for _, g := range b.plan.Contract.Generations {
		n := 0
		for i := range b.plan.Contract.Columns {
			for _, t := range b.plan.Contract.Columns[i].titles(g) {
				if _, ok := b.places[fold(t)]; ok {
					n++
					break
				}
			}
		}
		if n > best {
			best, b.plan.Generation = n, g
		}
	}
}

// titles returns the titles of the column in a generation; without one, all.
func (c *Column) titles(generation string) []string {
	if own := c.Aliases[generation]; len(own) > 0 {
		return own
	}
	if c.From == "" {
		return nil
	}
	return []string{c.From}
}

// find returns the place of a column's title, in its generation or any other.
func (b *binder) find(c *Column) (int, string) {
	candidates := append(c.titles(b.plan.Generation), c.From)
	for _, g := range b.plan.Contract.Generations {
		candidates = append(candidates, c.Aliases[g]...)
	}
	for _, t := range candidates {
		if i := b.place(t); i != absent {
			return i, b.titleAt(i, t)
		}
	}
	return absent, candidates[0]
}

// place returns where a title, or a number where there is no header, stands.
func (b *binder) place(title string) int {
	if b.plan.format.NoHeader {
		n, err := strconv.Atoi(title)
		if err != nil {
			return absent
		}
		return n - 1
	}
	if i, ok := b.places[fold(title)]; ok {
		b.used[i] = true
		return i
	}
	return absent
}

func (b *binder) titleAt(i int, number string) string {
	if b.plan.format.NoHeader {
		return number
	}
	return b.plan.Titles[i]
}

// need returns the place of a title, noting whether it is there.
func (b *binder) need(title string, optional bool) int {
	i := b.place(title)
	b.note(i, title, optional)
	return i
}

func (b *binder) note(place int, title string, optional bool) {
	switch {
	case place != absent:
		b.plan.matched++
	case optional:
		if !slices.Contains(b.plan.Absent, title) {
			b.plan.Absent = append(b.plan.Absent, title)
		}
	case !slices.Contains(b.plan.Missing, title):
		b.plan.Missing = append(b.plan.Missing, title)
	}
}

// step binds one column.
func (b *binder) step(c *Column) step {
	s := step{column: c, at: absent, instead: absent, when: absent}
	switch c.Type {
	case typeFlags:
		for _, title := range slices.Sorted(maps.Keys(c.Flags)) {
			s.flags = append(s.flags, flag{b.need(title, c.Optional), c.Flags[title]})
			s.title = strings.TrimPrefix(s.title+"/"+title, "/")
		}
		slices.SortFunc(s.flags, func(a, b flag) int { return a.at - b.at })
	case typeList:
		for _, title := range c.List {
			s.list = append(s.list, b.need(title, c.Optional))
		}
		s.title = strings.Join(c.List, "/")
	case typeComputed:
		s.title = c.Name
		for _, name := range c.Compute.inputs() {
			s.args = append(s.args, b.plan.Column(name))
		}
	default:
		s.at, s.title = b.find(c)
		b.note(s.at, s.title, c.Optional)
	}
	if c.Instead != nil {
		s.instead, s.when = b.need(c.Instead.From, c.Optional), b.plan.Column(c.Instead.When)
	}
	s.settings(c)
	return s
}

// settings compiles what the column says about values; Validate has checked it.
func (s *step) settings(c *Column) {
	s.forms = dateForms{compact: len(c.Forms) == 0, dashed: len(c.Forms) == 0}
	for _, f := range c.Forms {
		s.forms.compact = s.forms.compact || f == "YYYYMMDD"
		s.forms.dashed = s.forms.dashed || f == "YYYY-MM-DD"
	}
	s.missing = set(c.Missing, "")
	s.yes = set(c.True, "1", "J", "JA", "TRUE")
	s.no = set(c.False, "0", "N", "NEJ", "FALSE")
	if len(c.Map) > 0 {
		s.codes = map[string]string{}
		for code, value := range c.Map {
			s.codes[fold(code)] = value
		}
	}
	if c.Like != "" {
		s.like = regexp.MustCompile(c.Like)
	}
	if c.Unlike != "" {
		s.unlike = regexp.MustCompile(c.Unlike)
	}
}

// set returns the folded values, or the defaults where there are none.
func set(values []string, defaults ...string) map[string]bool {
	if len(values) == 0 {
		values = defaults
	}
	m := map[string]bool{}
	for _, v := range values {
		m[fold(v)] = true
	}
	return m
}

// inputs returns the columns that a computed value follows from.
func (c *Compute) inputs() []string {
	switch {
	case c.MonthOf != "":
		return []string{c.MonthOf}
	case c.JanuaryOf != "":
		return []string{c.JanuaryOf}
	case c.Present != "":
		return []string{c.Present}
	case len(c.YearMonth) > 0:
		return c.YearMonth
	case len(c.DateOf) > 0:
		return c.DateOf
	case len(c.MinutesBetween) > 0:
		return c.MinutesBetween
	default:
		return c.Missed
	}
}
