package export

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/selections"
)

// origin says where an export comes from.
type origin struct {
	Request   Request
	Result    Result
	Selection *selections.Selection // nil where none
	Runs      []run                 // whose numbers are in it
	DataTo    time.Time             // newest delivered month; zero where none
	Columns   []Column
}

// run is a row of model.runs.
type run struct {
	ID          uint64
	Model       string
	Method      string
	Target      string
	AsOf        time.Time
	TrainedFrom time.Time
	TrainedTo   time.Time
	Version     string
	Created     time.Time
}

// fact is a line of the origin.
type fact struct{ Name, Value string }

// facts are the lines of the sheet Ursprung, in Swedish for its readers.
func (o origin) facts() []fact {
	facts := []fact{
		{"Uttag", string(o.Request.What)},
		{"Källa", o.Result.Object},
		{"Tidpunkt", o.Request.At.Format("2006-01-02 15:04:05 -07:00")},
		{"Uttaget av", o.Request.User},
		{"Ändamål", o.Result.Purpose},
		{"Villkor", o.Result.Filter},
		{"Antal rader", strconv.FormatUint(o.Result.Rows, 10)},
		{"Antal personer", strconv.FormatUint(o.Result.Clients, 10)},
		{"Data till och med", monthText(o.DataTo)},
		{"Program", "framsyn " + o.Request.Version},
		{"Uttagets nummer", o.Result.ID.String()},
	}
	if s := o.Request.Statement; s != nil {
		facts = append(facts, fact{"Fråga", s.Title})
	}
	if s := o.Selection; s != nil {
		facts = append(facts,
			fact{"Urval", s.Name}, fact{"Urvalets mål", s.Goal}, fact{"Urvalets beskrivning", s.Description}, fact{"Urvalets villkor", s.Filter})
	}
	for _, r := range o.Runs {
		facts = append(facts,
			fact{"Modellkörning", strconv.FormatUint(r.ID, 10)},
			fact{"Modell", strings.TrimSpace(r.Model + " " + r.Target)},
			fact{"Metod", r.Method},
			fact{"Ser framåt från", r.AsOf.Format(time.DateOnly)},
			fact{"Tränad på månaderna", monthText(r.TrainedFrom) + " till " + monthText(r.TrainedTo)},
			fact{"Körd", r.Created.Format("2006-01-02 15:04 MST")},
			fact{"Körd med", "framsyn " + r.Version})
	}
	return facts
}

// unit is a column's unit by the ending of its name, in Swedish; the comment
// says the rest.
func unit(column Column) string {
	if column.Kind == Text || column.Kind == Boolean || column.IsIdentifier() {
		return ""
	}
	for _, known := range []struct{ ending, unit string }{
		{"_h_per_month", "timmar per månad"},
		{"_h_per_person_80plus", "timmar per månad och invånare 80+"},
		{"_sek_per_h", "kr per timme"},
		{"_share", "andel 0–1"},
		{"_probability", "sannolikhet 0–1"},
		{"_percentile", "0–100"},
		{"_years", "år"},
		{"_months", "månader"},
		{"_days", "dagar"},
		{"_date", "datum"},
		{"_sek", "kr"},
		{"_min", "minuter"},
		{"_h", "timmar"},
	} {
		if strings.HasSuffix(column.Name, known.ending) {
			return known.unit
		}
	}
	switch {
	case column.Name == "month":
		return "månadens första dag"
	case strings.HasPrefix(column.Name, "hours_"):
		return "timmar per månad"
	case strings.HasPrefix(column.Name, "n_"), strings.HasPrefix(column.Name, "persons_"):
		return "antal"
	case strings.HasPrefix(column.Name, "limitation_"):
		return "0–4"
	}
	return ""
}

// readRuns returns the runs of the numbers in an export.
func readRuns(ctx context.Context, conn driver.Conn, ids []uint64) ([]run, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatUint(id, 10)
	}
	ctx = withParameters(ctx, map[string]string{"ids": "[" + strings.Join(texts, ",") + "]"})
	rows, err := conn.Query(ctx, `SELECT run_id, model, method, target, as_of_date, trained_from, trained_to, app_version, created_at
		FROM model.runs WHERE has({ids:Array(UInt64)}, run_id) ORDER BY run_id`)
	if err != nil {
		return nil, fmt.Errorf("read model.runs: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var runs []run
	for rows.Next() {
		var r run
		if err := rows.Scan(&r.ID, &r.Model, &r.Method, &r.Target, &r.AsOf, &r.TrainedFrom, &r.TrainedTo, &r.Version, &r.Created); err != nil {
			return nil, fmt.Errorf("read model.runs: %w", err)
		}
		runs = append(runs, r)
	}
	return runs, rows.Err()
}

// newestMonth is the newest month for which anything has been delivered.
func newestMonth(ctx context.Context, conn driver.Conn) (time.Time, error) {
	var n uint64
	var month time.Time
	if err := conn.QueryRow(ctx, "SELECT count(), max(month) FROM core.delivered_months").Scan(&n, &month); err != nil {
		return time.Time{}, fmt.Errorf("read core.delivered_months: %w", err)
	}
	if n == 0 {
		return time.Time{}, nil
	}
	return month, nil
}
