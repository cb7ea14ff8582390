package rekey_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/jobs"
	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/loader/internal/rekey"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// killed is the exit code of a run that ended at a point, as if it were killed.
const killed = 137

// TestMain is the run of a test, or, where a test has started it so, a rotation that
// ends at a point without cleaning up, as a killed one does.
func TestMain(m *testing.M) {
	point, dir, dsn := os.Getenv("REKEY_POINT"), os.Getenv("REKEY_DIR"), os.Getenv("REKEY_DSN")
	if dir == "" {
		os.Exit(m.Run())
	}
	target, err := clickhouse.ParseTarget(dsn)
	if err == nil {
		conn, connected := clickhouse.Connect(context.Background(), target, clickhouse.Owner)
		o := rekey.Options{
			Conn: conn, DataDir: dir, Purpose: os.Getenv("REKEY_PURPOSE"), Now: time.Now, Log: slog.New(slog.DiscardHandler), Jobs: jobNames(), User: "test",
			At: func(at string) {
				if at == point {
					os.Exit(killed)
				}
			},
		}
		if err = connected; err == nil {
			_, err = rekey.Run(context.Background(), o)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func jobNames() []string {
	set, err := jobs.Set()
	if err != nil {
		panic(err)
	}
	var names []string
	for _, j := range set {
		names = append(names, j.Name)
	}
	return names
}

// pseudonymKeyThroughKills rotates the pseudonym key with a kill at each of several points, and once more without.
func pseudonymKeyThroughKills(t *testing.T, w *town) {
	t.Helper()
	before, old := w.questions(), w.clients()
	plan, err := rekey.Plan(t.Context(), w.rekey(identity.PurposePseudonym))
	if err != nil || plan.Clients != len(old) || plan.Unknown != 0 {
		t.Fatalf("%+v %v", plan, err)
	}
	for _, table := range plan.Tables {
		if table.Lost > 0 {
			t.Errorf("%d row keys of %s are not known", table.Lost, table.Table)
		}
	}
	if got := w.clients(); len(got) != len(old) {
		t.Error("the plan changed the vault")
	}
	for _, point := range []string{"copied raw.visits", "switched core.assessments", "switched raw.clients", "promoted", "filled core.case_times", "dropped core.clients__rekey"} {
		w.child(identity.PurposePseudonym, point)
		switch point {
		case "copied raw.visits":
			w.same(before) // nothing that anybody reads has changed
		case "switched core.assessments":
			if _, err := load.Run(t.Context(), w.options(w.late...)); !errors.Is(err, identity.ErrRotating) {
				t.Errorf("loaded in the middle of the switch: %v", err)
			}
			if _, err := w.runner().RunJob(t.Context(), "transform", time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), true); err == nil || !strings.Contains(err.Error(), "broken off") {
				t.Errorf("a job ran in the middle of the switch: %v", err)
			}
		case "switched raw.clients":
			if err := rekey.Abort(t.Context(), w.rekey(identity.PurposePseudonym)); err == nil {
				t.Error("given up in the middle of the switch")
			}
		}
	}
	w.rotate(identity.PurposePseudonym)
	w.same(before)
	w.noneLeft(old)
	once := w.clients()
	w.rotate(identity.PurposePseudonym)
	w.same(before)
	w.noneLeft(once)
	w.matches(old, before)
}

// matches checks that persons are found again by deliveries, old and new.
func (w *town) matches(old map[string]uint64, before map[string]string) {
	w.Helper()
	now := w.clients()
	if len(now) != len(old) {
		w.Fatalf("%d clients, before %d", len(now), len(old))
	}
	for number, id := range now {
		if before, ok := old[number]; !ok || before == id {
			w.Fatal("a client is lost or has kept the pseudonym")
		}
	}
	if checked, err := rekey.Check(w.Context(), w.db.Conn(clickhouse.Owner), identity.KeyDir(filepath.Join(w.dir, "keys"))); err != nil || int(checked.Identities) != len(old) {
		w.Errorf("%+v %v", checked, err)
	}
	w.transform() // from raw alone
	w.same(before)
	for _, pattern := range []string{"KHSL2_*", "SOL1_*", "BESOK_*", "IBIC_*", "HANDLAGG_*"} {
		if again := w.deliverAgain(pattern); again.Delivered == 0 || again.Loaded > 0 || again.Replaced > 2 || again.Repeated+again.Replaced+again.Rejected != again.Delivered { // a row that was corrected later is replaced
			w.Errorf("%s delivered again: %+v, want its rows repeated", pattern, again)
		}
	}
	w.load(w.late...)
	clients := w.clients()
	if n := w.db.Value("SELECT uniqExact(client_id) FROM raw.clients"); n != strconv.Itoa(len(clients)) {
		w.Errorf("%s pseudonyms of %d persons after the next month", n, len(clients))
	}
	for number, id := range now {
		if clients[number] != id {
			w.Error("the next month gives somebody another pseudonym")
		}
	}
}

// The parts share a municipality: making one takes most of the time.
func TestRotation(t *testing.T) {
	w := newTown(t)
	vaultKeyThroughKills(t, w)
	clientsWithoutIdentityStopIt(t, w)
	pseudonymKeyThroughKills(t, w)
}

func vaultKeyThroughKills(t *testing.T, w *town) {
	t.Helper()
	before, old := w.questions(), w.clients()
	rows := w.db.Value("SELECT count() FROM vault.rejected_rows")
	w.child(identity.PurposeVault, "copied vault.identities")
	if err := rekey.Abort(t.Context(), w.rekey(identity.PurposeVault)); err != nil {
		t.Fatal(err)
	}
	for _, point := range []string{"copied vault.identities", "switched vault.identities", "fingerprint", "promoted", "dropped vault.identities__rekey"} {
		w.child(identity.PurposeVault, point)
	}
	report := w.rotate(identity.PurposeVault)
	w.same(before)
	if now := w.clients(); len(now) != len(old) {
		t.Errorf("%d clients, before %d", len(now), len(old))
	}
	for number, id := range w.clients() {
		if old[number] != id {
			t.Fatal("a client has another pseudonym")
		}
	}
	checked, err := rekey.Check(t.Context(), w.db.Conn(clickhouse.Owner), identity.KeyDir(filepath.Join(w.dir, "keys")))
	if err != nil || fmt.Sprint(checked.RejectedRows) != rows || checked.Vault != report.NewKey {
		t.Errorf("%+v %v", checked, err)
	}
	if n := w.db.Value("SELECT countIf(key_id = '" + report.OldKey + "') FROM vault.identities"); n != "0" {
		t.Errorf("%s rows by the old key", n)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "keys", "vault-"+report.OldKey+".key.old")); err != nil {
		t.Error(err)
	}
	if _, err := load.ExportRejects(t.Context(), w.options(), load.RejectFilter{}, t.TempDir()); err != nil {
		t.Error(err)
	}
}

func clientsWithoutIdentityStopIt(t *testing.T, w *town) {
	t.Helper()
	w.db.Exec("INSERT INTO core.selection_events (selection_id, client_id) VALUES ('raderad', 9876543210987654321)")
	if _, err := rekey.Run(t.Context(), w.rekey(identity.PurposePseudonym)); !errors.Is(err, rekey.ErrUnknown) {
		t.Fatal(err)
	}
	o := w.rekey(identity.PurposePseudonym)
	o.AllowUnknown = true
	if plan, err := rekey.Plan(t.Context(), o); err != nil || plan.Unknown != 1 {
		t.Fatal(plan, err)
	}
	w.db.Exec("ALTER TABLE core.selection_events DELETE WHERE selection_id = 'raderad' SETTINGS mutations_sync = 2")
	if left, err := filepath.Glob(filepath.Join(w.dir, "keys", "*.next")); err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
}

// An id that is a hash of a client has to be known to the rotation, or it would keep
// the old pseudonym in it.
func TestEveryHashOfAClientIsKnown(t *testing.T) {
	known := []string{"decision_id", "intervention_id", "action_id", "case_time_id", "ledger_id"}
	objects, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	hash := regexp.MustCompile(`\w+Hash\d+\([^()]*\b(?:client_id|officer_id|case_id|decision_id|intervention_id)\b[^()]*\) AS (\w+)`)
	for _, object := range objects {
		if object.Kind != sqlfs.Table {
			continue
		}
		for _, m := range hash.FindAllStringSubmatch(object.Insert, -1) {
			if !slices.Contains(known, m[1]) {
				t.Errorf("sql/%s: %s is a hash of a pseudonym: loader/internal/rekey has to make it anew (mapping.go, hashes)", object.File, m[1])
			}
		}
	}
}
