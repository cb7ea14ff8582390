package access

import (
	_ "embed"
	"fmt"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

//go:embed matrix.md
var matrix string

// Verdict is what a role may see.
type Verdict string

// The verdicts.
const (
	Yes Verdict = "ja"
	Own Verdict = "egna" // what is about clients of the own areas
	No  Verdict = "nej"
)

// The tables of matrix.md, by the title of their first column.
const (
	ClassTable  = "klass"   // objects of the database
	RouteTable  = "väg"     // what the pages call
	ExportTable = "uttag"   // files
	QueryTable  = "fråga"   // of the catalogue
	NoRole      = "ingen"   // column of those whom nobody has given a role
	rolesFrom   = 2         // columns before the roles: name and meaning
	ServiceRole = "service" // column of callers without a person
)

// Matrix returns the tables that a data protection officer reads.
func Matrix() string { return matrix }

// Answers is what each role is to get, by row and role.
type Answers map[string]map[string]Verdict

// ExpectedOf reads a table of matrix.md. Nothing that makes accounts or decides who
// may do what reads it, so that what is made and what is expected are two accounts
// of the same.
func ExpectedOf(table string) (Answers, error) {
	expected := Answers{}
	var roles []string
	for line := range strings.SplitSeq(matrix, "\n") {
		if !strings.HasPrefix(line, "|") {
			roles = nil // a table ends
			continue
		}
		if strings.HasPrefix(line, "|-") {
			continue // the line below a head
		}
		cells := cellsOf(line)
		switch {
		case roles == nil && cells[0] == table:
			roles = cells[rolesFrom:]
			continue
		case roles == nil:
			continue // of another table
		case len(cells) != len(roles)+rolesFrom:
			return nil, fmt.Errorf("matrix.md: %q has %d cells, want %d", line, len(cells), len(roles)+rolesFrom)
		case expected[cells[0]] != nil:
			return nil, fmt.Errorf("matrix.md: %s stands twice in the table %s", cells[0], table)
		}
		expected[cells[0]] = map[string]Verdict{}
		for i, role := range roles {
			verdict := Verdict(cells[i+rolesFrom])
			if verdict != Yes && verdict != Own && verdict != No {
				return nil, fmt.Errorf("matrix.md: %s has %q for %s: want %s, %s or %s", cells[0], verdict, role, Yes, Own, No)
			}
			expected[cells[0]][role] = verdict
		}
	}
	if len(expected) == 0 {
		return nil, fmt.Errorf("matrix.md has no table whose first column is %q", table)
	}
	return expected, nil
}

func cellsOf(line string) []string {
	cells := strings.Split(strings.Trim(line, "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// Expected is what each role may see of each class of objects.
func Expected() (map[string]map[sqlfs.Access]Verdict, error) {
	table, err := ExpectedOf(ClassTable)
	if err != nil {
		return nil, err
	}
	expected := map[string]map[sqlfs.Access]Verdict{}
	for class, row := range table {
		for role, verdict := range row {
			if expected[role] == nil {
				expected[role] = map[sqlfs.Access]Verdict{}
			}
			expected[role][sqlfs.Access(class)] = verdict
		}
	}
	return expected, nil
}
