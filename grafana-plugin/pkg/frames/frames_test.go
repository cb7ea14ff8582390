package frames

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// update writes the golden files anew: set it by hand, look at the difference.
const update = false

func wide() Options { return Options{MaxRows: 1000, MaxBytes: 1 << 20, Language: "sv"} }

// read reads a query of the test's database.
func read(t *testing.T, db *chtest.DB, sql string, options Options) (*data.Frame, Outcome) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	defer cancel()
	rows, err := db.Conn(clickhouse.Owner).Query(ctx, sql)
	if err != nil {
		t.Fatalf("%v\nin %s", err, sql)
	}
	defer func() {
		cancel()
		_ = rows.Close()
	}()
	frame, outcome, err := Read(rows, options)
	if err != nil {
		t.Fatalf("%v\nin %s", err, sql)
	}
	return frame, outcome
}

func golden(t *testing.T, name string, frame *data.Frame) {
	t.Helper()
	experimental.CheckGoldenJSONFrame(t, "testdata", name, frame, update)
}

// everyType has a value of every type, at its edges, and NULL where it can be.
const everyType = `
SELECT * FROM values(
    'i8 Int8, i16 Int16, i32 Int32, i64 Int64, u8 UInt8, u16 UInt16, u32 UInt32, u64 UInt64, i128 Int128, u256 UInt256, f32 Float32, f64 Float64, flag Bool,
     client_id UInt64, run_id Nullable(Int64), query_hash UInt64, amount_sek Decimal(9, 2), big Decimal(38, 10), day Date, birth_month Date32, moment DateTime(''Europe/Stockholm''),
     exact DateTime64(3, ''UTC''), word String, code LowCardinality(String), maybe LowCardinality(Nullable(String)), fixed FixedString(3), kind Enum8(''a'' = 1, ''å'' = 2),
     number UUID, address IPv4, list Array(Nullable(UInt64)), words Array(LowCardinality(String)), table Map(LowCardinality(String), UInt8), pair Tuple(n UInt8, s String),
     n_f64 Nullable(Float64), n_flag Nullable(Bool), n_day Nullable(Date), n_amount Nullable(Decimal(7, 2)), n_word Nullable(String), n_kind Nullable(Enum8(''x'' = 1))',
    (-128, -32768, -2147483648, -9223372036854775807, 255, 65535, 4294967295, 18446744073709551615, -5, 7, 1.5, 0.1, true,
     18446744073709551615, -9007199254740993, 18446744073709551614, 12.35, 0.1, '2026-03-29', '1903-02-01', '2026-03-29 03:30:00',
     '2026-10-25 00:30:00.250', 'å ä ö', 'q', NULL, 'abc', 'å',
     '9b2f8a4e-0000-4000-8000-abcdefabcdef', '10.0.0.1', [1, NULL, 18446744073709551615], ['x', 'y'], map('b', 2, 'a', 1), (1, 'z'),
     NULL, NULL, NULL, NULL, NULL, NULL),
    (127, 0, 0, 0, 0, 0, 0, 0, 0, 0, nan, inf, false,
     0, NULL, 0, -0.5, 0, '1970-01-01', '2026-02-01', '2026-01-01 00:00:00',
     '2026-01-01 00:00:00.000', '', '', 'm', 'a', 'a',
     'ffffffff-ffff-4fff-8fff-ffffffffffff', '0.0.0.0', [], [], map(), (0, ''),
     2.5, false, '2026-02-03', 12.25, 'w', 'x'))`

func TestEveryType(t *testing.T) {
	db := chtest.New(t)
	frame, outcome := read(t, db, everyType, wide())
	if outcome.Rows != 2 || outcome.Cut || outcome.Bytes == 0 {
		t.Errorf("outcome %+v", outcome)
	}
	golden(t, "every_type", frame)
	empty, _ := read(t, db, "SELECT * FROM ("+everyType+") WHERE i8 = 5", wide())
	golden(t, "no_rows", empty)
	for i, field := range frame.Fields {
		if empty.Fields[i].Type() != field.Type() {
			t.Errorf("%s is %s without rows, %s with", field.Name, empty.Fields[i].Type(), field.Type())
		}
	}
}

