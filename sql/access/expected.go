package access

import (
	_ "embed"
	"fmt"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

//go:embed matrix.md
var matrix string

// Verdict is what a role may see of a class.
type Verdict string

// The verdicts.
const (
	Yes Verdict = "ja"
	Own Verdict = "egna" // rows about clients of the own areas
	No  Verdict = "nej"
)

// Matrix returns the table that a data protection officer reads.
func Matrix() string { return matrix }

// Expected reads the table of matrix.md: what each role may see of each class.
// Nothing else in this package reads it, so that what is made and what is expected
// are two accounts of the same.
func Expected() (map[string]map[sqlfs.Access]Verdict, error) {
	expected := map[string]map[sqlfs.Access]Verdict{}
	var roles []string
	for line := range strings.SplitSeq(matrix, "\n") {
		if !strings.HasPrefix(line, "| ") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if roles == nil {
			roles = cells[2:]
			for _, role := range roles {
				expected[role] = map[sqlfs.Access]Verdict{}
			}
			continue
		}
		if len(cells) != len(roles)+2 {
			return nil, fmt.Errorf("matrix.md: %q has %d cells, want %d", line, len(cells), len(roles)+2)
		}
		for i, role := range roles {
			expected[role][sqlfs.Access(cells[0])] = Verdict(cells[i+2])
		}
	}
	return expected, nil
}
