package export

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/export/workbook"
)

// runWorkbook writes the workbook of the forecast. All is read before the first byte
// goes out.
func runWorkbook(ctx context.Context, conn driver.Conn, r Request, out io.Writer, begin func(Result) error) (Result, error) {
	if err := knownAreas(ctx, conn, r.Areas); err != nil {
		return Result{}, err
	}
	data, err := workbook.Read(ctx, conn, workbook.Scope{Areas: r.Areas, Scenario: r.Scenario})
	switch {
	case errors.Is(err, workbook.ErrNoScenario), errors.Is(err, workbook.ErrNoForecast):
		return Result{}, RequestError{err}
	case err != nil:
		return Result{}, err
	}
	result := Result{
		ID: uuid.New(), Object: "model.forecasts, mart.staffing", Objects: workbook.Objects(), Filter: r.filter(nil), Purpose: r.Purpose,
		RunID: data.Run.ID, QueryID: data.QueryID, QueryHash: hashOf(data.Queries),
	}
	runs, err := readRuns(ctx, conn, []uint64{data.Run.ID})
	if err != nil {
		return result, err
	}
	facts := func(rows uint64) []workbook.Fact {
		counted := result
		counted.Rows = rows
		var facts []workbook.Fact
		for _, f := range (origin{Request: r, Result: counted, Runs: runs, DataTo: data.DataTo}).facts() {
			facts = append(facts, workbook.Fact(f))
		}
		return facts
	}
	if err := begin(result); err != nil {
		return result, err
	}
	counter := &counting{out: out}
	rows, err := workbook.Write(counter, data, workbook.Options{Clean: Defuse, Facts: facts})
	if err == nil || counter.bytes > 0 {
		result.Rows = rows
	}
	return result, err
}

// counting counts what goes through it.
type counting struct {
	out   io.Writer
	bytes uint64
}

func (c *counting) Write(text []byte) (int, error) {
	n, err := c.out.Write(text)
	c.bytes += uint64(n)
	return n, err
}

// hashOf is the first 8 bytes of SHA-256 of texts.
func hashOf(texts []string) uint64 {
	h := sha256.New()
	for _, text := range texts {
		_, _ = io.WriteString(h, text+"\x00") // a hash takes all that is written
	}
	return binary.BigEndian.Uint64(h.Sum(nil))
}
