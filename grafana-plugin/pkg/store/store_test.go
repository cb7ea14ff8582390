package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// open returns a store on the test's database; change may be nil.
func open(t *testing.T, db *chtest.DB, change func(s map[string]any)) *Store {
	t.Helper()
	user := "analyst"
	if !db.Target().Embedded() {
		user = "framsyn_analyst"
	}
	all := map[string]any{
		"hosts":    db.Target().Hosts(),
		"roles":    map[string]any{"analyst": map[string]any{"user": user}},
		"identity": map[string]any{"grafanaUrl": "http://localhost:3000"},
	}
	if change != nil {
		change(all)
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	s, err := settings.Parse(text, map[string]string{"password_analyst": db.Target().Password(clickhouse.Analyst)})
	if err != nil {
		t.Fatal(err)
	}
	store := New(&s, "test")
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func statement(sql string) Query {
	return Query{SQL: sql, Account: queries.Analyst, Origin: Origin{Login: "anna", Role: "analyst", Dashboard: "d-1", Panel: "7"}}
}

// count reads all rows.
func count(n *int) func(driver.Rows) error {
	return func(rows driver.Rows) error {
		for rows.Next() {
			*n++
		}
		return rows.Err()
	}
}

func run(t *testing.T, s *Store, query Query) (int, *Error) {
	t.Helper()
	n := 0
	_, err := s.Run(t.Context(), query, count(&n))
	if err == nil {
		return n, nil
	}
	failed, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("%v is no *Error", err)
	}
	return n, failed
}

func TestRun(t *testing.T) {
	s := open(t, chtest.New(t), nil)
	query := statement("SELECT number FROM numbers(100000) WHERE number < {most:UInt32}")
	query.Parameters = map[string]string{"most": "70000"}
	n := 0
	progress, err := s.Run(t.Context(), query, count(&n))
	if err != nil || n != 70000 {
		t.Fatalf("%d rows, %v", n, err)
	}
	if progress.QueryID == "" || progress.ReadRows < 70000 {
		t.Errorf("progress %+v", progress)
	}
}

// Errors say whose they are, and what to change.
func TestErrorsAreClassed(t *testing.T) {
	s := open(t, chtest.New(t), nil)
	for _, test := range []struct {
		sql   string
		class Class
		text  string
	}{
		{"SELEC 1", Yours, "cannot be parsed"},
		{"SELECT nope FROM core.areas", Yours, "no such column"},
		{"SELECT 1 FROM core.nope", Yours, "no such table"},
		{"SELECT 1 FROM nope.areas", Yours, "no such database"},
		{"SELECT nope(1)", Yours, "no such function"},
		{"SELECT {x:UInt8}", Yours, "has no value"},
		{"SELECT 'a' + 1", Yours, "does not fit the value's type"},
		{"SELECT area_id, count() FROM core.areas", Yours, "GROUP BY"},
		{"SELECT 1 SETTINGS max_execution_time = 1000", Access, "may only read"},
		{"INSERT INTO core.areas (area_id) VALUES ('x')", Access, "may"},
		{"DROP TABLE core.areas", Access, "may"},
		{"SELECT * FROM vault.identities", Access, "may not read"},
		{"SELECT * FROM url('http://localhost:1/', 'CSV')", Access, "may not read"},
		{"SELECT * FROM file('/etc/passwd', 'LineAsString')", Access, "may not read"},
		{"SELECT * FROM remote('localhost', 'core.areas')", Access, "may not read"},
		{"SELECT query FROM system.processes", Access, "may not read"},
		{"SELECT number FROM numbers(3000000)", Limit, "larger than"},
		{"SELECT arraySort(groupArray(number)), arrayReverseSort(groupArray(rand64(number))) FROM numbers(300000000)", Limit, "memory"},
	} {
		_, failed := run(t, s, statement(test.sql))
		if failed == nil || failed.Class != test.class || !strings.Contains(failed.Text("en"), test.text) {
			t.Errorf("%s: %+v, want %s, %q", test.sql, failed, test.class, test.text)
			continue
		}
		if failed.Text("sv") == failed.Text("en") {
			t.Errorf("%s: no Swedish: %s", test.sql, failed.Text("sv"))
		}
		if strings.Contains(failed.Text("en"), "Stack trace") {
			t.Errorf("%s: a stack trace: %s", test.sql, failed.Text("en"))
		}
	}
	if n, failed := run(t, s, statement("SELECT 1")); n != 1 || failed != nil {
		t.Errorf("after errors the pool gives %d rows, %v", n, failed)
	}
}

// processes counts the queries that run with a mark in them.
func processes(db *chtest.DB, mark string) int {
	n, _ := strconv.Atoi(db.Value("SELECT count() FROM system.processes WHERE query LIKE '%" + mark + "%' AND query NOT LIKE '%system.processes%'"))
	return n
}

// eventually waits for something that another process does.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 200 {
		if holds() {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Errorf("%s has not come about", what)
}

func TestCancellingEndsTheQueryInTheDatabase(t *testing.T) {
	db := chtest.New(t)
	s := open(t, db, nil)
	const mark = "endless_7a1"
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		n := 0
		_, err := s.Run(ctx, statement("SELECT sum(sipHash64(number)) AS "+mark+" FROM numbers(99000000000)"), count(&n))
		done <- err
	}()
	eventually(t, "the query", func() bool { return processes(db, mark) == 1 })
	cancel()
	failed, ok := errors.AsType[*Error](<-done)
	if !ok || failed.Class != Cancelled {
		t.Errorf("got %v", failed)
	}
	eventually(t, "the end of the query", func() bool { return processes(db, mark) == 0 })
}

