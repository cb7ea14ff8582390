package audit_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

func (w *town) findings() []audit.Finding {
	w.t.Helper()
	found, err := audit.Findings(w.t.Context(), w.db.Conn(clickhouse.Owner), monday)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

// Rules find what was planted, and leave ordinary use alone.
func TestRulesFindWhatIsUnusual(t *testing.T) {
	w := newTown(t)
	w.ordinary(8)
	w.write()
	before := w.findings()
	moved := 0
	for _, f := range before {
		if f.Rule == "other_areas" {
			moved++ // somebody did ask for a client of another area: for the officer to judge
			continue
		}
		t.Errorf("ordinary use is a finding: %+v", f)
	}
	t.Logf("ordinary use: %d findings in %d days of a person (%.2f per thousand), all of them old links to clients of other areas", len(before), w.days, 1000*float64(len(before))/float64(w.days))
	if len(before) > w.days/100 {
		t.Errorf("%d false alarms in %d days", len(before), w.days)
	}
	w.plant()
	w.write()
	var got []string
	for _, f := range w.findings() {
		if slices.ContainsFunc(before, func(b audit.Finding) bool { return b.ID == f.ID }) {
			continue
		}
		got = append(got, strings.Join([]string{f.Rule, f.User, f.Date.Format(time.DateOnly), fmt.Sprint(f.ClientID)}, " "))
		if f.Measured < f.Threshold || f.Title == "" || f.Why == "" || f.Verdict != "" {
			t.Errorf("%+v", f)
		}
	}
	slices.Sort(got)
	want := []string{
		"lost  2026-01-19 0", "many_identities chef2 2026-01-14 0", "many_listed chef3 2026-01-14 0", "many_opened chef1 2026-01-13 0",
		"odd_hours chef4 2026-01-17 0", "odd_hours chef5 2026-01-13 0", "other_areas chef6 2026-01-15 0", "refused  2026-01-16 0", "refused chef7 2026-01-16 0",
		"same_client  2026-01-19 1001", "sql_clients analytiker0 2026-01-14 0", "sql_clients analytiker1 2026-01-14 0", "unfinished analytiker2 2026-01-14 0", "watched chef8 2026-01-20 505",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// plant adds one of each pattern.
func (w *town) plant() {
	for c := range 45 { // leafs through the unit within an hour
		w.add(1, 13, opened(w.manager(1), uint64(1001+c), "A1"))
	}
	for c := range 25 {
		e := opened(w.manager(2), uint64(2001+c), "A2")
		e.Surface, e.Rows = audit.Identity, 1
		w.add(2, 9+c%8, e)
	}
	var many []uint64
	for c := range 1100 {
		many = append(many, uint64(100_000+c))
	}
	w.add(2, 10, list(w.manager(3), "A3", many...))
	w.add(5, 14, list(w.manager(4), "A4", many[:30]...)) // Saturday
	w.add(1, 22, list(w.manager(5), "A5", many[:30]...))
	other := opened(w.manager(6), 7001, "A7")
	other.Rows, other.Clients, other.Outcome = 0, 0, audit.OK
	w.add(3, 11, other)
	for range 12 {
		w.add(4, 10, audit.Entry{Asker: w.manager(7), Surface: audit.SQL, Outcome: audit.Refused, Fault: "not_allowed"})
		w.add(4, 10, audit.Entry{Surface: audit.Page, Outcome: audit.Refused, Fault: "bad_token"})
	}
	for n := range 7 { // seven persons, in one week, one of them of the unit below
		who := w.manager(1)
		who.Login, who.Areas = "vikarie"+string(rune('a'+n)), []string{"A1"}
		w.add(7+n%5, 10, opened(who, 1001, "A1"))
	}
	w.add(2, 10, audit.Entry{Asker: audit.Asker{Login: "analytiker0", Role: queries.Analyst}, Surface: audit.SQL, Rows: 5000, Clients: 5000, OfAreas: map[string]uint64{"A1": 5000}})
	w.add(2, 10, audit.Entry{Asker: audit.Asker{Login: "analytiker1", Role: queries.Analyst}, Surface: audit.SQL, Rows: 5000, IsUnnamed: true})
	w.add(2, 10, audit.Entry{Asker: audit.Asker{Login: "analytiker2", Role: queries.Analyst}, Surface: audit.SQL, QueryID: "q1", Outcome: audit.Started})
	w.add(2, 10, audit.Entry{Asker: audit.Asker{Login: "analytiker2", Role: queries.Analyst}, Surface: audit.SQL, QueryID: "q2", Outcome: audit.Started})
	w.add(2, 10, audit.Entry{Asker: audit.Asker{Login: "analytiker2", Role: queries.Analyst}, Surface: audit.SQL, QueryID: "q2", Rows: 3, Clients: 3})
	w.add(7, 10, audit.Entry{Surface: audit.Lost, Rows: 3, Outcome: audit.Failed})
	w.db.Exec("INSERT INTO ops.watched_client_changes VALUES (505, true, 'olle', now64(6)), (506, true, 'olle', now64(6) - 9), (506, false, 'olle', now64(6))")
	w.add(8, 10, opened(w.manager(8), 505, "A0"))
	w.add(8, 10, opened(w.manager(8), 506, "A0"))                     // off the list
	w.add(8, 11, list(w.manager(8), "A0", 505, 506, 7))               // a short list
	w.add(8, 11, list(w.manager(9), "A1", append(many[:40], 505)...)) // a long one
	below := opened(w.manager(8), 9, "U0")                            // a unit of the own area
	w.add(8, 12, below)
}

// Samples are some of each week and role, the same whoever asks, and can be marked.
func TestSamplesAndMarks(t *testing.T) {
	w := newTown(t)
	w.ordinary(2)
	w.write()
	conn, ctx := w.db.Conn(clickhouse.Owner), t.Context()
	now := monday.AddDate(0, 0, 10)
	first, err := audit.Samples(ctx, conn, monday, now)
	if err != nil {
		t.Fatal(err)
	}
	roles := map[string]int{}
	for _, s := range first {
		if !s.Week.Equal(monday) || s.Verdict != "" {
			t.Errorf("%+v", s)
		}
		roles[s.Role]++
	}
	if len(roles) != 2 || roles["manager"] != 5 || roles["analyst"] != 5 {
		t.Errorf("%v, want five of each role that saw clients, of the week that has ended", roles)
	}
	officer := audit.Mark{Subject: first[0].AccessID.String(), Verdict: "in_order", Note: "Eget område, planeringsmöte", By: "olle"}
	if err := audit.AddMark(ctx, conn, w.db.Conn(clickhouse.Pages), officer, now); err != nil {
		t.Fatal(err)
	}
	again, err := audit.Samples(ctx, conn, monday, now)
	if err != nil || len(again) != len(first) || again[0].Verdict != "in_order" || again[0].Note != officer.Note {
		t.Errorf("%v %+v", err, again[:1])
	}
	for i := range first {
		if first[i].AccessID != again[i].AccessID {
			t.Error("another sample the second time")
		}
	}
	for name, change := range map[string]func(*audit.Mark){
		"no verdict": func(m *audit.Mark) { m.Verdict = "" }, "no note": func(m *audit.Mark) { m.Note = " " },
		"a number": func(m *audit.Mark) { m.Note = "om 19400229" + "9810" }, "nobody": func(m *audit.Mark) { m.Subject = "abc" },
		"no access": func(m *audit.Mark) { m.Subject = "9b2f8a4e-0000-4000-8000-abcdefabcde3" },
	} {
		wrong := officer
		change(&wrong)
		if err := audit.AddMark(ctx, conn, conn, wrong, now); !errors.Is(err, audit.ErrMark) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.add(1, 22, list(w.manager(5), "A5", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20))
	w.write()
	found := w.findings()
	if len(found) != 1 {
		t.Fatalf("%+v", found)
	}
	if err := audit.AddMark(ctx, conn, conn, audit.Mark{Subject: found[0].ID, Verdict: "asked", Note: "Frågat chefen", By: "olle"}, now); err != nil {
		t.Fatal(err)
	}
	if found = w.findings(); found[0].Verdict != "asked" {
		t.Errorf("%+v", found[0])
	}
}

// A client's extract has all who saw the client, and those who may have.
func TestWhoSawMe(t *testing.T) {
	w := newTown(t)
	many := audit.Entry{Asker: w.manager(1), Surface: audit.Page, Rows: 2000, Clients: 2000, OfAreas: map[string]uint64{"A1": 2000}}
	elsewhere := audit.Entry{Asker: w.manager(2), Surface: audit.Page, Rows: 2000, Clients: 2000, OfAreas: map[string]uint64{"A2": 2000}}
	tried := opened(w.manager(3), 1001, "A1")
	tried.Rows, tried.Clients = 0, 0
	for hour, e := range []audit.Entry{opened(w.manager(1), 1001, "A1"), list(w.manager(1), "A1", 1001, 1002), list(w.manager(1), "A1", 1002), many, elsewhere, tried, opened(w.manager(1), 1002, "A1")} {
		w.add(1, 8+hour, e)
	}
	w.write()
	sights, err := audit.Seen(t.Context(), w.db.Conn(clickhouse.Owner), 1001, monday)
	if err != nil || len(sights) != 4 {
		t.Fatalf("%v %+v", err, sights)
	}
	if s := sights[0]; !s.IsAlone || !s.IsShown || s.IsPossible || s.User != "chef1" {
		t.Errorf("opened: %+v", s)
	}
	if s := sights[1]; s.IsAlone || s.Clients != 2 || s.IsPossible {
		t.Errorf("in a list: %+v", s)
	}
	if s := sights[2]; !s.IsPossible || s.Clients != 2000 {
		t.Errorf("perhaps in a list: %+v", s)
	}
	if s := sights[3]; s.IsShown || s.User != "chef3" {
		t.Errorf("tried: %+v", s)
	}
	if n := w.db.Value("SELECT count() FROM ops.access_clients WHERE client_id = 1001 AND is_shown"); n != "2" {
		t.Errorf("%s rows in ops.access_clients", n)
	}
}
