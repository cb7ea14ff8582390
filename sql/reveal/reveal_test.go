package reveal_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/reveal"
)

// number makes up an identity number with a serial that is set apart for tests.
func number(serial int) string {
	nine := fmt.Sprintf("380412%03d", serial)
	return "19" + nine + string(identity.CheckDigit([]byte(nine)))
}

// world is a vault of five: 1 and 2 in C1, 3 in C2, 4 protected in C1, 5 in C1 with a
// notice of protection that core has not seen, 6 in C1 without a row in the vault.
// C1A, where 2 is from today, is a unit of C1.
type world struct {
	db  *chtest.DB
	key identity.Key
	of  map[uint64]string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db := chtest.New(t)
	keys, err := identity.KeyDir(t.TempDir()).Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{db: db, key: keys.Vault, of: map[uint64]string{}}
	db.Exec(`INSERT INTO core.clients (client_id, area_id, is_protected) VALUES (1, 'C1', false), (2, 'C9', false), (3, 'C2', false), (4, 'C1', true), (5, 'C1', false), (6, 'C1', false);
		INSERT INTO core.areas (area_id, parent_area_id, kind) VALUES ('K', '', 'municipality'), ('C1', 'K', 'area'), ('C2', 'K', 'area'), ('C1A', 'C1', 'unit');
		INSERT INTO mart.candidates (client_id, area_id) VALUES (2, 'C1A');
		INSERT INTO core.purpose_versions (purpose, version, position, title_sv, title_en, is_active) VALUES ('check', 1, 0, 'Kontrollera', 'Check', true), ('extract', 1, 6, 'Utdrag', 'Extract', false), ('old', 1, 3, 'Gammalt', 'Old', true), ('old', 2, 3, 'Gammalt', 'Old', false);
		INSERT INTO ops.load_batches (batch_id, source, scope, delivery, repeats_batch_id) VALUES (1, 'person_events', '', 'partial', 0);
		INSERT INTO raw.person_events (month, client_id, event_date, event_kind, batch_id, line_no, row_key, row_hash) VALUES ('2026-01-01', 5, '2026-01-03', 'protected', 1, 1, 1, 1)`)
	vault, err := identity.NewVault(w.key)
	if err != nil {
		t.Fatal(err)
	}
	batch, err := db.Conn(clickhouse.Owner).PrepareBatch(t.Context(), "INSERT INTO vault.identities (client_id, batch_id, identity_encrypted, key_id)")
	if err != nil {
		t.Fatal(err)
	}
	for id := uint64(1); id <= 5; id++ {
		w.of[id] = number(980 + int(id))
		if err := batch.Append(id, uint64(1), string(vault.Seal([]byte(w.of[id]), id)), vault.KeyID); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) revealer(conn driver.Conn) *reveal.Revealer {
	return &reveal.Revealer{Conn: conn, Key: w.key, Now: func() time.Time { return time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC) }}
}

var mona = reveal.Asker{Login: "mona", Role: queries.Manager, Areas: []string{"C1"}, Address: "10.0.0.7", Page: "individ"}

func request(clients ...uint64) reveal.Request {
	return reveal.Request{Clients: clients, Purpose: "contact", Why: "Ringa om uppföljning"}
}