func TestOddColumns(t *testing.T) {
	frame, _ := read(t, chtest.New(t), "SELECT NULL AS none, toIntervalDay(3) AS days, [nan, 1.5] AS floats, [(1, 'a')] AS pairs, count() AS \"Antal å\", [toDate('2026-01-02')] AS some_days, toTime64('12:30:00', 3) AS at, '\\xff' AS broken", wide())
	golden(t, "odd_columns", frame)
}

func TestCaps(t *testing.T) {
	db := chtest.New(t)
	options := wide()
	options.MaxRows = 10
	frame, outcome := read(t, db, "SELECT number FROM numbers(1000000)", options)
	if !outcome.Cut || frame.Rows() != 10 || len(frame.Meta.Notices) != 1 || !strings.Contains(frame.Meta.Notices[0].Text, "10 raderna") {
		t.Errorf("%+v, %d rows, %v", outcome, frame.Rows(), frame.Meta.Notices)
	}
	frame, outcome = read(t, db, "SELECT number FROM numbers(10)", options)
	if outcome.Cut || frame.Rows() != 10 || len(frame.Meta.Notices) != 0 {
		t.Errorf("as many as the cap: %+v, %v", outcome, frame.Meta.Notices)
	}
	options = wide()
	options.MaxBytes, options.Language = 5000, "en"
	frame, outcome = read(t, db, "SELECT repeat('x', 1000) FROM numbers(1000000)", options)
	if !outcome.Cut || frame.Rows() != 5 || !strings.Contains(frame.Meta.Notices[0].Text, "larger than 4 kB") {
		t.Errorf("%+v, %d rows, %v", outcome, frame.Rows(), frame.Meta.Notices)
	}
}

// A fault that comes after rows have been sent is a fault.
func TestFaultsOnTheWay(t *testing.T) {
	db := chtest.New(t)
	rows, err := db.Conn(clickhouse.Owner).Query(t.Context(), "SELECT throwIf(number = 900000) FROM numbers(1000000) SETTINGS max_block_size = 1000")
	if err != nil {
		return // it came at once, which is as good
	}
	defer func() { _ = rows.Close() }()
	options := wide()
	options.MaxRows, options.MaxBytes = 10_000_000, 1<<30
	if _, _, err := Read(rows, options); err == nil {
		t.Error("the fault is lost")
	}
}

func TestDescriptions(t *testing.T) {
	for _, test := range []struct{ comment, title, unit string }{
		{"Granted home care now, hours per month.", "Granted home care now", "h_per_month"},
		{"Granted time (sv: beviljade timmar), hours per month; NULL where the service has no hours.", "Granted time", "h_per_month"},
		{"Performed home care, hours in the month; NULL where the month's visits were not delivered.", "Performed home care", "h"},
		{"Nurse visits in the month, minutes; NULL where not delivered.", "Nurse visits in the month", "min"},
		{"Cost of one working hour, SEK.", "Cost of one working hour", "sek"},
		{"Probability of the outcome, 0-1.", "Probability of the outcome", "share"},
		{"Share of the scored clients with a lower probability, 0-100.", "Share of the scored clients with a lower probability", "percent"},
		{"Age, whole years.", "Age", "years"},
		{"Mean forecast, hours in the month or persons.", "Mean forecast", ""},
		{"Performed home care / granted home care; NULL where not delivered or none granted.", "", ""},
		{"hours_now - hours_6m_ago, hours per month.", "", "h_per_month"},
		{"Area -> core.areas.area_id.", "Area", ""},
		{"Pseudonym of the client (sv: brukare); never an identity number.", "Pseudonym of the client", ""},
		{"Size as delivered, bytes.", "Size as delivered", "bytes"},
		{"", "", ""},
	} {
		got := FromComment(test.comment)
		if len(test.title) > maxTitle {
			test.title = ""
		}
		if got.Title.EN != test.title || got.Unit != test.unit {
			t.Errorf("%q: %q, %q, want %q, %q", test.comment, got.Title.EN, got.Unit, test.title, test.unit)
		}
	}
	for name, unit := range map[string]string{"granted_h_per_month": "h_per_month", "gap_h": "h", "gap_sek": "sek", "performed_share": "share", "nurse_min": "min", "n_clients": "", "match": "", "cost_sek_per_h": "sek_per_h", "h": ""} {
		if got := Unit(name, ""); got != unit {
			t.Errorf("%s: %q, want %q", name, got, unit)
		}
	}
}

