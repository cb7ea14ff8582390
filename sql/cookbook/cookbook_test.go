package cookbook

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// page is the guide that shows the questions.
const page = "../../docs/sql.md"

// The page has the questions as the files have them, in their order.
func TestThePageHasTheQuestions(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(text), "\n## ")[1:]
	questions, err := Questions()
	if err != nil {
		t.Fatal(err)
	}
	if len(sections) != len(questions) {
		t.Fatalf("the page has %d questions, the files are %d", len(sections), len(questions))
	}
	for n, q := range questions {
		title, rest, _ := strings.Cut(sections[n], "\n")
		if want := fmt.Sprintf("%d. %s", q.Number, q.Title.EN); title != want {
			t.Errorf("the page's heading is %q, the file's %q", title, want)
		}
		before, block, _ := strings.Cut(rest, "```sql\n")
		block, _, _ = strings.Cut(block, "```")
		if block != q.SQL {
			t.Errorf("%d: the page's SQL is not the file's:\n%s\nthe file's:\n%s", q.Number, block, q.SQL)
		}
		if got := strings.Join(strings.Fields(before), " "); got != q.Text.EN {
			t.Errorf("%d: before the SQL the page says %q, the file %q", q.Number, got, q.Text.EN)
		}
		if !strings.Contains(string(text), fmt.Sprintf("| [%d](#", q.Number)) || !strings.Contains(string(text), "| "+q.Group+" |") {
			t.Errorf("%d is not in the page's table, or not with the group %s", q.Number, q.Group)
		}
	}
}

func TestFaultsAreTold(t *testing.T) {
	const good = "-- 1. Fråga | Question\n-- sv:     Svar\n--         och mer.\n-- en:     Answer\n-- Group:  data\n-- returns: a\nSELECT 1 AS a\n"
	found, err := read(fstest.MapFS{"01_a.sql": {Data: []byte(good)}})
	if err != nil || len(found) != 1 || found[0].Text.SV != "Svar och mer." || found[0].SQL != "-- returns: a\nSELECT 1 AS a\n" {
		t.Errorf("%+v, %v", found, err)
	}
	for name, change := range map[string][2]string{
		"cookbook/01_a.sql:1: its number is 2":        {"-- 1.", "-- 2."},
		"begins with":                                 {" | Question", ""},
		"there is no line":                            {"-- returns: a\n", ""},
		"sv, en and a Group":                          {"Group:  data", "Group:  other"},
		`cookbook/01_a.sql:3: "om" is none of sv, en`: {"-- en: ", "-- om: "},
	} {
		_, err := read(fstest.MapFS{"01_a.sql": {Data: []byte(strings.Replace(good, change[0], change[1], 1))}})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %s", err, name)
		}
	}
}
