package audit_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

func now() time.Time { return monday.Add(10 * time.Hour) }

// reading is one of rows with clients, as the pages have it.
func reading(t *testing.T, conn driver.Conn, statement string) *audit.Reading {
	t.Helper()
	persons, err := audit.Persons()
	if err != nil {
		t.Fatal(err)
	}
	r := audit.Begin(audit.Asker{Login: "mona", Role: "manager"}, audit.SQL, "", now(), persons)
	r.Raw()
	r.Query("q", statement)
	rows, err := conn.Query(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	rows = r.Watch(rows)
	for rows.Next() {
		into := make([]any, len(rows.Columns()))
		for i := range into {
			into[i] = newOf(rows.ColumnTypes()[i])
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return r
}

func newOf(column driver.ColumnType) any {
	switch column.DatabaseTypeName() {
	case "UInt64":
		return new(uint64)
	case "Nullable(UInt64)":
		return new(*uint64)
	}
	return new(string)
}

func TestClientsAreFoundInRows(t *testing.T) {
	db := chtest.New(t)
	conn := db.Conn(clickhouse.Owner)
	log := audit.Open(func() (driver.Conn, error) { return db.Conn(clickhouse.Pages), nil }, audit.Options{MaxClients: 5, Now: now})
	for _, c := range []struct{ statement, want string }{
		{"SELECT number + 1 AS client_id, 'C1' AS area_id FROM numbers(3)", "3|3|[1,2,3]|{'C1':3}|false"},
		{"SELECT toString(number % 2 + 1) AS client FROM numbers(4)", "4|2|[1,2]|{'':2}|false"},
		{"SELECT toNullable(number) AS client_id FROM numbers(2)", "2|1|[1]|{'':1}|false"},
		{"SELECT number + 1 AS client_id FROM numbers(6)", "6|6|[]|{'':6}|false"},
		{"SELECT 'x' AS client_id", "1|0|[]|{}|false"},
		{"SELECT toUInt64(1) AS n WHERE 0 = (SELECT count() FROM mart.candidates)", "1|0|[]|{}|true"},
		{"SELECT toUInt64(1) AS n WHERE 0 = (SELECT count() FROM core.visits)", "1|0|[]|{}|true"},
		{"SELECT toUInt64(1) AS n WHERE 3 != (SELECT count() FROM core.areas)", "1|0|[]|{}|false"},
	} {
		db.Exec("TRUNCATE TABLE ops.access_log SYNC")
		if err := log.End(t.Context(), reading(t, conn, c.statement), audit.OK, ""); err != nil {
			t.Fatal(err)
		}
		for range 100 {
			if log.State().Waiting == 0 {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		row := db.Query("SELECT n_rows, n_clients, client_ids, clients_of_areas, has_unnamed_clients FROM ops.access_log")
		if len(row) != 1 || strings.Join(row[0], "|") != c.want {
			t.Errorf("%s: %v, want %s", c.statement, row, c.want)
		}
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
}

// Those who wait at the same time share an insert; each has its row when it returns.
func TestRowsAreWrittenTogether(t *testing.T) {
	db := chtest.New(t)
	log := audit.Open(func() (driver.Conn, error) { return db.Conn(clickhouse.Pages), nil }, audit.Options{Now: now})
	one := reading(t, db.Conn(clickhouse.Owner), "SELECT number + 1 AS client_id FROM numbers(3)")
	if err := log.End(t.Context(), one, audit.OK, ""); err != nil || db.Value("SELECT count() FROM ops.access_log") != "1" {
		t.Errorf("the row is not there when its reading has ended: %v", err)
	}
	if err := log.End(t.Context(), one, audit.OK, ""); err != nil {
		t.Error(err)
	}
	var group sync.WaitGroup
	for range 200 {
		r := reading(t, db.Conn(clickhouse.Owner), "SELECT toUInt64(7) AS client_id")
		group.Go(func() {
			if err := log.End(t.Context(), r, audit.OK, ""); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	if n := db.Value("SELECT count() FROM ops.access_log"); n != "201" {
		t.Errorf("%s rows, want one for each reading", n)
	}
}

// What cannot be written refuses those who would see clients, keeps the others as
// long as there is room, and counts what there was none for.
func TestWhatCannotBeWritten(t *testing.T) {
	db := chtest.New(t)
	var mutex sync.Mutex
	broken := errors.New("the disk is full")
	fail := func(err error) { mutex.Lock(); broken = err; mutex.Unlock() }
	log := audit.Open(func() (driver.Conn, error) {
		mutex.Lock()
		defer mutex.Unlock()
		return db.Conn(clickhouse.Pages), broken
	}, audit.Options{Now: now, MaxWaiting: 3})
	person := func() *audit.Reading {
		return reading(t, db.Conn(clickhouse.Owner), "SELECT toUInt64(7) AS client_id")
	}
	aggregate := func() *audit.Reading { return reading(t, db.Conn(clickhouse.Owner), "SELECT toUInt64(7) AS n") }
	if err := log.End(t.Context(), person(), audit.OK, ""); !errors.Is(err, audit.ErrUnwritten) {
		t.Errorf("clients are shown: %v", err)
	}
	for range 5 {
		if err := log.End(t.Context(), aggregate(), audit.OK, ""); err != nil {
			t.Errorf("an aggregate waits for the log: %v", err)
		}
	}
	if state := log.State(); state.Lost < 3 || state.Err == nil {
		t.Errorf("%+v", state)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := log.End(gone, person(), audit.OK, ""); err == nil {
		t.Error("somebody who is gone is shown clients")
	}
	fail(nil)
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	rows := db.Query("SELECT surface, outcome, fault, n_rows > 0, n_clients FROM ops.access_log ORDER BY surface, outcome")
	if len(rows) != 4 || strings.Join(rows[0], "|") != "log|error|not_logged|1|0" {
		t.Errorf("%v", rows)
	}
	for _, row := range rows[1:] {
		if row[1] == "error" && (row[3] == "1" || row[4] != "0") {
			t.Errorf("a row says that something was shown: %v", row)
		}
	}
}

// Who reads of clients says so before; the answer is held back where that fails.
func TestWhoReadsOfClientsSaysSoBefore(t *testing.T) {
	db := chtest.New(t)
	var mutex sync.Mutex
	var broken error
	log := audit.Open(func() (driver.Conn, error) {
		mutex.Lock()
		defer mutex.Unlock()
		return db.Conn(clickhouse.Pages), broken
	}, audit.Options{Now: now})
	persons, err := audit.Persons()
	if err != nil {
		t.Fatal(err)
	}
	begun := func(id string) *audit.Reading {
		r := log.Follow(audit.Begin(audit.Asker{Login: "mona", Role: "manager"}, audit.Page, "candidates", now(), persons))
		r.Query(id, "SELECT client_id FROM mart.candidates")
		rows, err := db.Conn(clickhouse.Owner).Query(t.Context(), "SELECT toUInt64(7) AS client_id")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows = r.Watch(rows); rows.Next(); {
			if err := rows.Scan(new(uint64)); err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return r
	}
	if err := log.End(t.Context(), begun("q1"), audit.OK, ""); err != nil {
		t.Error(err)
	}
	if n := db.Value("SELECT count() FROM ops.access_log WHERE query_id = 'q1' AND outcome = 'started'"); n != "1" {
		t.Errorf("%s rows say that it began when it has ended", n)
	}
	sums := log.Follow(audit.Begin(audit.Asker{Login: "mona"}, audit.Page, "overview_totals", now(), persons))
	sums.Sums()
	sums.Query("q2", "SELECT count() FROM mart.candidates")
	if err := log.End(t.Context(), sums, audit.OK, ""); err != nil {
		t.Error(err)
	}
	for log.State().Waiting > 0 {
		time.Sleep(20 * time.Millisecond)
	}
	mutex.Lock()
	broken = errors.New("the disk is full")
	mutex.Unlock()
	if err := log.End(t.Context(), begun("q3"), audit.OK, ""); !errors.Is(err, audit.ErrUnwritten) {
		t.Errorf("clients are shown: %v", err)
	}
	mutex.Lock()
	broken = nil
	mutex.Unlock()
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	got := db.Query("SELECT query_id, outcome, fault, n_clients FROM ops.access_log ORDER BY query_id, outcome DESC")
	want := "[[q1 started  0] [q1 ok  1] [q2 ok  0] [q3 error not_logged 0]]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
