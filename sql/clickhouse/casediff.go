package clickhouse

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// compareCase reads the object's rows and notes those that are missing or too
// many, in any order.
func compareCase(ctx context.Context, conn driver.Conn, example sqlfs.Case, finding *Finding) error {
	columns := example.ExpectColumns()
	var quoted []string
	for _, column := range columns {
		quoted = append(quoted, sqlfs.Quoted(column))
	}
	database, name, _ := strings.Cut(example.Object, ".")
	have, err := Texts(ctx, conn, "SELECT "+strings.Join(quoted, ", ")+" FROM "+sqlfs.Qualified(database, name), nil)
	if err != nil {
		return err
	}
	want, err := expected(example, len(columns))
	if err != nil {
		return err
	}
	missing, extra := rowDifference(want, have)
	finding.Columns = append([]string{"which"}, columns...)
	for _, row := range missing {
		finding.Rows = append(finding.Rows, append([]string{"missing"}, row...))
	}
	for _, row := range extra {
		finding.Rows = append(finding.Rows, append([]string{"unexpected"}, row...))
	}
	return nil
}

func expected(example sqlfs.Case, columns int) ([][]string, error) {
	var rows [][]string
	for i, line := range strings.Split(strings.TrimRight(example.Expect, "\r\n"), "\n") {
		if i == 0 {
			continue // names
		}
		row := strings.Split(strings.TrimRight(line, "\r"), "\t")
		if len(row) != columns {
			return nil, fmt.Errorf("sql/%s:%d: has %d fields, want %d", example.File, i+1, len(row), columns)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// rowDifference returns the rows of want that have lacks, and the other way round.
func rowDifference(want, have [][]string) (missing, extra [][]string) {
	left := slices.Clone(have)
	for _, row := range want {
		i := slices.IndexFunc(left, func(other []string) bool { return slices.EqualFunc(row, other, sameValue) })
		if i < 0 {
			missing = append(missing, row)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	return missing, left
}

// tolerance is the relative difference below which two numbers are the same: sums
// of doubles differ in the last digits with the order of adding.
const tolerance = 1e-9

func sameValue(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && math.Abs(x-y) <= tolerance*math.Max(1, math.Abs(x))
}

func temporaryDir() (string, error) {
	dir, err := os.MkdirTemp("", "framsyn-cases-")
	if err != nil {
		return "", fmt.Errorf("make a folder for the cases: %w", err)
	}
	return dir, nil
}
