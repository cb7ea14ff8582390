package plugin

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// withVault gives the fixture's clients made-up identities and returns an instance
// that may show them, and the number of a client of C1.
func withVault(t *testing.T, w *world) (instance *Instance, number string, keyFile string) {
	t.Helper()
	dir := t.TempDir()
	keys, err := identity.KeyDir(dir).Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	vault, err := identity.NewVault(keys.Vault)
	if err != nil {
		t.Fatal(err)
	}
	w.db.Exec("TRUNCATE TABLE vault.identities SYNC; TRUNCATE TABLE ops.access_log SYNC")
	batch, err := w.db.Conn(clickhouse.Owner).PrepareBatch(t.Context(), "INSERT INTO vault.identities (client_id, batch_id, identity_encrypted, key_id)")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []uint64{ofC2, ofC1} {
		nine := fmt.Sprintf("400229%03d", 980+id%10)
		number = "19" + nine + string(identity.CheckDigit([]byte(nine)))
		if err := batch.Append(id, uint64(1), string(vault.Seal([]byte(number), id)), vault.KeyID); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
	o := options()
	keyFile = filepath.Join(dir, "vault.key")
	// The owner stands in until there is a database user for it.
	conn := w.db.Conn(clickhouse.Owner)
	o.Vault = &Vault{Connect: func() (driver.Conn, error) { return conn, nil }, KeyFile: keyFile}
	if instance, err = newInstance(o, w.source); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(instance.Dispose)
	return instance, number, keyFile
}

// Clients of the fixture, one in each area.
const (
	ofC1 uint64 = 18446744073709550002
	ofC2 uint64 = 18446744073709550001
)

func testIdentities(t *testing.T, w *world) {
	t.Helper()
	instance, number, keyFile := withVault(t, w)
	var choices struct {
		Purposes []struct{ Code string }
		Seconds  int
	}
	if status := w.call(instance, "mona", http.MethodGet, "identities/purposes", nil, &choices); status != http.StatusOK || len(choices.Purposes) != 6 || choices.Seconds != 60 {
		t.Errorf("%d %+v", status, choices)
	}
	body := map[string]any{"clients": []string{fmt.Sprint(ofC1), fmt.Sprint(ofC2)}, "purpose": "contact", "why": "Ringa om hembesök", "page": "individ " + number}
	var answer struct {
		Persons []struct{ ClientID, Outcome, Number string }
	}
	if status := w.call(instance, "mona", http.MethodPost, "identities", body, &answer); status != http.StatusOK || len(answer.Persons) != 2 {
		t.Fatalf("%d %+v", status, answer)
	}
	if p := answer.Persons[1]; p.Outcome != "shown" || strings.ReplaceAll(p.Number, "-", "") != number {
		t.Error("a client of the own area is not shown")
	}
	if p := answer.Persons[0]; p.Outcome != "not_yours" || p.Number != "" {
		t.Errorf("a client of another area: %s", p.Outcome)
	}
	log := w.db.Query("SELECT user_name, role, client_id, page, n_rows FROM ops.access_log WHERE surface = 'identity' ORDER BY client_id")
	if len(log) != 2 || strings.Join(log[1], "|") != fmt.Sprintf("mona|manager|%d|individ ‹nummer›|1", ofC1) {
		t.Errorf("logged %v", log)
	}
	for _, login := range []string{"anna", "leo", "stina", "olle", "", "nobody"} {
		var failed report
		if status := w.call(instance, login, http.MethodPost, "identities", body, &failed); status != http.StatusForbidden && status != http.StatusUnauthorized || failed.Text == "" {
			t.Errorf("%q: %d %+v", login, status, failed)
		}
	}
	for name, change := range map[string]map[string]any{
		"no purpose": {"purpose": ""}, "no reason": {"why": ""}, "no number": {"clients": []string{"1 OR 1=1"}}, "a number as reason": {"why": "om " + number},
	} {
		asked := map[string]any{}
		for _, from := range []map[string]any{body, change} {
			for key, value := range from {
				asked[key] = value
			}
		}
		var failed report
		if status := w.call(instance, "mona", http.MethodPost, "identities", asked, &failed); status != http.StatusBadRequest || strings.Contains(failed.Text, number) {
			t.Errorf("%s: %d %s", name, status, failed.Code)
		}
	}
	if err := os.Remove(keyFile); err != nil {
		t.Fatal(err)
	}
	var failed report
	if status := w.call(instance, "mona", http.MethodPost, "identities", body, &failed); status == http.StatusOK || strings.Contains(failed.Text, number) {
		t.Errorf("without a key: %d", status)
	}
	if n := w.db.Value("SELECT count() FROM ops.access_log WHERE surface = 'identity'"); n != "2" {
		t.Errorf("%s rows in the log, want those of the one answer", n)
	}
}

func testIdentitiesNeedAVault(t *testing.T, w *world) {
	t.Helper()
	var failed report
	if status := w.call(w.instance(), "mona", http.MethodPost, "identities", map[string]any{}, &failed); status != http.StatusBadRequest || !strings.Contains(failed.Text, "vault.keyFile") {
		t.Errorf("%d %+v", status, failed)
	}
}

// Answers with identities are stored nowhere on the way.
func TestAnswersAreNotStored(t *testing.T) {
	got := &recorder{header: http.Header{}}
	write(got, http.StatusOK, map[string]any{})
	if got.header.Get("Cache-Control") != "no-store" {
		t.Error("answers may be stored")
	}
	if got := told(strings.Repeat("å", 300)); len([]rune(got)) != 100 {
		t.Errorf("%d characters", len([]rune(got)))
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "/identities", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Forwarded-For", "10.1.2.3, 10.0.0.1")
	if got := addressOf(r.Header.Get); got != "10.1.2.3" {
		t.Errorf("address %s", got)
	}
	r.Header.Set("X-Forwarded-For", "x' OR 1=1")
	if got := addressOf(r.Header.Get); got != "" {
		t.Errorf("address %s", got)
	}
}

type recorder struct{ header http.Header }

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) Write(b []byte) (int, error) { return len(b), nil }
func (r *recorder) WriteHeader(int)             {}
