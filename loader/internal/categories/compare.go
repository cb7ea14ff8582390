package categories

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// ErrNothingBuilt is returned while no month has been built.
var ErrNothingBuilt = errors.New("no month has been built yet: load deliveries and run framsyn job run transform first")

// Move is how many clients of a category, in an area or in all, would move.
type Move struct {
	Category  string `json:"category"`
	Area      string `json:"area_id"` // * for all; empty where unknown
	Before    int    `json:"n_before"`
	After     int    `json:"n_after"`
	Entered   int    `json:"n_entered"`
	Left      int    `json:"n_left"`
	Worse     int    `json:"n_higher_severity"`
	Better    int    `json:"n_lower_severity"`
	Unchanged int    `json:"n_unchanged"`
}

// Diff is what other rules would change in a month.
type Diff struct {
	Month        time.Time `json:"month"`
	Changed      int       `json:"n_clients_changed"` // clients with any change
	Clients      int       `json:"n_clients"`         // clients with a category before or after
	Unclassified int       `json:"n_unclassified"`    // clients with care and no category after
	Moves        []Move    `json:"moves"`             // by category; the sum over areas, *, first
}

// Compare classifies the clients of the newest month by two sets of rules, as
// mart.client_categories would be filled by them, and counts who moves. It writes
// nothing. conn must be the owner's.
func Compare(ctx context.Context, conn driver.Conn, before, after []Rule) (Diff, error) {
	var diff Diff
	if err := conn.QueryRow(ctx, "SELECT max(month) FROM mart.client_months").Scan(&diff.Month); err != nil {
		return diff, fmt.Errorf("read mart.client_months: %w", err)
	}
	if diff.Month.Year() <= 1970 {
		return diff, ErrNothingBuilt
	}
	old, err := classify(ctx, conn, before, diff.Month)
	if err != nil {
		return diff, fmt.Errorf("classify by the rules before: %w", err)
	}
	fresh, err := classify(ctx, conn, after, diff.Month)
	if err != nil {
		return diff, fmt.Errorf("classify by the rules after: %w", err)
	}
	areas, cared, err := whereabouts(ctx, conn, diff.Month)
	if err != nil {
		return diff, err
	}
	diff.count(old, fresh, areas)
	classified := map[uint64]bool{}
	for key := range fresh {
		classified[key.client] = true
	}
	for _, client := range cared {
		if !classified[client] {
			diff.Unclassified++
		}
	}
	return diff, nil
}

// membership is a client in a category.
type membership struct {
	client   uint64
	category string
}

// count fills moves and clients.
func (d *Diff) count(old, fresh map[membership]uint8, areas map[uint64]string) {
	moves := map[[2]string]*Move{}
	changed := map[uint64]bool{}
	add := func(key membership, before, after uint8) {
		changed[key.client] = changed[key.client] || before != after
		for _, area := range []string{"*", areas[key.client]} {
			id := [2]string{key.category, area}
			if moves[id] == nil {
				moves[id] = &Move{Category: key.category, Area: area}
			}
			moves[id].add(before, after)
		}
	}
	for key, severity := range old {
		add(key, severity, fresh[key])
	}
	for key, severity := range fresh {
		if old[key] == 0 {
			add(key, 0, severity)
		}
	}
	d.Clients = len(changed)
	for _, is := range changed {
		if is {
			d.Changed++
		}
	}
	d.Moves = make([]Move, 0, len(moves))
	for _, move := range moves {
		d.Moves = append(d.Moves, *move)
	}
	slices.SortFunc(d.Moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(b2i(a.Area != "*"), b2i(b.Area != "*")), cmp.Compare(a.Area, b.Area))
	})
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// add counts one client; severity 0 is not in the category.
func (m *Move) add(before, after uint8) {
	if before > 0 {
		m.Before++
	}
	if after > 0 {
		m.After++
	}
	switch {
	case before == 0:
		m.Entered++
	case after == 0:
		m.Left++
	case after > before:
		m.Worse++
	case after < before:
		m.Better++
	default:
		m.Unchanged++
	}
}