func TestTheTimeoutEndsTheQueryInTheDatabase(t *testing.T) {
	db := chtest.New(t)
	s := open(t, db, func(all map[string]any) { all["pool"] = map[string]any{"queryTimeoutSeconds": 1} })
	const mark = "endless_7a2"
	_, failed := run(t, s, statement("SELECT sum(sipHash64(number)) AS "+mark+" FROM numbers(99000000000)"))
	if failed == nil || failed.Class != Limit || !strings.Contains(failed.Text("en"), "took too long") || failed.Status() != 408 && failed.Status() != 504 {
		t.Errorf("got %+v", failed)
	}
	eventually(t, "the end of the query", func() bool { return processes(db, mark) == 0 })
}

// Rows that nobody reads are not computed.
func TestReadingLessEndsTheQuery(t *testing.T) {
	db := chtest.New(t)
	s := open(t, db, nil)
	const mark = "endless_7a3"
	for range 2 {
		_, err := s.Run(t.Context(), statement("SELECT sipHash64(number) AS "+mark+" FROM numbers(900000) WHERE NOT ignore(sleepEachRow(0.00001))"), func(rows driver.Rows) error {
			rows.Next()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the end of the queries", func() bool { return processes(db, mark) == 0 })
	if stats := s.pools[poolKey{user: "analyst"}]; db.Target().Embedded() && stats.conn.Stats().Open != 0 {
		t.Errorf("%d connections are held", stats.conn.Stats().Open)
	}
}

// What a caller's deadline is does not become a setting, which readonly refuses.
func TestDeadlinesAreNotSettings(t *testing.T) {
	s := open(t, chtest.New(t), nil)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	n := 0
	if _, err := s.Run(ctx, statement("SELECT 1"), count(&n)); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
}

func TestHostsFailOver(t *testing.T) {
	db := chtest.New(t)
	closed, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a port that nobody answers on
	if err != nil {
		t.Fatal(err)
	}
	dead := closed.Addr().String()
	_ = closed.Close()
	s := open(t, db, func(all map[string]any) { all["hosts"] = append([]string{dead}, db.Target().Hosts()...) })
	if n, failed := run(t, s, statement("SELECT 1")); n != 1 || failed != nil {
		t.Errorf("with a dead host before a living one: %d rows, %v", n, failed)
	}
	s = open(t, db, func(all map[string]any) { all["hosts"] = []string{dead} })
	_, failed := run(t, s, statement("SELECT 1"))
	if failed == nil || failed.Class != Network || !strings.Contains(failed.Text("en"), "does not answer") || failed.Status() != 502 {
		t.Errorf("with a dead host: %+v", failed)
	}
}

func TestWrongPasswordIsOurs(t *testing.T) {
	db := chtest.New(t)
	s := open(t, db, nil)
	s.settings.Passwords[queries.Analyst] = "fel"
	_, failed := run(t, s, statement("SELECT 1"))
	if failed == nil || failed.Class != Ours || !strings.Contains(failed.Text("en"), "passwords in the settings") || strings.Contains(failed.Text("en"), "fel'") {
		t.Errorf("got %+v", failed)
	}
}

// The pool is as large as its settings say, and waits.
func TestPoolIsBounded(t *testing.T) {
	db := chtest.New(t)
	s := open(t, db, func(all map[string]any) {
		all["pool"] = map[string]any{"maxOpen": 2, "maxIdle": 1}
	})
	const mark = "pooled_7a4"
	most := 0
	stop := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				most = max(most, processes(db, mark))
			}
		}
	}()
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			if n, failed := run(t, s, statement("SELECT sleep(0.2) AS "+mark)); n != 1 || failed != nil {
				t.Errorf("%d rows, %v", n, failed)
			}
		})
	}
	group.Wait()
	close(stop)
	<-watched
	if most == 0 || most > 2 {
		t.Errorf("%d queries ran at once, want at most 2", most)
	}
	for _, p := range s.pools {
		if stats := p.conn.Stats(); stats.MaxOpenConns != 2 || stats.MaxIdleConns != 1 || stats.Idle > 1 {
			t.Errorf("pool %+v", stats)
		}
	}
}

