package export_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/export"
)

// statement is a query with rows about clients.
func statement(sql string) *export.Statement {
	return &export.Statement{
		Name: "own", Title: "Egen fråga", SQL: sql, Parameters: map[string]string{"least": "90"}, Filter: "least=90", Objects: []string{"mart.candidates"}, OfClients: true,
		Comments: map[string]string{"age_years": "Age, years."},
	}
}

func logged(db *chtest.DB) [][]string {
	return db.Query("SELECT state, user_name, role, object, filter, n_rows, n_clients, n_bytes > 0 FROM ops.export_log ORDER BY state DESC")
}

func TestToReaderLogsBeforeAndAfter(t *testing.T) {
	db := newDB(t)
	r := request(export.Request{
		What: export.Query, Role: "manager", Purpose: "Möte",
		Statement: statement("SELECT client_id, age_years FROM mart.candidates ARRAY JOIN [1, 2] AS twice WHERE age_years >= {least:UInt8} ORDER BY client_id"),
	})
	var out bytes.Buffer
	begun := 0
	result, err := export.ToReader(t.Context(), db.Conn(clickhouse.Analyst), db.Conn(clickhouse.Pages), r, &out, func(export.Result) {
		begun++
		if rows := logged(db); len(rows) != 1 || rows[0][0] != export.StateStarted || out.Len() > 0 {
			t.Errorf("when it begins: %v, %d bytes", rows, out.Len())
		}
	})
	if err != nil || begun != 1 || result.Rows != 20 || result.Clients != 10 || result.Bytes != uint64(out.Len()) {
		t.Errorf("%+v, begun %d times, %v", result, begun, err)
	}
	if lines := strings.Split(out.String(), "\r\n"); lines[0] != "client_id,age_years" || len(lines) != 22 {
		t.Errorf("%d lines, first %s", len(lines), lines[0])
	}
	want := [][]string{
		{"started", "anna", "manager", "query", "query=own; least=90", "0", "0", "0"},
		{"finished", "anna", "manager", "query", "query=own; least=90", "20", "10", "1"},
	}
	if rows := logged(db); !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("got %v\nwant %v", rows, want)
	}
	if access := db.Value("SELECT role || ' ' || toString(n_clients) FROM ops.access_log"); access != "manager 10" {
		t.Errorf("access: %s", access)
	}
}

func TestToReaderTellsThatItBroke(t *testing.T) {
	db := newDB(t)
	many(db, "100000")
	r := request(export.Request{What: export.Query, Statement: statement("SELECT client_id FROM mart.candidates")})
	if _, err := export.ToReader(t.Context(), db.Conn(clickhouse.Analyst), db.Conn(clickhouse.Pages), r, &full{20_000}, func(export.Result) {}); err == nil {
		t.Error("want an error")
	}
	if rows := logged(db); len(rows) != 2 || rows[0][0] != "started" || rows[1][0] != "broken" || rows[1][5] == "0" {
		t.Errorf("got %v", rows)
	}
}

// A query that the engine refuses leaves no row: nothing began.
func TestToReaderThatDoesNotBegin(t *testing.T) {
	db := newDB(t)
	for name, wrong := range map[string]*export.Statement{"a fault": statement("SELECT nope FROM mart.candidates"), "none": nil} {
		_, err := export.ToReader(t.Context(), db.Conn(clickhouse.Analyst), db.Conn(clickhouse.Pages), request(export.Request{What: export.Query, Statement: wrong}),
			&bytes.Buffer{}, func(export.Result) { t.Errorf("%s has begun", name) })
		if err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
	if n := db.Value("SELECT count() FROM ops.export_log"); n != "0" {
		t.Errorf("%s rows were logged", n)
	}
}

// Without the log nothing goes out.
func TestToReaderWithoutALog(t *testing.T) {
	db := newDB(t)
	var out bytes.Buffer
	analyst := db.Conn(clickhouse.Analyst)
	_, err := export.ToReader(t.Context(), analyst, analyst, request(export.Request{What: export.AreaMonths}), &out, func(export.Result) { t.Error("has begun") })
	if err == nil || !strings.Contains(err.Error(), "ops.export_log") || out.Len() > 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
}
