package access_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/queries"
)

var update = flag.Bool("update", false, "write the table of queries in matrix.md anew")

// headOfQueries begins the table of queries, the last of matrix.md.
const headOfQueries = "| " + access.QueryTable + " | "

// The table of queries says what the files of the queries say, so that who reads
// it sees every change of who may ask what.
func TestTheMatrixHasEveryQuery(t *testing.T) {
	catalogue, err := queries.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	before, table, ok := strings.Cut(access.Matrix(), headOfQueries)
	if !ok {
		t.Fatal("matrix.md has no table of queries")
	}
	lines := strings.SplitN(table, "\n", 3)
	roles := strings.Split(strings.Trim(lines[0], "| "), " | ")[1:]
	var wanted strings.Builder
	wanted.WriteString(before + headOfQueries + lines[0] + "\n" + lines[1] + "\n")
	for _, query := range catalogue.All() {
		wanted.WriteString("| " + query.Name + " | " + strings.ReplaceAll(query.Title.SV, "|", "/"))
		for _, role := range roles {
			wanted.WriteString(" | " + string(verdictOf(query, queries.Role(role))))
		}
		wanted.WriteString(" |\n")
	}
	if *update {
		if err := os.WriteFile("matrix.md", []byte(wanted.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if access.Matrix() != wanted.String() {
		t.Error("matrix.md is not what the queries' files say: run go test ./sql/access -update, and look at what has changed")
	}
}

func verdictOf(query queries.Query, role queries.Role) access.Verdict {
	switch {
	case !slices.Contains(query.Roles, role):
		return access.No
	case role == queries.Manager && (strings.Contains(query.SQL, "$__areas(") || strings.Contains(query.SQL, "$__clients(")):
		return access.Own
	}
	return access.Yes
}

func TestEveryTableOfTheMatrixHasEveryRole(t *testing.T) {
	description, _ := shipped(t)
	for _, name := range []string{access.ClassTable, access.RouteTable, access.ExportTable, access.QueryTable} {
		table, err := access.ExpectedOf(name)
		if err != nil {
			t.Fatal(err)
		}
		for row, answers := range table {
			for role := range description.Roles {
				if answers[role] == "" {
					t.Errorf("table %s, row %s: nothing for %s", name, row, role)
				}
			}
			if verdict, ok := answers[access.NoRole]; ok && verdict != access.No {
				t.Errorf("table %s, row %s: %s for those without a role", name, row, verdict)
			}
		}
	}
}