func TestAFullPoolIsALimit(t *testing.T) {
	s := open(t, chtest.New(t), func(all map[string]any) {
		all["pool"] = map[string]any{"maxOpen": 1, "maxIdle": 1, "queryTimeoutSeconds": 1}
	})
	started, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		_, _ = s.Run(t.Context(), statement("SELECT number FROM numbers(900000)"), func(driver.Rows) error {
			close(started)
			time.Sleep(1500 * time.Millisecond)
			return nil
		})
	}()
	<-started
	_, failed := run(t, s, statement("SELECT 1"))
	if failed == nil || failed.Class != Limit || !strings.Contains(failed.Text("en"), "pool.maxOpen") {
		t.Errorf("got %+v", failed)
	}
	<-done
	if n, failed := run(t, s, statement("SELECT 1")); n != 1 || failed != nil {
		t.Errorf("afterwards: %d rows, %v", n, failed)
	}
}

// Whose profile lets it be set has the origin in log_comment too.
func TestLogComment(t *testing.T) {
	db := chtest.New(t)
	if !db.Target().Embedded() {
		t.Skip("the server's own users are not known")
	}
	s := open(t, db, func(all map[string]any) { all["roles"] = map[string]any{"analyst": map[string]any{"user": "owner"}} })
	s.settings.Passwords[queries.Analyst] = db.Target().Password(clickhouse.Owner)
	comment := ""
	_, err := s.Run(t.Context(), statement("SELECT getSetting('log_comment')"), func(rows driver.Rows) error {
		for rows.Next() {
			if err := rows.Scan(&comment); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if want := `{"login":"anna","role":"analyst","dashboard":"d-1","panel":"7"}`; err != nil || comment != want {
		t.Errorf("%s, %v, want %s", comment, err, want)
	}
}

// Who asked, and from where, is seen in the database.
func TestOriginIsSeenInTheDatabase(t *testing.T) {
	db := chtest.New(t)
	s := open(t, db, nil)
	const mark = "origin_7a5"
	query := statement("SELECT sleep(1) AS " + mark)
	query.Origin.Login, query.Origin.Query = "anna; (evil)", "area_months"
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = run(t, s, query)
	}()
	eventually(t, "the query", func() bool { return processes(db, mark) == 1 })
	row := db.Query("SELECT client_name, query_id FROM system.processes WHERE query LIKE '%" + mark + "%' AND query NOT LIKE '%system.processes%'")
	<-done
	if len(row) != 1 {
		t.Fatal("the query was not seen")
	}
	for _, want := range []string{"framsyn-care-datasource/test", "login=anna___evil_", "role=analyst", "dashboard=d-1", "panel=7", "query=area_months"} {
		if !strings.Contains(row[0][0], want) {
			t.Errorf("%q lacks %q", row[0][0], want)
		}
	}
}

func TestClosed(t *testing.T) {
	s := open(t, chtest.New(t), nil)
	if _, failed := run(t, s, statement("SELECT 1")); failed != nil {
		t.Fatal(failed)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, failed := run(t, s, statement("SELECT 1")); failed == nil {
		t.Error("a closed store answers")
	}
}

// Every code that is sorted is one of ClickHouse's, and stands in one class.
func TestCodes(t *testing.T) {
	db := chtest.New(t)
	seen := map[int32]bool{}
	for class, known := range codes() {
		for _, code := range known {
			if seen[code] || classOf(code) != class {
				t.Errorf("%d stands twice", code)
			}
			seen[code] = true
			if db.Value(fmt.Sprintf("SELECT errorCodeToName(%d)", code)) == "" {
				t.Errorf("%d is no code of ClickHouse", code)
			}
		}
	}
	if classOf(49) != Ours || classOf(99999) != Ours {
		t.Error("errors not named are not ours")
	}
}
