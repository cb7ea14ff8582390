package contract

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/source"
)

// namePattern matches file names.
type namePattern struct{ *regexp.Regexp }

// compileName turns a pattern of file names into a regular expression over the whole name.
func compileName(pattern string) (namePattern, error) {
	expression := pattern
	if !strings.Contains(pattern, "(?P<") {
		expression = strings.NewReplacer(
			`\{period\}`, `(?P<period>\d{6})`, `\{delivered\}`, `(?P<delivered>\d{8})`, `\{kind\}`, `(?P<kind>[A-Z]?)`, `\*`, `.*`,
		).Replace(regexp.QuoteMeta(pattern))
	}
	re, err := regexp.Compile(`(?i)^(?:` + expression + `)$`)
	return namePattern{re}, err
}

// FileFacts is what a file's name says.
type FileFacts struct {
	// Name is the base name, without .gz or .zip.
	Name string
	// Period is the first day of the month; zero where the name has none.
	Period time.Time
	// Delivered is the day of delivery; zero where the name has none.
	Delivered time.Time
	// Letter is the kind letter; empty for the first delivery.
	Letter string
	// Partial says that the file adds to earlier ones.
	Partial bool
}

// MatchName reads a file's name, and says whether it fits the contract's patterns.
func (c *Contract) MatchName(name string) (FileFacts, bool, error) {
	base := source.BaseName(name)
	for _, p := range c.names {
		m := p.FindStringSubmatch(base)
		if m == nil {
			continue
		}
		facts, err := c.facts(base, p, m)
		return facts, true, err
	}
	return FileFacts{Name: base}, false, nil
}

func (c *Contract) facts(base string, p namePattern, m []string) (FileFacts, error) {
	f := FileFacts{Name: base}
	var err error
	for i, group := range p.SubexpNames() {
		switch {
		case m[i] == "":
		case group == "period":
			if f.Period, err = time.Parse("200601", m[i]); err != nil {
				return f, fmt.Errorf("the name says period %s, which is no month YYYYMM: rename the file", m[i])
			}
		case group == "delivered":
			if f.Delivered, err = time.Parse("20060102", m[i]); err != nil {
				return f, fmt.Errorf("the name says delivered %s, which is no day YYYYMMDD: rename the file", m[i])
			}
		case group == "kind":
			f.Letter = strings.ToUpper(m[i])
		}
	}
	delivery := c.Delivery.Default
	if f.Letter != "" {
		var ok bool
		if delivery, ok = c.Delivery.Letters[f.Letter]; !ok {
			return f, fmt.Errorf("the contract %s knows no letter %s after the day of delivery: rename the file, or add the letter to delivery.letters", c.Name, f.Letter)
		}
	}
	f.Partial = delivery == Partial
	return f, nil
}
