package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/rows"
)

// Finding is a row of ops.access_review.
type Finding struct {
	ID        string    `json:"finding_id"`
	Rule      string    `json:"rule"`
	Title     string    `json:"title"` // Swedish
	Why       string    `json:"why"`
	User      string    `json:"user_name"`
	Role      string    `json:"role"`
	Date      time.Time `json:"review_date"`
	First     time.Time `json:"first_at"`
	Last      time.Time `json:"last_at"`
	Measured  float64   `json:"measured"`
	Threshold float64   `json:"threshold"`
	Accesses  uint64    `json:"n_accesses"`
	ClientID  uint64    `json:"client_id,string"`
	Areas     []string  `json:"areas"`
	Verdict   string    `json:"verdict"`
	Note      string    `json:"note"`
}

// Sample is a row of ops.access_samples.
type Sample struct {
	AccessID uuid.UUID `json:"access_id"`
	Week     time.Time `json:"week_date"`
	At       time.Time `json:"accessed_at"`
	User     string    `json:"user_name"`
	Role     string    `json:"role"`
	Surface  string    `json:"surface"`
	Request  string    `json:"request"`
	Page     string    `json:"page"`
	Purpose  string    `json:"purpose"`
	Clients  uint64    `json:"n_clients"`
	Verdict  string    `json:"verdict"`
	Note     string    `json:"note"`
}

// Findings reads what stands out from a local day on, the newest first.
func Findings(ctx context.Context, conn driver.Conn, since time.Time) ([]Finding, error) {
	found := []Finding{}
	err := rows.Each(withDay(ctx, since), conn, `SELECT finding_id, rule, title_sv, why_sv, user_name, role, review_date, first_at, last_at, measured, threshold, n_accesses, client_id, areas, verdict, note
		FROM ops.access_review WHERE review_date >= {since:Date} ORDER BY review_date DESC, rule, user_name, client_id`, nil, func(row driver.Rows) error {
		var f Finding
		err := row.Scan(&f.ID, &f.Rule, &f.Title, &f.Why, &f.User, &f.Role, &f.Date, &f.First, &f.Last, &f.Measured, &f.Threshold, &f.Accesses, &f.ClientID, &f.Areas, &f.Verdict, &f.Note)
		found = append(found, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ops.access_review: %w", err)
	}
	return found, nil
}

// Samples reads what was drawn for control of the weeks that began from a day on and
// have ended at another.
func Samples(ctx context.Context, conn driver.Conn, since, now time.Time) ([]Sample, error) {
	found := []Sample{}
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{"since": since.Format(time.DateOnly), "now": now.Format(time.DateOnly)}))
	err := rows.Each(ctx, conn, `SELECT access_id, week_date, accessed_at, user_name, role, surface, request, page, purpose, n_clients, verdict, note
		FROM ops.access_samples WHERE week_date >= toMonday({since:Date}) AND addDays(week_date, 7) <= {now:Date} ORDER BY week_date DESC, role, place`, nil, func(row driver.Rows) error {
		var s Sample
		err := row.Scan(&s.AccessID, &s.Week, &s.At, &s.User, &s.Role, &s.Surface, &s.Request, &s.Page, &s.Purpose, &s.Clients, &s.Verdict, &s.Note)
		found = append(found, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ops.access_samples: %w", err)
	}
	return found, nil
}

func withDay(ctx context.Context, since time.Time) context.Context {
	return ch.Context(ctx, ch.WithParameters(ch.Parameters{"since": since.Format(time.DateOnly)}))
}

// Verdicts are what a control may come to.
func Verdicts() []string { return []string{"in_order", "asked", "breach"} }

// Mark is what somebody found who controlled a finding or a sample.
type Mark struct {
	Subject string // id of the finding, or of the access
	Verdict string // one of Verdicts
	Note    string // in words
	By      string
}

// ErrMark says that a mark cannot be made as it is asked for.
var ErrMark = errors.New("the control cannot be marked")

// AddMark appends a mark. read may read the log, write may add to ops.review_marks.
// The error is [ErrMark] where the mark is wrong.
func AddMark(ctx context.Context, read, write driver.Conn, m Mark, at time.Time) (err error) {
	switch {
	case !slices.Contains(Verdicts(), m.Verdict):
		return fmt.Errorf("%w: %q is none of %s", ErrMark, m.Verdict, strings.Join(Verdicts(), ", "))
	case strings.TrimSpace(m.Note) == "":
		return fmt.Errorf("%w: say in words what was found", ErrMark)
	case masked(m.Note) != m.Note:
		return fmt.Errorf("%w: the note must not hold identity numbers", ErrMark)
	}
	subject, err := findSubject(ctx, read, m.Subject)
	if err != nil {
		return err
	}
	batch, err := write.PrepareBatch(ctx, "INSERT INTO ops.review_marks (mark_id, marked_at, marked_by, verdict, note, access_id, rule, user_name, review_date, client_id)")
	if err != nil {
		return fmt.Errorf("write ops.review_marks: %w", err)
	}
	defer func() { err = errors.Join(err, batch.Close()) }()
	if err := batch.Append(uuid.New(), at.UTC(), m.By, m.Verdict, strings.TrimSpace(m.Note), subject.access, subject.rule, subject.user, subject.date, subject.client); err != nil {
		return fmt.Errorf("write ops.review_marks: %w", err)
	}
	return batch.Send()
}

// subject is what a mark is about.
type subject struct {
	access     uuid.UUID
	rule, user string
	date       time.Time
	client     uint64
}

func findSubject(ctx context.Context, conn driver.Conn, id string) (subject, error) {
	found := subject{date: time.Unix(0, 0).UTC()}
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{"id": sqlfs.StringParameter(id)}))
	query, into := "SELECT rule, user_name, review_date, client_id FROM ops.access_review WHERE finding_id = {id:String}", []any{&found.rule, &found.user, &found.date, &found.client}
	if access, err := uuid.Parse(id); err == nil {
		found.access = access
		query, into = "SELECT user_name FROM ops.access_log WHERE access_id = toUUID({id:String})", []any{new(string)}
	}
	n := 0
	err := rows.Each(ctx, conn, query, nil, func(row driver.Rows) error { n++; return row.Scan(into...) })
	if err == nil && n == 0 {
		err = fmt.Errorf("%w: there is no finding or access %q", ErrMark, masked(id))
	}
	return found, err
}
