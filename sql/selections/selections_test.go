package selections_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/selections"
)

func day(text string) time.Time {
	t, _ := time.Parse(time.DateOnly, text)
	return t
}

// old is a selection of those from some age on.
func old(age string) selections.Selection {
	expires := day("2027-01-01")
	return selections.Selection{
		ID: "gamla", Name: "Gamla", Theme: "Förebyggande arbete", Goal: "Färre timmar", Purpose: "Uppföljning", Author: "anna", Created: day("2026-03-01"),
		Expires: &expires, Filter: "age_years >= " + age,
	}
}

func fill(db *chtest.DB, ages string) {
	db.Exec("TRUNCATE TABLE mart.candidates SYNC; INSERT INTO mart.candidates (client_id, month, age_years) SELECT number, '2026-03-01', age FROM (SELECT [" + ages + "] AS ages) ARRAY JOIN ages AS age, arrayEnumerate(ages) AS number")
}

func TestWhoEntersAndLeaves(t *testing.T) {
	db := chtest.New(t)
	write, read := db.Conn(clickhouse.Owner), db.Conn(clickhouse.Analyst)
	s, err := selections.Save(t.Context(), write, read, old("80"))
	if err != nil {
		t.Fatal(err)
	}
	follow := func(ages, at string, want selections.Change) {
		t.Helper()
		fill(db, ages)
		got, err := selections.Follow(t.Context(), write, read, s, day(at))
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", at, got, err, want)
		}
	}
	follow("85, 70, 90", "2026-03-02", selections.Change{Members: 2, Entered: 2})
	follow("85, 70, 90", "2026-03-03", selections.Change{Members: 2})
	follow("85, 81, 60", "2026-03-04", selections.Change{Members: 2, Entered: 1, Left: 1})
	follow("85, 81, 91", "2026-03-05", selections.Change{Members: 3, Entered: 1})
	s.Filter = "age_years >= "
	if _, err := selections.Follow(t.Context(), write, read, s, day("2026-03-06")); !errors.As(err, new(selections.Fault)) {
		t.Errorf("got %v, want a Fault", err)
	}
	follow("85, 81, 91", "2027-01-01", selections.Change{Left: 3}) // expired
	want := [][]string{
		{"1", "2026-03-02", "2027-01-01"}, {"2", "2026-03-04", "2027-01-01"}, {"3", "2026-03-02", "2026-03-04"}, {"3", "2026-03-05", "2027-01-01"},
	}
	got := db.Query("SELECT client_id, entered_date, left_date FROM core.selection_members ORDER BY ALL")
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestASelectionIsSavedAsANewVersion(t *testing.T) {
	db := chtest.New(t)
	write, read := db.Conn(clickhouse.Owner), db.Conn(clickhouse.Analyst)
	for version := uint32(1); version <= 2; version++ {
		saved, err := selections.Save(t.Context(), write, read, old("90"))
		if err != nil || saved.Version != version {
			t.Errorf("got version %d, %v, want %d", saved.Version, err, version)
		}
	}
	found, err := selections.Find(t.Context(), read, "gamla")
	if want := old("90"); err != nil || found.Version != 2 || found.Filter != want.Filter || found.Goal != want.Goal || !found.Expires.Equal(*want.Expires) {
		t.Errorf("got %+v, %v", found, err)
	}
	if _, err := selections.Find(t.Context(), read, "a'b\\c"); !errors.As(err, new(selections.Fault)) {
		t.Errorf("got %v, want a Fault", err)
	}
}

func TestSelectionsThatAreNotSaved(t *testing.T) {
	db := chtest.New(t)
	late := day("2028-01-01")
	for want, change := range map[string]func(*selections.Selection){
		"the purpose (sv: ändamål) is missing": func(s *selections.Selection) { s.Purpose = " " },
		"other characters than a-z":            func(s *selections.Selection) { s.ID = "Å" },
		"expires is missing":                   func(s *selections.Selection) { s.Expires = nil },
		"a selection lives a year at most":     func(s *selections.Selection) { s.Expires = &late },
		"something is missing at the end":      func(s *selections.Selection) { s.Filter = "age_years >=" },
	} {
		s := old("80")
		change(&s)
		_, err := selections.Save(t.Context(), db.Conn(clickhouse.Owner), db.Conn(clickhouse.Analyst), s)
		if !errors.As(err, new(selections.Fault)) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if n := db.Query("SELECT count() FROM core.selections")[0][0]; n != "0" {
		t.Errorf("%s rows were written", n)
	}
}
