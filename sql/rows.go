package sqlfs

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Rows is a small table of text: a code list, or the input of an example case.
// An empty field stands for NULL where the column can be NULL, else for the
// column's default.
type Rows struct {
	Columns []string
	Records [][]string
	File    string // path inside the tree
	Hash    string // SHA-256 of the text, in hexadecimal
}

// parseRows reads CSV with a line of names. Lines before it that begin with # are
// remarks on source and date.
func parseRows(file, text string) (Rows, error) {
	rows := Rows{File: file, Hash: hashOf(text)}
	remarks := 0
	body := text
	for strings.HasPrefix(body, "#") {
		_, body, _ = strings.Cut(body, "\n")
		remarks++
	}
	reader := csv.NewReader(strings.NewReader(body))
	reader.ReuseRecord = false
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var fault *csv.ParseError
			if errors.As(err, &fault) {
				return rows, faultf(file, fault.Line+remarks, "%v", fault.Err)
			}
			return rows, fmt.Errorf("read %s: %w", file, err)
		}
		if rows.Columns == nil {
			rows.Columns = record
			continue
		}
		rows.Records = append(rows.Records, record)
	}
	if rows.Columns == nil {
		return rows, faultf(file, 1, "has no line of column names")
	}
	return rows, nil
}

// CSV writes some of the records, without the line of names.
func (r Rows) CSV(from, to int) (string, error) {
	var text strings.Builder
	writer := csv.NewWriter(&text)
	for _, record := range r.Records[from:to] {
		if len(record) == 1 && record[0] == "" {
			record = []string{`\N`} // a line of one empty field would be skipped
		}
		if err := writer.Write(record); err != nil {
			return "", fmt.Errorf("write rows of %s: %w", r.File, err)
		}
	}
	writer.Flush()
	return text.String(), writer.Error()
}

// Seed returns the rows of a table with "Load: seed"; ok is false when there is
// no such file.
func (t Tree) Seed(object string) (rows Rows, ok bool, err error) {
	file := "seeds/" + object + ".csv"
	text, err := t.read(file)
	if isNotExist(err) {
		return Rows{}, false, nil
	}
	if err != nil {
		return Rows{}, false, err
	}
	rows, err = parseRows(file, text)
	return rows, true, err
}

// SeedNames returns the objects that have a file in seeds, sorted.
func (t Tree) SeedNames() ([]string, error) {
	names, err := t.list("seeds", ".csv")
	for i, name := range names {
		names[i] = strings.TrimSuffix(name, ".csv")
	}
	return names, err
}
