package export

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"
)

// Result is what an export gave, as its rows in the logs say.
type Result struct {
	ID        uuid.UUID
	Object    string   // whose rows were exported
	Objects   []string // all that was read
	Filter    string   // which part
	Purpose   string
	Rows      uint64            // written so far, where it failed
	Clients   uint64            // clients among them; 0 for aggregates
	clients   map[uint64]string // them, with their areas where the rows tell
	Bytes     uint64            // written
	RunID     uint64            // run that the numbers came from; 0 where none, the first row's where several
	QueryID   string
	QueryHash uint64 // of the query's text and parameters
}

// Run writes an export to out, row by row as they come, and returns what it gave.
// conn should be the analyst's. It writes no log: [ToFile], [ToStream] and
// [ToReader] do. A fault of the request is a [RequestError]. When an error comes
// after the first row, what was written is incomplete and the result tells how much
// it was.
func Run(ctx context.Context, conn driver.Conn, r Request, out io.Writer) (Result, error) {
	return perform(ctx, conn, r, out, func(Result) error { return nil })
}

// perform is Run that calls begin when the data is there and nothing has been written.
func perform(ctx context.Context, conn driver.Conn, r Request, out io.Writer, begin func(Result) error) (Result, error) {
	if err := r.Validate(); err != nil {
		return Result{}, err
	}
	if r.What == Plan {
		return runWorkbook(ctx, conn, r, out, begin)
	}
	p, err := planOf(ctx, conn, r)
	if err != nil {
		return Result{}, err
	}
	result := Result{
		ID: uuid.New(), Object: p.Object, Objects: p.Objects, Filter: r.filter(p.Selection), Purpose: r.Purpose,
		QueryID: uuid.NewString(), QueryHash: p.hash(),
	}
	if result.Purpose == "" && p.Selection != nil {
		result.Purpose = p.Selection.Purpose
	}
	if r.Format == XLSX {
		if err := p.fitsXLSX(ctx, conn); err != nil {
			return result, err
		}
	}
	w := newWriter(r.Format, out)
	defer w.abandon()
	columns, runs, err := p.copyRows(ctx, conn, w, &result, begin)
	if err != nil {
		return result, err
	}
	o := origin{Request: r, Result: result, Selection: p.Selection, Columns: columns}
	if o.Runs, err = readRuns(ctx, conn, runs); err != nil {
		return result, err
	}
	if o.DataTo, err = newestMonth(ctx, conn); err != nil {
		return result, err
	}
	return result, w.end(o)
}

// planOf is the plan of a request.
func planOf(ctx context.Context, conn driver.Conn, r Request) (*plan, error) {
	s := r.Statement
	if s == nil {
		return newPlan(ctx, conn, r)
	}
	return &plan{
		Query: s.SQL, Parameters: s.Parameters, Object: strings.Join(s.Objects, ", "), Objects: s.Objects,
		OfClients: s.OfClients, Comments: s.Comments,
	}, nil
}

func newWriter(format Format, out io.Writer) writer {
	switch format {
	case CSVSE:
		return newCSVSE(out)
	case XLSX:
		return newXLSX(out)
	case Parquet:
		return newParquet(out)
	case CSV:
	}
	return newCSV(out)
}

// fitsXLSX refuses what Excel has no room for before anything is written.
func (p *plan) fitsXLSX(ctx context.Context, conn driver.Conn) error {
	var n uint64
	if err := conn.QueryRow(withParameters(ctx, p.Parameters), "SELECT count() FROM (\n"+p.Query+"\n)").Scan(&n); err != nil {
		return fmt.Errorf("count the rows: %w", err)
	}
	if n > maxRowsXLSX-1 {
		return tooManyForXLSX(n)
	}
	return nil
}

// copyRows writes the rows, counts them in result, and returns the columns and
// the runs that the rows name.
func (p *plan) copyRows(ctx context.Context, conn driver.Conn, w writer, result *Result, begin func(Result) error) (columns []Column, runs []uint64, err error) {
	rows, err := conn.Query(ch.Context(ctx, ch.WithParameters(p.Parameters), ch.WithQueryID(result.QueryID)), p.Query)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", p.Object, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if columns, err = p.columns(rows.ColumnTypes()); err != nil {
		return nil, nil, err
	}
	if err := begin(*result); err != nil {
		return nil, nil, err
	}
	if err := w.begin(columns); err != nil {
		return nil, nil, err
	}
	scan := newScanner(columns, rows.ColumnTypes())
	clients := newClients(p, columns)
	runColumn := slices.IndexFunc(columns, func(c Column) bool { return c.Name == "run_id" })
	result.clients = clients.seen
	for rows.Next() {
		values, err := scan.row(rows)
		if err != nil {
			return nil, nil, err
		}
		if err := w.row(values); err != nil {
			return nil, nil, err
		}
		result.Rows++
		result.Clients = clients.add(values)
		if runColumn >= 0 {
			runs = withRun(runs, values[runColumn])
		}
	}
	if len(runs) == 0 && p.RunID != 0 {
		runs = []uint64{p.RunID}
	}
	if len(runs) > 0 {
		result.RunID = runs[0]
	}
	if err := rows.Err(); err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", p.Object, err)
	}
	return columns, runs, nil
}

// columns are those of the result.
func (p *plan) columns(types []driver.ColumnType) ([]Column, error) {
	columns := make([]Column, len(types))
	for i, t := range types {
		column, err := newColumn(t.Name(), t.DatabaseTypeName())
		if err != nil {
			return nil, err
		}
		column.Comment = p.Comments[column.Name]
		columns[i] = column
	}
	return columns, nil
}

func withRun(runs []uint64, value any) []uint64 {
	id, ok := value.(uint64)
	if !ok || slices.Contains(runs, id) {
		return runs
	}
	return append(runs, id)
}

// hash is the first 8 bytes of SHA-256 of query and parameters.
func (p *plan) hash() uint64 {
	h := sha256.New()
	_, _ = io.WriteString(h, p.Query) // a hash takes all that is written
	for _, name := range slices.Sorted(maps.Keys(p.Parameters)) {
		_, _ = io.WriteString(h, "\x00"+name+"\x00"+p.Parameters[name])
	}
	return binary.BigEndian.Uint64(h.Sum(nil))
}