// classify runs the INSERT's SELECT of mart.client_categories with other rules.
func classify(ctx context.Context, conn driver.Conn, rules []Rule, month time.Time) (map[membership]uint8, error) {
	objects, err := sqlfs.Objects()
	if err != nil {
		return nil, fmt.Errorf("read the SQL objects: %w", err)
	}
	at := slices.IndexFunc(objects, func(o sqlfs.Object) bool { return o.FullName() == "mart.client_categories" })
	if at < 0 {
		return nil, errors.New("there is no object mart.client_categories")
	}
	query, ok := strings.CutPrefix(objects[at].Insert, "INSERT INTO mart.client_categories")
	if !ok || !strings.Contains(query, "core.category_rules") {
		return nil, errors.New("the INSERT of mart.client_categories is not as it was: it reads no core.category_rules")
	}
	query = strings.ReplaceAll(query, "core.category_rules", asTable(rules))
	settings := clickhouse.SpillSettings()
	settings["join_use_nulls"], settings["max_query_size"] = 1, 1<<26
	day := month.Format(time.DateOnly)
	found := map[membership]uint8{}
	err = clickhouse.Each(ch.Context(ctx, ch.WithSettings(settings), ch.WithParameters(ch.Parameters{"from_month": day, "to_month": day})), conn,
		"SELECT client_id, toString(category), toUInt8(severity) FROM ("+strings.TrimSuffix(strings.TrimSpace(query), ";")+")", nil, func(row driver.Rows) error {
			var key membership
			var severity uint8
			err := row.Scan(&key.client, &key.category, &severity)
			found[key] = severity
			return err
		})
	return found, err
}

// asTable writes rules as a table expression with the columns of core.category_rules.
func asTable(rules []Rule) string {
	rows := make([]string, len(rules))
	for i, r := range rules {
		fields := []string{sqlfs.Literal(r.ID), "1", "'1970-01-01'", sqlfs.Literal(r.Category), sqlfs.Literal(string(r.Kind)), sqlfs.Literal(r.Prefix), sqlfs.Literal(r.Group), strconv.FormatBool(r.Absent)}
		for _, n := range []uint8{r.MinLimitation, r.LookbackMonths, r.MinAgeYears, r.MaxAgeYears} {
			fields = append(fields, strconv.Itoa(int(n)))
		}
		for _, n := range r.SeverityFrom {
			fields = append(fields, strconv.Itoa(int(n)))
		}
		rows[i] = "(" + strings.Join(fields, ", ") + ")"
	}
	return "(SELECT * FROM values('rule_id String, version UInt16, valid_from Date, category String, source_kind String, code_prefix String, rule_group String, is_absent Bool," +
		" min_limitation UInt8, lookback_months UInt8, min_age_years UInt8, max_age_years UInt8, severity_1_from UInt16, severity_2_from UInt16, severity_3_from UInt16," +
		" severity_4_from UInt16', " + strings.Join(rows, ", ") + "))"
}

// whereabouts are the clients' areas in a month, and the clients with care.
func whereabouts(ctx context.Context, conn driver.Conn, month time.Time) (areas map[uint64]string, cared []uint64, err error) {
	areas = map[uint64]string{}
	err = clickhouse.Each(ctx, conn, "SELECT client_id, toString(area_id), status IN ('home_care', 'hsl_only', 'special_housing') FROM mart.client_months WHERE month = ?", []any{month},
		func(row driver.Rows) error {
			var client uint64
			var area string
			var care bool
			err := row.Scan(&client, &area, &care)
			areas[client] = area
			if care {
				cared = append(cared, client)
			}
			return err
		})
	if err != nil {
		return nil, nil, fmt.Errorf("read mart.client_months: %w", err)
	}
	return areas, cared, nil
}
