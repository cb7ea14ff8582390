package frames

import (
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/framsyn/framsyn/sql/queries"
)

// Rows is a result as the driver gives it.
type Rows interface {
	Next() bool
	Scan(destinations ...any) error
	ColumnTypes() []driver.ColumnType
	Err() error
}

// Options says how to read.
type Options struct {
	MaxRows   int                    // more are left unread
	MaxBytes  int                    // of values, about; more are left unread
	Known     map[string]Description // columns of which something is known
	Language  string                 // sv or en
	Plain     bool                   // fields keep the names of the columns
	CanFilter bool                   // the query takes ad hoc filters: Grafana may offer them in cells of columns that are known
}

// Outcome says how much was read.
type Outcome struct {
	Rows  int  `json:"rows"`
	Bytes int  `json:"bytes"`
	Cut   bool `json:"cut"` // a cap was reached: there are more rows
}

// Read reads rows into a frame, up to the caps. The caller closes the rows, after
// cancelling the query where the outcome is cut.
func Read(rows Rows, options Options) (*data.Frame, Outcome, error) {
	columns := rows.ColumnTypes()
	readers := make([]reader, len(columns))
	destinations := make([]any, len(columns))
	for i, column := range columns {
		readers[i] = newReader(column)
		destinations[i] = readers[i].destination
	}
	var outcome Outcome
	for rows.Next() {
		if outcome.Rows >= options.MaxRows || outcome.Bytes >= options.MaxBytes {
			outcome.Cut = true
			break
		}
		if err := rows.Scan(destinations...); err != nil {
			return nil, outcome, fmt.Errorf("read row %d: %w", outcome.Rows+1, err)
		}
		for _, r := range readers {
			outcome.Bytes += r.add()
		}
		outcome.Rows++
	}
	if err := rows.Err(); err != nil {
		return nil, outcome, err
	}
	frame := data.NewFrame("")
	for i, column := range columns {
		field := readers[i].field()
		field.Config = options.config(column)
		frame.Fields = append(frame.Fields, field)
	}
	frame.Meta = &data.FrameMeta{Type: data.FrameTypeTable}
	if outcome.Cut {
		Notify(frame, data.NoticeSeverityWarning, cutText(outcome, options).In(options.Language))
	}
	return frame, outcome, nil
}

func cutText(outcome Outcome, options Options) queries.Text {
	if outcome.Rows >= options.MaxRows {
		return queries.Text{
			SV: fmt.Sprintf("Bara de första %d raderna visas: det finns fler. Begränsa frågan, eller summera.", outcome.Rows),
			EN: fmt.Sprintf("Only the first %d rows are shown: there are more. Limit the query, or aggregate.", outcome.Rows),
		}
	}
	return queries.Text{
		SV: fmt.Sprintf("Bara de första %d raderna visas: svaret är större än %d kB. Välj färre kolumner eller rader.", outcome.Rows, options.MaxBytes>>10),
		EN: fmt.Sprintf("Only the first %d rows are shown: the answer is larger than %d kB. Choose fewer columns or rows.", outcome.Rows, options.MaxBytes>>10),
	}
}

// Notify adds a notice to a frame.
func Notify(frame *data.Frame, severity data.NoticeSeverity, text string) {
	if frame.Meta == nil {
		frame.Meta = &data.FrameMeta{}
	}
	frame.Meta.Notices = append(frame.Meta.Notices, data.Notice{Severity: severity, Text: text})
}
