package modelpage_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Every query of docs/models/reading.md runs as the analyst and returns rows with
// the columns that its first line promises.
func TestQueriesOfThePage(t *testing.T) {
	const page = "../../../docs/models/reading.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	db := fill(t)
	db.Exec("INSERT INTO model.runs SELECT * REPLACE (9 AS run_id, toDate('2026-11-16') AS as_of_date) FROM model.runs")
	db.Exec("INSERT INTO model.approvals SELECT * REPLACE (9 AS run_id) FROM model.approvals")
	db.Exec("INSERT INTO model.terms SELECT * REPLACE (9 AS run_id, [contribution - 0.1, contribution + 0.2] AS bag_contributions) FROM model.terms")
	db.Exec("INSERT INTO model.terms SELECT * REPLACE ('hours_now' AS term, 'hours_now' AS feature) FROM (SELECT * FROM model.terms WHERE run_id = 9 AND term = 'age_years')")
	blocks := regexp.MustCompile("(?s)\n## \\d[^\n]*\n(.*?)```sql\n-- returns: ([^\n]*)\n(.*?)```\n\n(\\*\\*Read it so\\.\\*\\*)").FindAllStringSubmatch(string(text), -1)
	if want := strings.Count(string(text), "```sql"); len(blocks) != want || want < 4 {
		t.Errorf("%d blocks of SQL are in the form heading, text, query, explanation, of %d", len(blocks), want)
	}
	for _, block := range blocks {
		rows, err := db.Conn(clickhouse.Analyst).Query(t.Context(), block[3])
		if err != nil {
			t.Errorf("%v\nin %s", err, block[3])
			continue
		}
		n := 0
		for rows.Next() {
			n++
		}
		if err := rows.Err(); err != nil || n == 0 || !slices.Equal(rows.Columns(), strings.Split(block[2], ", ")) {
			t.Errorf("%d rows, %v, columns %v, promised %s", n, err, rows.Columns(), block[2])
		}
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}
}
