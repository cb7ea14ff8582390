package cookbook_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// page is the page that is tested.
const page = "../../../docs/sql.md"

// mayBeEmpty in a query says that it is right for it to return nothing.
const mayBeEmpty = "-- may return no rows"

// questions is how many the page promises.
const questions = 21

// recipe is a query of the page.
type recipe struct {
	title   string
	text    string // what stands around the query
	query   string
	returns []string // columns that the first line promises
}

// readRecipes takes the page apart: a heading of the second level, text, one block
// of SQL, text.
func readRecipes(t *testing.T) []recipe {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var recipes []recipe
	for _, section := range strings.Split(string(text), "\n## ")[1:] {
		title, rest, _ := strings.Cut(section, "\n")
		blocks := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(rest, -1)
		if len(blocks) != 1 {
			t.Errorf("%s: has %d blocks of SQL, want one", title, len(blocks))
			continue
		}
		query := blocks[0][1]
		first, _, _ := strings.Cut(query, "\n")
		promise, ok := strings.CutPrefix(first, "-- returns: ")
		if !ok {
			t.Errorf("%s: the first line of the SQL is %q, want -- returns: a, b, c", title, first)
			continue
		}
		recipes = append(recipes, recipe{title: title, text: strings.Replace(rest, blocks[0][0], "", 1), query: query, returns: strings.Split(promise, ", ")})
	}
	return recipes
}

func TestEveryQueryReturnsWhatThePagePromises(t *testing.T) {
	recipes := readRecipes(t)
	if len(recipes) != questions {
		t.Errorf("the page has %d questions, want %d", len(recipes), questions)
	}
	analyst := municipality(t)
	for _, r := range append(recipes, readModelPages(t)...) {
		t.Run(r.title, func(t *testing.T) {
			columns, rows, err := run(t.Context(), analyst, r.query)
			switch {
			case err != nil:
				t.Error(err)
			case !slices.Equal(columns, r.returns):
				t.Errorf("it returns %v, the page promises %v", columns, r.returns)
			case rows == 0 && !strings.Contains(r.query, mayBeEmpty):
				t.Error("it returns no rows")
			}
		})
	}
}

// readModelPages reads the queries of the pages on models: any number in a page.
func readModelPages(t *testing.T) []recipe {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(page), "models", "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatal("no pages on models", err)
	}
	var recipes []recipe
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n, block := range regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
			first, _, _ := strings.Cut(block[1], "\n")
			promise, ok := strings.CutPrefix(first, "-- returns: ")
			if !ok {
				t.Errorf("%s: the first line of the SQL is %q, want -- returns: a, b, c", filepath.Base(file), first)
				continue
			}
			recipes = append(recipes, recipe{title: fmt.Sprintf("%s %d", filepath.Base(file), n+1), query: block[1], returns: strings.Split(promise, ", ")})
		}
	}
	return recipes
}

// run counts the rows of a query.
func run(ctx context.Context, conn driver.Conn, query string) (columns []string, n int, err error) {
	rows, err := conn.Query(ctx, query)
	if err != nil {
		return nil, 0, fmt.Errorf("query: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		n++
	}
	return rows.Columns(), n, rows.Err()
}

func TestEveryQuestionIsExplained(t *testing.T) {
	for _, r := range readRecipes(t) {
		before, after, ok := strings.Cut(r.text, "**Read it so.** ")
		if !ok || len(strings.TrimSpace(before)) < 40 || len(strings.TrimSpace(after)) < 40 {
			t.Errorf("%s: want a text before the query, and **Read it so.** after it", r.title)
		}
	}
}

// The table at the top leads to every question.
func TestEveryQuestionIsInTheTable(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readRecipes(t) {
		number, _, _ := strings.Cut(r.title, ".")
		anchor := regexp.MustCompile(`[^a-z0-9åäö -]`).ReplaceAllString(strings.ToLower(r.title), "")
		link := "[" + number + "](#" + strings.ReplaceAll(anchor, " ", "-") + ")"
		if !strings.Contains(string(text), link) {
			t.Errorf("the table lacks %s", link)
		}
	}
}

// A query of the page must not depend on rights that the analyst lacks, nor change
// anything.
func TestEveryQueryOnlyReads(t *testing.T) {
	for _, r := range append(readRecipes(t), readModelPages(t)...) {
		for _, name := range regexp.MustCompile(`\b(raw|stg|vault|system)\.\w+`).FindAllString(r.query, -1) {
			t.Errorf("%s reads %s, which is not for analysts", r.title, name)
		}
	}
}
