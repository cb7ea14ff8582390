package jobs_test

import (
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/selections"
)

// expiring is a saved selection with a forecast that expires before all jobs run.
type expiring struct {
	*testing.T
	db     *chtest.DB
	runner *job.Runner
	saved  selections.Selection
	before string // clients in it
}

// expire lets the selection with most clients expire today.
func expire(t *testing.T, db *chtest.DB, runner *job.Runner) *expiring {
	t.Helper()
	e := &expiring{T: t, db: db, runner: runner}
	id := db.Value(`SELECT selection_id FROM core.selection_members WHERE isNull(left_date) AND selection_id IN (SELECT scope_id FROM model.forecasts WHERE scope_kind = 'selection')
		GROUP BY selection_id ORDER BY count() DESC, selection_id LIMIT 1`)
	var err error
	if e.saved, err = selections.Find(t.Context(), runner.Conn, id); err != nil {
		t.Fatal(err)
	}
	e.before = e.value("SELECT count() FROM core.selection_members WHERE isNull(left_date) AND selection_id = ")
	last := time.Now().UTC().Truncate(24 * time.Hour)
	e.saved.Author, e.saved.Created, e.saved.Expires = "anna", last.AddDate(0, 0, -30), &last
	if e.saved, err = selections.Save(t.Context(), runner.Conn, runner.Reader, e.saved); err != nil {
		t.Fatal(err)
	}
	if n := e.value("SELECT count() FROM core.selection_members WHERE selection_id = "); n != "0" {
		t.Errorf("%s clients are in an expired selection before any job has run", n)
	}
	return e
}

func (e *expiring) value(query string) string {
	e.Helper()
	return e.db.Value(query + "'" + e.saved.ID + "'")
}

// checkRenewed checks that the jobs gave the selection nothing, and that it has clients
// again when it is renewed, with who was in it before still written.
func (e *expiring) checkRenewed(newest time.Time) {
	e.Helper()
	for _, table := range []string{"forecasts", "trends", "trend_summaries"} {
		if n := e.db.Value("SELECT count() FROM model." + table + " WHERE scope_kind = 'selection' AND as_of_date = '" + newest.Format(time.DateOnly) + "'"); n == "0" {
			e.Errorf("model.%s has no selection at all", table)
		}
		if n := e.value("SELECT count() FROM model." + table + " WHERE scope_kind = 'selection' AND as_of_date = '" + newest.Format(time.DateOnly) + "' AND scope_id = "); n != "0" {
			e.Errorf("model.%s has %s rows of an expired selection", table, n)
		}
	}
	if n := e.value("SELECT count() FROM core.selection_events WHERE kind = 'left' AND selection_id = "); n != e.before {
		e.Errorf("%s clients left when it expired, %s were in it", n, e.before)
	}
	today := time.Now().UTC().Truncate(24 * time.Hour)
	if _, err := selections.Renew(e.Context(), e.runner.Conn, e.runner.Reader, e.saved, "Uppföljning vintern", "anna", today, today.AddDate(0, 6, 0)); err != nil {
		e.Fatal(err)
	}
	if _, err := e.runner.RunJob(e.Context(), "selections", newest, true); err != nil {
		e.Fatal(err)
	}
	was, is := e.value("SELECT countIf(isNotNull(left_date)) FROM core.selection_members WHERE selection_id = "), e.value("SELECT countIf(isNull(left_date)) FROM core.selection_members WHERE selection_id = ")
	if meets := e.db.Value("SELECT count() FROM mart.candidates WHERE " + selections.Where(e.saved.Filter)); was != e.before || is != meets || is == "0" {
		e.Errorf("renewed, it has %s clients where %s meet it, and tells of %s before where %s were in it", is, meets, was, e.before)
	}
}
