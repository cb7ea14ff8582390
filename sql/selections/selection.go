package selections

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/identity"
)

// Selection is a version of a saved selection (sv: urval).
type Selection struct {
	ID          string
	Version     uint32
	Name        string
	Theme       string
	Goal        string
	Description string
	Steps       string
	Why         string
	Purpose     string // of using the data (sv: ändamål)
	Author      string
	Created     time.Time
	Expires     *time.Time // first day on which it may not be used; nil for never
	Filter      string     // condition on mart.candidates
	FilterJSON  string     // the [Filter] that the condition was made of; empty where it was written in SQL
}

// Fault is a fault of what the user asked for, not of the data or the database.
type Fault struct{ Err error }

// Error gives the fault.
func (e Fault) Error() string { return e.Err.Error() }

// Unwrap gives the fault.
func (e Fault) Unwrap() error { return e.Err }

func faultf(format string, args ...any) error { return Fault{fmt.Errorf(format, args...)} }

// All returns the newest version of each selection, by name.
func All(ctx context.Context, conn driver.Conn) (found []Selection, err error) {
	rows, err := conn.Query(ctx, `SELECT toString(selection_id), version, name, theme, goal, description, steps, why, purpose, toString(author), created_date, expires_date, filter_sql, filter_json
		FROM core.selections ORDER BY selection_id, version DESC LIMIT 1 BY selection_id`)
	if err != nil {
		return nil, fmt.Errorf("read core.selections: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s Selection
		err := rows.Scan(&s.ID, &s.Version, &s.Name, &s.Theme, &s.Goal, &s.Description, &s.Steps, &s.Why, &s.Purpose, &s.Author, &s.Created, &s.Expires, &s.Filter, &s.FilterJSON)
		if err != nil {
			return nil, fmt.Errorf("read core.selections: %w", err)
		}
		found = append(found, s)
	}
	return found, rows.Err()
}

// Find returns the newest version of a selection. The error is a [Fault] when
// there is none of that name.
func Find(ctx context.Context, conn driver.Conn, id string) (Selection, error) {
	all, err := All(ctx, conn)
	if err != nil {
		return Selection{}, err
	}
	names := make([]string, len(all))
	for i, s := range all {
		if s.ID == id {
			return s, nil
		}
		names[i] = s.ID
	}
	return Selection{}, faultf("there is no selection %q; those saved are %s", id, strings.Join(names, ", "))
}

// State says whether a selection still may be used.
type State string

// The states.
const (
	Living  State = "living"
	Expired State = "expired" // its last day has passed: nobody is in it, and its members are not shown
)

// State returns the state on a day.
func (s Selection) State(day time.Time) State {
	if s.Expires != nil && day.Format(time.DateOnly) >= s.Expires.Format(time.DateOnly) {
		return Expired
	}
	return Living
}

// Renew saves an expired selection once more, as a new version, for a purpose that is
// stated anew. The error is a [Fault] when it still lives, or the purpose is missing.
func Renew(ctx context.Context, write, read driver.Conn, s Selection, purpose, author string, today, until time.Time) (Selection, error) {
	if s.State(today) == Living {
		return s, faultf("the selection %s has not expired: save a new version instead", s.ID)
	}
	s.Purpose, s.Author, s.Created, s.Expires = strings.TrimSpace(purpose), author, today, &until
	return Save(ctx, write, read, s)
}

// Usable tells whether a selection may be used on a day; the error is a [Fault].
func (s Selection) Usable(day time.Time) error {
	if s.State(day) == Expired {
		return faultf("the selection %s may not be used since %s: save a new version with a later expires_date, if its purpose still holds",
			s.ID, s.Expires.Format(time.DateOnly))
	}
	if strings.TrimSpace(s.Filter) == "" {
		return faultf("the selection %s has no filter: save a new version with one", s.ID)
	}
	return nil
}

// Clients returns who meets a condition on mart.candidates now, in order. The
// connection must be the analyst's.
func Clients(ctx context.Context, conn driver.Conn, condition string) ([]uint64, error) {
	if err := CheckCondition(ctx, conn, condition); err != nil {
		return nil, err
	}
	var clients []uint64
	err := conn.QueryRow(ctx, "SELECT arraySort(groupUniqArray(client_id)) FROM mart.candidates WHERE "+Where(condition)).Scan(&clients)
	return clients, conditionError(err, condition)
}

// Save writes a selection as the newest version of its id, after checking it, and
// returns it with its version. Connections: the owner's to write, the analyst's to
// try the condition. The error is a [Fault] when something is missing or wrong.
func Save(ctx context.Context, write, read driver.Conn, s Selection) (Selection, error) {
	if err := s.validate(); err != nil {
		return s, err
	}
	if err := CheckCondition(ctx, read, s.Filter); err != nil {
		return s, err
	}
	var newest uint32
	parameters := ch.WithParameters(ch.Parameters{"id": sqlfs.StringParameter(s.ID)})
	err := write.QueryRow(ch.Context(ctx, parameters), `SELECT max(version) FROM core.selections WHERE selection_id = {id:String}`).Scan(&newest)
	if err != nil {
		return s, fmt.Errorf("read core.selections: %w", err)
	}
	s.Version = newest + 1
	batch, err := write.PrepareBatch(ctx, `INSERT INTO core.selections (selection_id, version, name, theme, goal, description, steps, why, purpose, author, created_date, expires_date, filter_sql, filter_json)`)
	if err != nil {
		return s, fmt.Errorf("write core.selections: %w", err)
	}
	err = batch.Append(s.ID, s.Version, s.Name, s.Theme, s.Goal, s.Description, s.Steps, s.Why, s.Purpose, s.Author, s.Created, s.Expires, s.Filter, s.FilterJSON)
	if err != nil {
		return s, errors.Join(fmt.Errorf("write core.selections: %w", err), batch.Abort())
	}
	if err := batch.Send(); err != nil {
		return s, fmt.Errorf("write core.selections: %w", err)
	}
	return s, nil
}

// mostLife is the longest that a selection may live without being looked at again.
const mostLife = 366 * 24 * time.Hour

func (s Selection) validate() error {
	var faults []error
	missing := func(text, what string) {
		if strings.TrimSpace(text) == "" {
			faults = append(faults, fmt.Errorf("%s is missing", what))
		}
	}
	missing(s.ID, "the id")
	missing(s.Name, "the name")
	missing(s.Purpose, "the purpose (sv: ändamål)")
	missing(s.Author, "the author")
	missing(s.Filter, "the filter")
	for _, text := range []string{s.ID, s.Name, s.Theme, s.Goal, s.Description, s.Steps, s.Why, s.Purpose} {
		if _, n := identity.Mask(text); n > 0 {
			faults = append(faults, errors.New("a text seems to hold an identity number: take it out"))
			break
		}
	}
	if strings.Trim(s.ID, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		faults = append(faults, fmt.Errorf("the id %q has other characters than a-z, 0-9 and _", s.ID))
	}
	switch {
	case s.Expires == nil:
		faults = append(faults, errors.New("the day on which it expires is missing"))
	case !s.Expires.After(s.Created):
		faults = append(faults, fmt.Errorf("it expires on %s, before it begins", s.Expires.Format(time.DateOnly)))
	case s.Expires.Sub(s.Created) > mostLife:
		faults = append(faults, fmt.Errorf("it expires on %s: a selection lives a year at most, then its purpose is looked at again", s.Expires.Format(time.DateOnly)))
	}
	if s.FilterJSON != "" {
		filter, err := ReadFilter([]byte(s.FilterJSON))
		if err == nil && filter.Condition() != s.Filter {
			err = errors.New("the filter's JSON and its condition say different things")
		}
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return Fault{err}
	}
	return nil
}
