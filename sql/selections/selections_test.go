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

// From its last day nobody is in a selection, whether or not the job has run; renewed for
// a purpose stated anew, it has those who meet it then, and who was in it before stays
// written.
func TestAnExpiredSelectionIsEmptyUntilRenewed(t *testing.T) {
	db := chtest.New(t)
	write, read := db.Conn(clickhouse.Owner), db.Conn(clickhouse.Analyst)
	today := day(db.Value("SELECT toDate(now('Europe/Stockholm'))"))
	tomorrow, begun := today.AddDate(0, 0, 1), today.AddDate(0, 0, -10)
	s := old("80")
	s.Created, s.Expires = begun, &tomorrow
	save := func() {
		t.Helper()
		var err error
		if s, err = selections.Save(t.Context(), write, read, s); err != nil {
			t.Fatal(err)
		}
	}
	follow := func(ages string, at time.Time, want selections.Change) {
		t.Helper()
		fill(db, ages)
		if got, err := selections.Follow(t.Context(), write, read, s, at); err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", ages, got, err, want)
		}
	}
	members := func(want ...string) {
		t.Helper()
		rows := db.Query("SELECT concat(toString(client_id), ' ', toString(dateDiff('day', toDate('" + today.Format(time.DateOnly) + "'), entered_date)), ' ', ifNull(toString(dateDiff('day', toDate('" + today.Format(time.DateOnly) + "'), left_date)), 'in')) FROM core.selection_members ORDER BY ALL")
		var got []string
		for _, row := range rows {
			got = append(got, row[0])
		}
		if !slices.Equal(got, want) {
			t.Errorf("members %q, want %q", got, want)
		}
	}
	db.Exec("INSERT INTO mart.client_months (client_id, month, status, home_care_granted_h) SELECT number, '2026-03-01', 'home_care', 10 FROM numbers(1, 3)")
	series := func() string {
		return db.Value("SELECT sum(n_clients) FROM mart.scope_months WHERE scope_kind = 'selection' AND scope_id = 'gamla' AND resource = 'home_care_h'")
	}
	save()
	follow("85, 81, 60", begun, selections.Change{Members: 2, Entered: 2})
	if members("1 -10 in", "2 -10 in"); s.State(today) != selections.Living || series() != "2" {
		t.Errorf("on the day before its last it is %s, with series of %s clients", s.State(today), series())
	}
	if _, err := selections.Renew(t.Context(), write, read, s, "Nytt ändamål", "anna", today, today.AddDate(0, 6, 0)); !errors.As(err, new(selections.Fault)) {
		t.Errorf("one that lives is renewed: %v", err)
	}
	s.Expires = &today
	save()
	if members(); s.State(today) != selections.Expired || series() != "0" {
		t.Errorf("on its last day it is %s, with series of %s clients", s.State(today), series())
	}
	if err := s.Usable(today); !errors.As(err, new(selections.Fault)) {
		t.Errorf("on its last day it may be used: %v", err)
	}
	follow("85, 81, 60", today, selections.Change{Left: 2})
	members()
	for purpose, until := range map[string]time.Time{" ": today.AddDate(0, 6, 0), "Nytt ändamål": today.AddDate(2, 0, 0)} {
		if _, err := selections.Renew(t.Context(), write, read, s, purpose, "anna", today, until); !errors.As(err, new(selections.Fault)) {
			t.Errorf("renewed for %q until %s: %v", purpose, until.Format(time.DateOnly), err)
		}
	}
	var err error
	if s, err = selections.Renew(t.Context(), write, read, s, "Nytt ändamål", "anna", today, today.AddDate(0, 6, 0)); err != nil || s.Version != 3 || s.State(today) != selections.Living {
		t.Fatalf("%+v, %v", s, err)
	}
	members("1 -10 0", "2 -10 0") // who was in it is seen again, and nobody is in it before the job
	follow("85, 60, 91", today.Add(time.Hour), selections.Change{Members: 2, Entered: 2})
	members("1 -10 0", "1 0 in", "2 -10 0", "3 0 in")
	if series() != "2" {
		t.Errorf("series of %s clients after it was renewed", series())
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
