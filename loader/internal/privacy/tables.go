package privacy

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// looks is the form without the check digit, for the engine to find what is worth a
// closer look: a date, four places, and no digit before or after.
const looks = `(?:^|[^0-9])(?:(?:18|19|20)[0-9]{2}|[0-9]{2})(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278][0-9]|[39][01])(?:[-+ ]|–)?[0-9][0-9A-Za-z]{3}(?:[^0-9]|$)` +
	`|(?:^|[^0-9])(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278][0-9]|[39][01])[-+]?[0-9A-Za-z]{4}(?:[^0-9]|$)`

// column is a column to look at.
type column struct{ database, table, name, typ string }

func (c column) place() string { return c.database + "." + c.table + "." + c.name }

// isNumber are types whose values can be the ten or twelve digits of a number.
var isNumber = regexp.MustCompile(`^(Nullable\()?(U?Int(32|64|128|256)|Float(32|64)|Decimal\(.*\))\)?$`)

// withoutText are types that cannot hold one.
var withoutText = regexp.MustCompile(`^(Nullable\()?(U?Int\d+|Float\d+|Decimal.*|Bool|Date.*|UUID|Enum.*|IPv.)\)?$`)

// columns lists every column of every table but the vault's, and of the engine's own logs.
func columns(ctx context.Context, conn driver.Conn) ([]column, error) {
	var all []column
	err := clickhouse.Each(ctx, conn, `SELECT database, table, name, type FROM system.columns
		WHERE (database, table) IN (SELECT database, name FROM system.tables WHERE engine LIKE '%MergeTree' AND total_rows > 0
			AND (database NOT IN ('vault', 'system', 'INFORMATION_SCHEMA', 'information_schema') OR database = 'system' AND match(name, '_log(_[0-9]+)?$')))
		ORDER BY database, table, position`, nil, func(row driver.Rows) error {
		var c column
		err := row.Scan(&c.database, &c.table, &c.name, &c.typ)
		all = append(all, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list columns: %w", err)
	}
	return all, nil
}

// test is an expression that counts the values worth a closer look, or empty.
func (c column) test() string {
	q := "`" + c.name + "`"
	if isNumber.MatchString(c.typ) {
		return "countIf(" + numberTest(q) + ")"
	}
	if withoutText.MatchString(c.typ) {
		return ""
	}
	return "countIf(" + c.textTest() + ")"
}

// textTest asks whether a text has the form. Codes are asked as they are: the engine then
// looks at each word once, not at each row.
func (c column) textTest() string {
	q := "`" + c.name + "`"
	if c.typ != "String" && c.typ != "LowCardinality(String)" {
		q = "ifNull(toString(" + q + "), '')"
	}
	return "match(" + q + ", " + sqlfs.Literal(looks) + ")"
}

// numberTest asks for a number whose digits have month and day where an identity number has them.
func numberTest(q string) string {
	float := "toFloat64(ifNull(" + q + ", 0))"
	value := "toInt64(if(" + float + " BETWEEN 1010001 AND 209912319999, " + float + ", 0))"
	monthDay := "intDiv(" + value + ", 10000) % 10000"
	return "(" + value + " BETWEEN 1010001 AND 9999999999 OR " + value + " BETWEEN 190001010000 AND 209912319999) AND intDiv(" + monthDay +
		", 100) BETWEEN 1 AND 12 AND (" + monthDay + " % 100 BETWEEN 1 AND 31 OR " + monthDay + " % 100 BETWEEN 61 AND 91)"
}

// table looks at the columns of one table: one pass for all of them, and one more for
// each that has something.
func (s *scan) table(ctx context.Context, cs []column) error {
	var tests []string
	var tested []column
	for _, c := range cs {
		if test := c.test(); test != "" {
			tests, tested = append(tests, test), append(tested, c)
		}
	}
	if len(tests) == 0 {
		return nil
	}
	var counts []uint64
	name := sqlfs.Qualified(cs[0].database, cs[0].table)
	err := s.conn.QueryRow(ctx, "SELECT ["+strings.Join(tests, ", ")+"] FROM "+name).Scan(&counts)
	if err != nil {
		return fmt.Errorf("look at %s: %w", name, err)
	}
	s.report.Columns += len(tested)
	for i, c := range tested {
		if counts[i] == 0 {
			continue
		}
		look := s.textColumn
		if isNumber.MatchString(c.typ) {
			look = s.numberColumn
		}
		if err := look(ctx, c); err != nil {
			return fmt.Errorf("look at %s: %w", c.place(), err)
		}
	}
	return nil
}

// values gives the distinct values of a column that meet a condition, and their rows.
func (s *scan) values(ctx context.Context, c column, condition string, use func(value string, rows uint64)) error {
	q := "`" + c.name + "`"
	query := "SELECT ifNull(toString(" + q + "), '') AS value, count() FROM " + sqlfs.Qualified(c.database, c.table) + " WHERE " + condition + " GROUP BY value"
	return clickhouse.Each(ctx, s.conn, query, nil, func(row driver.Rows) error {
		var value string
		var rows uint64
		err := row.Scan(&value, &rows)
		use(value, rows)
		return err
	})
}

func (s *scan) textColumn(ctx context.Context, c column) error {
	var total Count
	err := s.values(ctx, c, c.textTest(), func(value string, rows uint64) {
		if n := s.finder.text([]byte(value)); n != (Count{}) {
			total.add(firstOf(n), int(rows))
		}
	})
	s.note("table", c.place(), total)
	return err
}

// firstOf counts a row once, by the worst of what is in it.
func firstOf(n Count) Count {
	switch {
	case n.Persons > 0:
		return Count{Persons: 1}
	case n.Forms > 0:
		return Count{Forms: 1}
	}
	return Count{Chance: 1}
}

// Of ten digits taken by chance, dates are 12 · 62 of 10,000, and one in ten of these
// has a right check digit. What the engine gives has the date already.
const chanceOfCheckDigit = 0.1

// Numbers of nobody known count as found when there are this many, and this many times
// as many as chance gives; chosen so that a column of sizes or counters hardly ever is.
const (
	leastForms = 5
	timesMore  = 5
)

func (s *scan) numberColumn(ctx context.Context, c column) error {
	var persons, forms, values int
	err := s.values(ctx, c, numberTest("`"+c.name+"`"), func(value string, rows uint64) {
		digits, fraction, _ := strings.Cut(value, ".")
		if strings.Trim(fraction, "0") != "" {
			return // no whole number
		}
		if n, err := strconv.ParseUint(digits, 10, 64); err == nil && len(digits) < 10 {
			digits = fmt.Sprintf("%010d", n) // zeros before it are lost in a number
		}
		values++
		switch n := s.finder.text([]byte(digits)); {
		case n.Persons > 0:
			persons += int(rows)
		case n.Forms > 0:
			forms++
		}
	})
	total := Count{Persons: persons}
	if forms >= leastForms && float64(forms) > timesMore*chanceOfCheckDigit*float64(values) {
		total.Forms = forms
	} else {
		total.Chance = forms
	}
	s.note("table", c.place(), total)
	return err
}
