package selections

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Where is the form in which a checked condition runs: on lines of its own, as the
// one argument of a function that changes nothing. What closes the function's
// bracket early, or adds to it, is seen in the parsed query.
func Where(condition string) string { return "identity(\n" + condition + "\n)" }

// CheckCondition tells whether a text is one condition on mart.candidates that
// may be run: no comment, no semicolon, one expression for the engine's parser,
// names and types that exist. The error is a [Fault] that shows where it
// is wrong.
func CheckCondition(ctx context.Context, conn driver.Conn, condition string) error {
	if err := checkTokens(condition); err != nil {
		return err
	}
	lines, err := parsed(ctx, conn, condition)
	if err != nil {
		return conditionError(err, condition)
	}
	if !isOneExpression(lines) {
		return faultf("the condition is not one expression: it must be what could stand in brackets after WHERE\n%s", condition)
	}
	if err := checkNodes(ctx, conn, lines); err != nil {
		return err
	}
	var n uint64
	err = conn.QueryRow(ctx, "SELECT count() FROM mart.candidates WHERE "+Where(condition)).Scan(&n)
	return conditionError(err, condition)
}

// checkTokens looks for what has no place in an expression, and for brackets and
// quotes that do not match.
func checkTokens(condition string) error {
	depth := 0
	for _, token := range sqlfs.Tokens(condition) {
		wrong := ""
		switch {
		case token.Kind == sqlfs.TokenComment:
			wrong = "a comment has no place in a condition"
		case !token.Complete:
			wrong = "a quote is not closed"
		case token.Kind != sqlfs.TokenSymbol:
			continue
		case token.Text == ";":
			wrong = "a semicolon has no place in a condition"
		case token.Text == "(":
			depth++
		case token.Text == ")":
			depth--
			if depth < 0 {
				wrong = "a bracket is closed that was not opened"
			}
		}
		if wrong != "" {
			line, column := place(condition, token.Offset)
			return pointing(condition, line, column, wrong)
		}
	}
	if depth > 0 {
		line, column := place(condition, len(condition))
		return pointing(condition, line, column, "a bracket is not closed")
	}
	return nil
}

// parsed returns the engine's syntax tree of a query with the condition.
func parsed(ctx context.Context, conn driver.Conn, condition string) ([]string, error) {
	rows, err := conn.Query(ctx, "EXPLAIN AST SELECT count() FROM mart.candidates WHERE "+Where(condition))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, rows.Err()
}

// isOneExpression tells whether the tree is that of one SELECT with three parts,
// whose condition is the function around the condition with one argument.
func isOneExpression(lines []string) bool {
	head := []string{"SelectWithUnionQuery (children 1)", " ExpressionList (children 1)", "  SelectQuery (children 3)"}
	if len(lines) < len(head) || !slices.Equal(lines[:len(head)], head) {
		return false
	}
	var parts []string
	var argument string
	for i, line := range lines[len(head):] {
		if depth(line) == len(head) {
			parts = append(parts, strings.TrimSpace(line))
			if next := len(head) + i + 1; next < len(lines) {
				argument = strings.TrimSpace(lines[next])
			}
		}
	}
	return slices.Equal(parts, []string{"ExpressionList (children 1)", "TablesInSelectQuery (children 1)", "Function identity (children 1)"}) &&
		argument == "ExpressionList (children 1)"
}

// checkNodes refuses settings, and names for parts of the condition that are
// columns of the table, for these would be taken for the columns.
func checkNodes(ctx context.Context, conn driver.Conn, lines []string) error {
	columns, err := candidateColumns(ctx, conn)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if strings.TrimSpace(line) == "Set" {
			return faultf("SETTINGS has no place in a condition")
		}
		_, alias, _ := strings.Cut(line, "(alias ")
		if name, _, ok := strings.Cut(alias, ")"); ok && slices.Contains(columns, name) {
			return faultf("the condition gives a part of it the name %s, which is a column: choose another name", name)
		}
	}
	return nil
}

func depth(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// codeDenied is the engine's code for a missing privilege.
const codeDenied = 497

// conditionError makes an error of the engine one about the condition.
func conditionError(err error, condition string) error {
	var exception *ch.Exception
	if err == nil || !errors.As(err, &exception) {
		return err
	}
	message := exception.Message
	if exception.Code == codeDenied {
		return faultf("the condition reads what an analyst may not: %s", message)
	}
	if found := regexp.MustCompile(`\(line (\d+), col (\d+)\)`).FindStringSubmatch(message); found != nil {
		line, _ := strconv.Atoi(found[1])
		column, _ := strconv.Atoi(found[2])
		_, expected, _ := strings.Cut(message, "Expected ")
		return pointing(condition, line-1, column, shortened("expected "+expected)) // the condition begins on line 2
	}
	before, after, _ := strings.Cut(message, " in scope ")
	if _, hint, ok := strings.Cut(after, "Maybe you meant: "); ok {
		before += "; perhaps you meant " + hint
	}
	before, _, _ = strings.Cut(before, " In query ")
	before, _, _ = strings.Cut(before, ": In scope ")
	before, _, _ = strings.Cut(before, " In scope ")
	return faultf("the condition cannot be used: %s\n%s", before, condition)
}

// pointing is an error that shows the line at fault and points at the column.
func pointing(condition string, line, column int, what string) error {
	lines := strings.Split(condition, "\n")
	if line > len(lines) { // the parser missed something after the end
		line, what = len(lines), "something is missing at the end"
		column = len(lines[line-1]) + 1
	}
	line = max(line, 1)
	return faultf("the condition is wrong at line %d, column %d: %s\n%s\n%s^", line, column, what,
		strings.ReplaceAll(lines[line-1], "\t", " "), strings.Repeat(" ", max(column-1, 0)))
}

// place gives line and column, from 1, of an offset.
func place(text string, offset int) (line, column int) {
	before := text[:offset]
	return 1 + strings.Count(before, "\n"), offset - strings.LastIndex(before, "\n")
}

// shortened cuts the parser's long lists of what could have stood there.
func shortened(message string) string {
	const most = 120
	message = strings.Join(strings.Fields(message), " ")
	if len(message) <= most {
		return message
	}
	cut := strings.LastIndex(message[:most], ",")
	return message[:max(cut, 0)] + " …"
}

func candidateColumns(ctx context.Context, conn driver.Conn) (names []string, err error) {
	err = conn.QueryRow(ctx, `SELECT groupArray(column) FROM ops.data_dictionary WHERE database = 'mart' AND object = 'candidates' AND column_position > 0`).Scan(&names)
	if err != nil {
		return nil, fmt.Errorf("read ops.data_dictionary: %w", err)
	}
	return names, nil
}