func TestWhoIsShownAndWhatIsWritten(t *testing.T) {
	w := newWorld(t)
	persons, err := w.revealer(w.db.Conn(clickhouse.Owner)).Show(t.Context(), mona, request(7, 6, 5, 4, 3, 2, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	want := []reveal.Outcome{reveal.Shown, reveal.Shown, reveal.NotYours, reveal.Protected, reveal.Protected, reveal.NoNumber, reveal.NotYours}
	if len(persons) != len(want) {
		t.Fatalf("%d persons, want %d", len(persons), len(want))
	}
	for i, p := range persons {
		if p.ClientID != uint64(i+1) || p.Outcome != want[i] {
			t.Errorf("client %d: %s, want client %d %s", p.ClientID, p.Outcome, i+1, want[i])
		}
		if shown := ""; p.Outcome == reveal.Shown {
			if shown = w.of[p.ClientID]; p.Number != shown || strings.ReplaceAll(p.Written(), "-", "") != shown || !strings.HasPrefix(shown, strings.TrimSuffix(p.Masked(), "-••••")) {
				t.Errorf("client %d has another number", p.ClientID)
			}
		} else if p.Number != shown {
			t.Errorf("client %d is %s and has a number", p.ClientID, p.Outcome)
		}
	}
	rows := w.db.Query("SELECT client_id, area_id, user_name, role, purpose, why, surface, address, page, n_rows, n_clients FROM ops.access_log ORDER BY client_id")
	if len(rows) != 7 {
		t.Fatalf("%d rows in the log, want one for each person", len(rows))
	}
	if got := strings.Join(rows[0], "|"); got != "1|C1|mona|manager|contact|Ringa om uppföljning|identity|10.0.0.7|individ|1|1" {
		t.Errorf("logged %s", got)
	}
	for i, n := range []string{"1", "1", "0", "0", "0", "0", "0"} {
		if rows[i][9] != n {
			t.Errorf("client %d: n_rows %s, want %s", i+1, rows[i][9], n)
		}
	}
	if rows[3][6] != "protected_identity" || rows[4][6] != "protected_identity" {
		t.Errorf("protected persons are logged as %s and %s", rows[3][6], rows[4][6])
	}
}

func TestOnlyTheNamedRoleSeesProtectedIdentities(t *testing.T) {
	w := newWorld(t)
	r := w.revealer(w.db.Conn(clickhouse.Owner))
	r.ProtectedRoles = []queries.Role{"protected"}
	persons, err := r.Show(t.Context(), reveal.Asker{Login: "rut", Role: "protected", AllAreas: true}, request(4))
	if err != nil || persons[0].Outcome != reveal.Shown || !persons[0].IsProtected || persons[0].Number != w.of[4] {
		t.Errorf("%+v %v", persons, err)
	}
	if got := w.db.Value("SELECT surface || ' ' || toString(n_rows) FROM ops.access_log"); got != "protected_identity 1" {
		t.Errorf("logged as %s", got)
	}
}

func TestNothingIsShownWithoutALog(t *testing.T) {
	w := newWorld(t)
	// The analyst may neither write the log nor read the vault; the pages' user may write the log only.
	for _, role := range []clickhouse.Role{clickhouse.Analyst, clickhouse.Pages} {
		if persons, err := w.revealer(w.db.Conn(role)).Show(t.Context(), mona, request(1)); err == nil || persons != nil {
			t.Errorf("%s: %v %v", role, persons, err)
		}
	}
	w.db.Exec("ALTER TABLE ops.access_log ADD CONSTRAINT full CHECK n_rows > 5")
	persons, err := w.revealer(w.db.Conn(clickhouse.Owner)).Show(t.Context(), mona, request(1))
	if err == nil || persons != nil || !strings.Contains(err.Error(), "nothing is shown") {
		t.Errorf("shown without a row in the log: %v %v", persons, err)
	}
	w.db.Exec("ALTER TABLE ops.access_log DROP CONSTRAINT full")
}

func TestRequestsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	r := w.revealer(w.db.Conn(clickhouse.Owner))
	r.MaxPersons = 2
	for name, c := range map[string]struct {
		change func(*reveal.Asker, *reveal.Request)
		text   string
	}{
		"analyst":          {func(a *reveal.Asker, _ *reveal.Request) { a.Role = queries.Analyst }, "does not act"},
		"leader":           {func(a *reveal.Asker, _ *reveal.Request) { a.Role = queries.Leader }, "does not act"},
		"officer":          {func(a *reveal.Asker, _ *reveal.Request) { a.Role = queries.Officer }, "does not act"},
		"nobody":           {func(a *reveal.Asker, _ *reveal.Request) { a.Login = "" }, "who asks"},
		"no clients":       {func(_ *reveal.Asker, r *reveal.Request) { r.Clients = nil }, "at least one"},
		"too many":         {func(_ *reveal.Asker, r *reveal.Request) { r.Clients = []uint64{1, 2, 3} }, "at most 2"},
		"no purpose":       {func(_ *reveal.Asker, r *reveal.Request) { r.Purpose = "" }, "purpose"},
		"unknown purpose":  {func(_ *reveal.Asker, r *reveal.Request) { r.Purpose = "x' OR 1" }, "check, contact, home_visit"},
		"closed purpose":   {func(_ *reveal.Asker, r *reveal.Request) { r.Purpose = "old" }, "check, contact, home_visit"},
		"no reason":        {func(_ *reveal.Asker, r *reveal.Request) { r.Why = "  kort          " }, "at least 10"},
		"number in reason": {func(_ *reveal.Asker, r *reveal.Request) { r.Why = "ringa " + number(999) }, "identity numbers"},
	} {
		who, asked := mona, request(1)
		c.change(&who, &asked)
		persons, err := r.Show(t.Context(), who, asked)
		fault, ok := errors.AsType[*reveal.Fault](err)
		if !ok || persons != nil || !strings.Contains(fault.Text.EN, c.text) || fault.Text.SV == "" {
			t.Errorf("%s: %v %v, want %q", name, persons, err, c.text)
		}
	}
	if n := w.db.Value("SELECT count() FROM ops.access_log"); n != "0" {
		t.Errorf("%s rows in the log", n)
	}
}

func TestAnotherKeyShowsNothing(t *testing.T) {
	w := newWorld(t)
	keys, err := identity.KeyDir(t.TempDir()).Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := w.revealer(w.db.Conn(clickhouse.Owner))
	r.Key = keys.Vault
	if persons, err := r.Show(t.Context(), mona, request(1)); !errors.Is(err, identity.ErrSealed) || persons != nil {
		t.Errorf("%v %v", persons, err)
	}
}

func TestPurposesInOrder(t *testing.T) {
	w := newWorld(t)
	found, err := reveal.Purposes(t.Context(), w.db.Conn(clickhouse.Owner))
	codes := []string{}
	for _, p := range found {
		codes = append(codes, p.Code)
	}
	if err != nil || !slices.Equal(codes, []string{"check", "contact", "home_visit", "care_planning", "cooperation"}) {
		t.Errorf("%v %v", codes, err)
	}
}

func TestPurposesAreVersions(t *testing.T) {
	w := newWorld(t)
	conn, now := w.db.Conn(clickhouse.Owner), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	add := func(code, sv, en string, active bool) (uint32, error) {
		return reveal.AddPurpose(t.Context(), conn, reveal.NewPurpose{Purpose: reveal.Purpose{Code: code, Title: queries.Text{SV: sv, EN: en}}, IsActive: active, Author: "anna"}, now)
	}
	if n, err := add("fall_review", "Gå igenom ett fall", "Review a fall", true); n != 1 || err != nil {
		t.Error(n, err)
	}
	if n, err := add("check", "", "", false); n != 2 || err != nil {
		t.Error(n, err)
	}
	for _, c := range [][3]string{{"new", "", "x"}, {"Ej Kod", "x", "x"}} {
		if _, err := add(c[0], c[1], c[2], true); err == nil {
			t.Errorf("%v was written", c)
		}
	}
	found, err := reveal.Purposes(t.Context(), conn)
	if err != nil || len(found) != 5 || found[0].Code != "contact" || found[4].Title.EN != "Review a fall" {
		t.Errorf("%+v %v", found, err)
	}
}
