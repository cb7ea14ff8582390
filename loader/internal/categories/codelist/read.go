package codelist

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrFile is wrapped by faults of the file itself, which the caller can mend.
var ErrFile = errors.New("the code list cannot be read")

// List is a code list.
type List string

// The code lists.
const (
	KVA List = "kva"
	ICF List = "icf"
)

// Lists returns all code lists.
func Lists() []List { return []List{KVA, ICF} }

// pattern is what a code of the list looks like: KKÅ has three letters and two
// digits, KMÅ two letters and three digits; ICF a letter and digits, with a letter A
// after it for the Swedish additions of IBIC.
func (l List) pattern() *regexp.Regexp {
	if l == KVA {
		return regexp.MustCompile(`^[A-Z]{2}[A-Z0-9][0-9]{2}$`)
	}
	return regexp.MustCompile(`^[bdes][0-9]{1,6}A?$`)
}

// tidy writes a code as the list does.
func (l List) tidy(code string) string {
	code = strings.TrimSpace(code)
	if l == KVA {
		return strings.ToUpper(code)
	}
	if code == "" {
		return ""
	}
	return strings.ToLower(code[:1]) + strings.ToUpper(code[1:])
}

// codeTitles and termTitles are names of columns, in small letters, the best first.
func codeTitles() []string {
	return []string{"kod", "åtgärdskod", "kva-kod", "kvå-kod", "icf-kod", "icf_code", "kva_code", "code"}
}

func termTitles() []string {
	return []string{"titel", "kortterm", "term", "term_sv", "kodtext", "benämning", "klartext", "åtgärd", "title", "text"}
}

// maxHeader is how many rows of a sheet may stand before its header.
const maxHeader = 40

// maxTerm is the longest short term, in characters; longer texts are descriptions.
const maxTerm = 300

// Code is a code with its short term.
type Code struct {
	Code string
	Term string
}

// Found is what a file holds.
type Found struct {
	Codes   []Code // by code; of a code that stands twice the first
	Sheets  []string
	Skipped int // rows under a header whose code does not look like one of the list, or without a term
}

// Read reads the codes of a list from an .xlsx or .csv file. Faults wrap [ErrFile].
func Read(list List, path string) (Found, error) {
	tables, err := readTables(path)
	if err != nil {
		return Found{}, err
	}
	found, pattern, seen := Found{}, list.pattern(), map[string]bool{}
	for _, t := range tables {
		header, code, term := headerOf(t.rows)
		if header < 0 {
			continue
		}
		taken := 0
		for _, row := range t.rows[header+1:] {
			c := Code{Code: list.tidy(cell(row, code)), Term: strings.Join(strings.Fields(cell(row, term)), " ")}
			if c.Code == "" && c.Term == "" {
				continue
			}
			if !pattern.MatchString(c.Code) || c.Term == "" || utf8.RuneCountInString(c.Term) > maxTerm {
				found.Skipped++
				continue
			}
			if taken++; !seen[c.Code] {
				seen[c.Code] = true
				found.Codes = append(found.Codes, c)
			}
		}
		if taken > 0 {
			found.Sheets = append(found.Sheets, t.name)
		}
	}
	if len(found.Codes) == 0 {
		return found, fmt.Errorf("%w: %s has no sheet with a column named as a code (%s), one named as a term (%s), and %s codes under them", ErrFile, filepath.Base(path),
			strings.Join(codeTitles(), ", "), strings.Join(termTitles(), ", "), strings.ToUpper(string(list)))
	}
	slices.SortFunc(found.Codes, func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	return found, nil
}

// headerOf finds the row with titles and the columns of code and term; -1 for none.
func headerOf(rows [][]string) (row, code, term int) {
	for i, cells := range rows[:min(len(rows), maxHeader)] {
		titles := make([]string, len(cells))
		for j, title := range cells {
			titles[j] = strings.ToLower(strings.TrimSpace(title))
		}
		code, term := best(titles, codeTitles()), best(titles, termTitles())
		if code >= 0 && term >= 0 && code != term {
			return i, code, term
		}
	}
	return -1, -1, -1
}

// best is the place of the first wanted title that is there; -1 for none.
func best(titles, wanted []string) int {
	for _, title := range wanted {
		if i := slices.Index(titles, title); i >= 0 {
			return i
		}
	}
	return -1
}

func cell(row []string, i int) string {
	if i >= len(row) {
		return ""
	}
	return row[i]
}
