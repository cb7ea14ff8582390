package categories

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// ErrNoVersion is returned for a version of the rules that is not there.
var ErrNoVersion = errors.New("there is no such version of the rules")

// Versions lists the versions, the oldest first.
func Versions(ctx context.Context, conn driver.Conn) ([]Version, error) {
	current, err := Current(ctx, conn)
	if err != nil {
		return nil, err
	}
	var list []Version
	err = clickhouse.Each(ctx, conn, `SELECT rules.version, min(rules.valid_from), count(), arraySort(groupUniqArray(toString(category))),
			ifNull(any(loads.loaded_at), toDateTime(0, 'UTC')), ifNull(any(loads.loaded_from), '')
		FROM core.category_rules AS rules
		LEFT JOIN (SELECT DISTINCT version, loaded_at, loaded_from FROM core.category_rule_versions) AS loads ON rules.version = loads.version
		GROUP BY rules.version ORDER BY rules.version`, nil, func(row driver.Rows) error {
		var v Version
		var n uint64
		err := row.Scan(&v.Number, &v.ValidFrom, &n, &v.Categories, &v.LoadedAt, &v.LoadedFrom)
		v.Rules, v.Counts = int(n), v.Number == current
		if v.LoadedFrom == "" {
			v.LoadedAt = time.Time{}
		}
		list = append(list, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read core.category_rules: %w", err)
	}
	return list, nil
}

// Current returns the version that judges the newest month of mart.client_months,
// or the newest of those that count for all months where nothing is built.
func Current(ctx context.Context, conn driver.Conn) (version uint16, err error) {
	err = conn.QueryRow(ctx, `SELECT max(version) FROM core.category_rules
		WHERE valid_from <= toLastDayOfMonth((SELECT max(month) FROM mart.client_months))`).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read core.category_rules: %w", err)
	}
	return version, nil
}

// Find returns the rules of a version, by category and name, or [ErrNoVersion].
func Find(ctx context.Context, conn driver.Conn, version uint16) ([]Rule, error) {
	var rules []Rule
	err := clickhouse.Each(ctx, conn, `SELECT rule_id, category, source_kind, code_prefix, rule_group, is_absent, min_limitation, lookback_months,
			min_age_years, max_age_years, severity_1_from, severity_2_from, severity_3_from, severity_4_from, reason
		FROM core.category_rules WHERE version = ? ORDER BY category, rule_id`, []any{version}, func(row driver.Rows) error {
		var r Rule
		var kind string
		s := &r.SeverityFrom
		err := row.Scan(&r.ID, &r.Category, &kind, &r.Prefix, &r.Group, &r.Absent, &r.MinLimitation, &r.LookbackMonths, &r.MinAgeYears, &r.MaxAgeYears,
			&s[0], &s[1], &s[2], &s[3], &r.Reason)
		r.Kind = Kind(kind)
		rules = append(rules, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read core.category_rules: %w", err)
	}
	if len(rules) == 0 {
		return nil, fmt.Errorf("%w: %d", ErrNoVersion, version)
	}
	return rules, nil
}

// CheckServices says which rules look at services or visits that
// core.service_codes does not have; the error joins a [Fault] for each.
func (f File) CheckServices(ctx context.Context, conn driver.Conn) error {
	known := map[Kind][]string{Service: {"home_care_personal_care", "home_care_service_only"}}
	err := clickhouse.Each(ctx, conn, "SELECT toString(service_code), toString(code_kind) FROM core.service_codes ORDER BY service_code", nil, func(row driver.Rows) error {
		var code, kind string
		err := row.Scan(&code, &kind)
		if kind != "visit" {
			known[Service] = append(known[Service], code)
		}
		if kind != "decision" {
			known[Visit] = append(known[Visit], code)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read core.service_codes: %w", err)
	}
	var faults []error
	for i, r := range f.Rules {
		fits := func(code string) bool {
			return code == r.Prefix || r.Kind == Visit && strings.HasPrefix(code, r.Prefix)
		}
		if (r.Kind == Service || r.Kind == Visit) && !slices.ContainsFunc(known[r.Kind], fits) {
			faults = append(faults, Fault{
				File: f.Name, Line: f.lines[i], Field: "code_prefix",
				Text: fmt.Sprintf("%q is no %s; they are %s", r.Prefix, r.Kind, strings.Join(known[r.Kind], ", ")),
			})
		}
	}
	return errors.Join(faults...)
}

// Load appends the rules of a file as the newest version and returns its number.
// All rows are written at once. Categories are by the new rules when the transform
// job has been run again. conn must be the owner's.
func Load(ctx context.Context, conn driver.Conn, file File, validFrom, now time.Time) (version uint16, err error) {
	if err := file.CheckServices(ctx, conn); err != nil {
		return 0, err
	}
	if err := conn.QueryRow(ctx, "SELECT toUInt16(max(version) + 1) FROM core.category_rules").Scan(&version); err != nil {
		return 0, fmt.Errorf("read core.category_rules: %w", err)
	}
	batch, err := conn.PrepareBatch(ctx, `INSERT INTO core.category_rule_versions (rule_id, version, valid_from, category, source_kind, code_prefix, rule_group,
		is_absent, min_limitation, lookback_months, min_age_years, max_age_years, severity_1_from, severity_2_from, severity_3_from, severity_4_from, reason,
		loaded_at, loaded_from)`)
	if err != nil {
		return 0, fmt.Errorf("write core.category_rule_versions: %w", err)
	}
	for _, r := range file.Rules {
		s := r.SeverityFrom
		err := batch.Append(r.ID, version, validFrom, r.Category, string(r.Kind), r.Prefix, r.Group, r.Absent, r.MinLimitation, r.LookbackMonths,
			r.MinAgeYears, r.MaxAgeYears, s[0], s[1], s[2], s[3], r.Reason, now.UTC(), file.Name)
		if err != nil {
			return 0, errors.Join(fmt.Errorf("write core.category_rule_versions: %w", err), batch.Abort())
		}
	}
	if err := batch.Send(); err != nil {
		return 0, fmt.Errorf("write core.category_rule_versions: %w", err)
	}
	return version, nil
}
