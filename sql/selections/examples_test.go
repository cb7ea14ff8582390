package selections_test

import (
	"testing"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/selections"
)

// The examples open on the page as choices: their condition is that of their JSON.
func TestExamplesAreMadeOfChoices(t *testing.T) {
	rows, found, err := sqlfs.Embedded().Seed("core.selection_examples")
	if err != nil || !found {
		t.Fatal(found, err)
	}
	place := map[string]int{}
	for i, name := range rows.Columns {
		place[name] = i
	}
	for _, row := range rows.Records {
		filter, err := selections.ReadFilter([]byte(row[place["filter_json"]]))
		if err != nil {
			t.Errorf("%s: %v", row[place["selection_id"]], err)
		}
		if got, want := row[place["filter_sql"]], filter.Condition(); got != want {
			t.Errorf("%s: filter_sql is\n%s\nwant\n%s", row[place["selection_id"]], got, want)
		}
	}
}