// Every unit of the catalogue is one of Grafana's.
func TestUnitsAreKnown(t *testing.T) {
	for _, unit := range queries.Units() {
		if grafanaUnit(unit, "sv") == "" || grafanaUnit(unit, "en") == "" {
			t.Errorf("unit %s has no name in Grafana", unit)
		}
	}
}

func TestFieldsAreDescribed(t *testing.T) {
	options := wide()
	options.Known = map[string]Description{
		"hours":     {Title: queries.Text{SV: "Timmar", EN: "Hours"}, Unit: "h_per_month", Text: "Granted."},
		"client_id": {Title: queries.Text{SV: "Brukare", EN: "Client"}, Unit: "h"},
	}
	db := chtest.New(t)
	const sql = "SELECT 1.5 AS hours, toUInt64(7) AS client_id, 0.25 AS some_share, toDate('2026-01-01') AS day, 'x' AS plain_h"
	frame, _ := read(t, db, sql, options)
	golden(t, "described_sv", frame)
	options.Language, options.Plain = "en", true
	frame, _ = read(t, db, sql, options)
	golden(t, "described_en_plain", frame)
}

// series makes a long table: time, area, sex, hours, clients.
func series(t *testing.T) *data.Frame {
	t.Helper()
	month := func(m int) time.Time { return time.Date(2026, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }
	frame := data.NewFrame("",
		data.NewField("month", nil, []time.Time{month(2), month(1), month(1), month(3)}),
		data.NewField("area", nil, []string{"Norr", "Norr", "Söder", "Söder"}),
		data.NewField("hours", nil, []float64{2, 1, 10, 30}).SetConfig(&data.FieldConfig{Unit: "suffix: h", DisplayNameFromDS: "Timmar"}),
		data.NewField("clients", nil, []*uint32{nil, nil, nil, nil}),
		data.NewField("other", nil, []time.Time{month(1), month(1), month(1), month(1)}))
	frame.Meta = &data.FrameMeta{}
	return frame
}

func TestSeries(t *testing.T) {
	wide, err := Series(series(t), "sv")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "series", wide)
}

func TestSeriesOfOneValueIsNamedByItsLabels(t *testing.T) {
	frame := series(t)
	frame.Fields = frame.Fields[:3]
	wide, err := Series(frame, "sv")
	if err != nil {
		t.Fatal(err)
	}
	if name := wide.Fields[1].Config.DisplayNameFromDS; name != "Norr" {
		t.Errorf("named %q", name)
	}
	if value, ok := wide.Fields[1].ConcreteAt(2); ok {
		t.Errorf("a month without a row is %v, want null", value)
	}
}

func TestSeriesTellsOfWhatItLeavesOut(t *testing.T) {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	frame := data.NewFrame("", data.NewField("t", nil, []*time.Time{nil, &day, &day}), data.NewField("v", nil, []float64{1, 2, 3}))
	frame.Meta = &data.FrameMeta{}
	got, err := Series(frame, "en")
	if err != nil || got.Rows() != 2 || len(got.Meta.Notices) != 2 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestSeriesWithoutRowsKeepsItsValues(t *testing.T) {
	frame := series(t).EmptyCopy()
	frame.Meta = &data.FrameMeta{}
	got, err := Series(frame, "sv")
	if err != nil || len(got.Fields) != 3 || got.Rows() != 0 || got.Meta.Type != data.FrameTypeTimeSeriesWide {
		t.Errorf("%v, %v", got, err)
	}
}

func TestNoSeries(t *testing.T) {
	for _, frame := range []*data.Frame{
		data.NewFrame("", data.NewField("v", nil, []float64{1})),
		data.NewFrame("", data.NewField("t", nil, []time.Time{{}}), data.NewField("s", nil, []string{"x"})),
	} {
		if _, err := Series(frame, "sv"); err == nil {
			t.Errorf("%v became a series", frame)
		}
	}
}

var _ Rows = driver.Rows(nil)
