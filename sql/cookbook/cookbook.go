package cookbook

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
)

//go:embed *.sql
var embedded embed.FS

// Question is something to ask in SQL.
type Question struct {
	Number int          `json:"number"`
	Title  queries.Text `json:"title"`
	Text   queries.Text `json:"text"`  // what one learns
	Group  string       `json:"group"` // of Groups
	SQL    string       `json:"sql"`   // its first line says which columns it returns
}

// Groups returns what questions are for.
func Groups() []string {
	return []string{"selection", "follow-up", "forecast", "model", "data", "trend"}
}

// Questions returns all questions by number.
func Questions() ([]Question, error) { return read(embedded) }

func read(files fs.FS) ([]Question, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	var found []Question
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		question, err := parse(name, string(text))
		if err != nil {
			return nil, err
		}
		if question.Number != len(found)+1 {
			return nil, &sqlfs.Fault{File: "cookbook/" + name, Line: 1, Text: fmt.Sprintf("its number is %d, want %d", question.Number, len(found)+1)}
		}
		found = append(found, question)
	}
	return found, nil
}

// parse reads the file of one question.
func parse(name, text string) (Question, error) {
	fault := func(line int, what string) error {
		return &sqlfs.Fault{File: "cookbook/" + name, Line: line, Text: what}
	}
	header, statement, ok := strings.Cut(text, "-- returns: ")
	if !ok {
		return Question{}, fault(1, "there is no line -- returns: a, b, c before the statement")
	}
	lines := strings.Split(strings.TrimSuffix(regexp.MustCompile(`\n--  +`).ReplaceAllString(header, " "), "\n"), "\n")
	title := regexp.MustCompile(`^-- (\d+)\. (.+) \| (.+)$`).FindStringSubmatch(lines[0])
	if title == nil {
		return Question{}, fault(1, "the file begins with -- 1. title in Swedish | title in English")
	}
	q := Question{Title: queries.Text{SV: title[2], EN: title[3]}, SQL: "-- returns: " + statement}
	q.Number, _ = strconv.Atoi(title[1]) // digits, by the expression
	for n, line := range lines[1:] {
		key, value, _ := strings.Cut(strings.TrimPrefix(line, "-- "), ":")
		value = strings.TrimSpace(value)
		switch key {
		case "sv":
			q.Text.SV = value
		case "en":
			q.Text.EN = value
		case "Group":
			q.Group = value
		default:
			return Question{}, fault(n+2, fmt.Sprintf("%q is none of sv, en and Group", key))
		}
	}
	if q.Text.SV == "" || q.Text.EN == "" || !slices.Contains(Groups(), q.Group) {
		return Question{}, fault(1, "sv, en and a Group of "+strings.Join(Groups(), ", ")+" must be there")
	}
	return q, nil
}
