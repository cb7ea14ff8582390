package export_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/export"
)

// bigID is a pseudonym that no float64 holds.
const bigID = "18446744073709551557"

// fixture fills a database: 40 candidates in two areas, 3 months of areas, a
// published forecast of 12 months and an older one, and selections.
const fixture = `
INSERT INTO core.areas VALUES ('KN','Kommunen','','municipality'), ('C1','=Centrum 1','KN','area'), ('C2','Å, "Ö"; Ä','KN','area');
INSERT INTO core.delivered_months VALUES ('visits','2026-03-01',10,'2026-04-10'), ('visits','2026-02-01',10,'2026-03-10');
INSERT INTO mart.area_months (area_id, month, area_kind, n_clients, home_care_granted_h, home_care_performed_h)
SELECT ['KN','C1','C2'][1 + number % 3], addMonths(toDate('2026-01-01'), intDiv(number, 3)), if(number % 3 = 0, 'municipality', 'area'),
    20 + number, 1000.5 + number, if(number < 3, NULL, 900.25)
FROM numbers(9);
INSERT INTO model.runs (run_id, model, method, target, horizon_months, as_of_date, trained_from, trained_to, status, is_published, app_version, created_at)
VALUES (11, 'forecast', 'blend', '', 36, '2026-03-16', '2024-01-01', '2026-02-01', 'converged', 1, '0.1', '2026-03-16 05:00:00'),
    (12, 'forecast', 'blend', '', 36, '2026-04-16', '2024-01-01', '2026-03-01', 'converged', 1, '0.1', '2026-04-16 05:00:00'),
    (9007199254740993, 'risk', 'logistic', 'need_doubled', 12, '2026-04-16', '2024-01-01', '2025-03-01', 'converged', 1, '0.1', '2026-04-16 04:00:00');
INSERT INTO model.approvals (run_id, decision, decided_by, decided_at) SELECT run_id, 'approved', 'test', created_at FROM model.runs;
INSERT INTO model.forecasts
SELECT toDate('2026-04-16') AS as_of_date, 'area' AS scope_kind, area AS scope_id, 'home_care_h' AS resource,
    addMonths(toDate('2026-03-01'), number + 1) AS month, number + 1 AS horizon_months, scenario, 'all' AS driver, method,
    1000.25 + number AS mean, 900 AS p10, 1000 AS p50, 1100 AS p90, 12 AS run_id
FROM numbers(12) ARRAY JOIN ['C1', 'C2'] AS area ARRAY JOIN ['as_today', 'more_rehab'] AS scenario
ARRAY JOIN ['blend', 'seasonal_naive'] AS method;
INSERT INTO model.forecasts SELECT * REPLACE('category' AS scope_kind, 'physical' AS scope_id) FROM (SELECT * FROM model.forecasts WHERE scope_id = 'C1');
INSERT INTO model.forecasts SELECT * REPLACE(toDate('2026-03-16') AS as_of_date, 11 AS run_id) FROM model.forecasts;
INSERT INTO mart.candidates (client_id, month, status, area_id, area_name, sex, age_years, is_single_household, hours_now, hours_12m,
    categories, severities, assessed_date, risk_probability, risk_percentile, reasons_sv, run_id, hsl_3m_min, last_intervention_kind)
SELECT number + 18446744073709551557 - 39, toDate('2026-03-01'), 'home_care', if(number % 2 = 0, 'C1', 'C2'), if(number % 2 = 0, '=Centrum 1', 'C2'),
    if(number % 3 = 0, 'male', 'female'), 60 + number, if(number = 39, NULL, number % 2), 10.5 + number, [1.5, 2.25],
    if(number % 4 = 0, ['physical', 'cognitive'], ['physical']), if(number % 4 = 0, map('physical', 3, 'cognitive', 1), map('physical', 2)),
    if(number = 39, NULL, toDate('2026-01-15')), if(number = 39, NULL, number / 100), if(number = 39, NULL, number * 2.5),
    ['+ fler timmar; "mer"', '-2 besök'], if(number = 39, NULL, 9007199254740993), number, if(number = 38, '@SUM(1)', '')
FROM numbers(40);
INSERT INTO core.selections SELECT * FROM core.selection_examples;
INSERT INTO core.selections (selection_id, version, name, purpose, created_date, expires_date, filter_sql) VALUES
    ('gamla', 1, 'Gamla', 'Uppföljning', '2026-01-01', '2027-01-01', 'age_years > 200'),
    ('gamla', 2, 'Gamla', 'Uppföljning', '2026-02-01', '2026-05-01', 'age_years >= 90'),
    ('trasig', 1, 'Trasig', 'Uppföljning', '2026-01-01', NULL, 'age_years >=')`

func newDB(t *testing.T) *chtest.DB {
	t.Helper()
	db := chtest.New(t)
	db.Exec(fixture)
	return db
}

// request completes a request with who and when.
func request(r export.Request) export.Request {
	if r.Format == "" {
		r.Format = export.CSV
	}
	r.User = "anna"
	r.Version = "0.1"
	if r.At.IsZero() {
		r.At = time.Date(2026, 4, 20, 12, 30, 0, 0, time.UTC)
	}
	return r
}

func run(t *testing.T, db *chtest.DB, r export.Request) ([]byte, export.Result) {
	t.Helper()
	var out bytes.Buffer
	result, err := export.Run(context.Background(), db.Conn(clickhouse.Analyst), request(r), &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), result
}

func mustFail(t *testing.T, db *chtest.DB, r export.Request) error {
	t.Helper()
	var out bytes.Buffer
	_, err := export.Run(context.Background(), db.Conn(clickhouse.Analyst), request(r), &out)
	if err == nil {
		t.Fatalf("want an error, got %d bytes", out.Len())
	}
	if out.Len() > 0 {
		t.Errorf("%d bytes were written before the error", out.Len())
	}
	return err
}

func month(t *testing.T, text string) time.Time {
	t.Helper()
	m, err := time.Parse("2006-01", text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
