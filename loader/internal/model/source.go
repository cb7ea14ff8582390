package model

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// Source gives a table row by row.
type Source interface {
	// Columns are the names, none twice.
	Columns() []string
	// Next returns the cells of the next row, valid until the next call; io.EOF
	// after the last.
	Next() ([]string, error)
	// Line is the place of the row that Next returned: the line of a file, or the
	// row of a result, counted from 1.
	Line() int
	// DecimalComma tells whether 1,5 is a number.
	DecimalComma() bool
	// Close gives back what the source holds.
	Close() error
}

// headerLimit is how long a first line may be: a longer one is no header.
const headerLimit = 1 << 20

// File is a CSV file as a source: comma, semicolon or tab between cells, as the
// header has it; UTF-8; plain or compressed by gzip, whatever its name.
type File struct {
	file    *os.File
	reader  *csv.Reader
	columns []string
	comma   bool
}

// Open opens a file and reads its header.
func Open(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	f, err := newFile(file)
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	f.file = file
	return f, nil
}

func newFile(in io.Reader) (*File, error) {
	text := bufio.NewReaderSize(in, headerLimit)
	if start, _ := text.Peek(2); bytes.Equal(start, []byte{0x1f, 0x8b}) {
		plain, err := gzip.NewReader(text)
		if err != nil {
			return nil, err
		}
		text = bufio.NewReaderSize(plain, headerLimit)
	}
	if mark, _ := text.Peek(3); string(mark) == "\ufeff" {
		_, _ = text.Discard(len(mark)) // was just seen
	}
	start, err := text.Peek(headerLimit)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	header, _, _ := bytes.Cut(start, []byte("\n"))
	if len(bytes.TrimSpace(start)) == 0 {
		return nil, errors.New("the file is empty: a header and rows are expected")
	}
	separator := separatorOf(header)
	f := &File{reader: csv.NewReader(text), comma: separator == ';'}
	f.reader.Comma = separator
	f.reader.ReuseRecord = true
	return f, f.readHeader()
}

// separatorOf is the sign that stands most often between the names of a header.
func separatorOf(header []byte) rune {
	best, most := ',', 0
	for _, sign := range ",;\t" {
		n, quoted := 0, false
		for _, c := range string(header) {
			switch {
			case c == '"':
				quoted = !quoted
			case c == sign && !quoted:
				n++
			}
		}
		if n > most {
			best, most = sign, n
		}
	}
	return best
}

func (f *File) readHeader() error {
	names, err := f.reader.Read()
	if err != nil {
		return lineError(err)
	}
	for _, name := range names {
		if !utf8.ValidString(name) || strings.ContainsRune(name, 0) {
			return errors.New("line 1: the header is no UTF-8 text; save the file as CSV in UTF-8")
		}
		f.columns = append(f.columns, strings.TrimSpace(name))
	}
	return checkNames(f.columns)
}

// checkNames makes sure that each column can be named.
func checkNames(names []string) error {
	seen := make(map[string]int)
	for i, name := range names {
		if name == "" {
			return fmt.Errorf("column %d has no name in the header", i+1)
		}
		if first, ok := seen[name]; ok {
			return fmt.Errorf("columns %d and %d are both called %q; give each a name of its own", first+1, i+1, name)
		}
		seen[name] = i
	}
	return nil
}

// Columns implements Source.
func (f *File) Columns() []string { return f.columns }

// DecimalComma implements Source.
func (f *File) DecimalComma() bool { return f.comma }

// Line implements Source.
func (f *File) Line() int {
	line, _ := f.reader.FieldPos(0)
	return line
}

// Close implements Source.
func (f *File) Close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

// Next implements Source.
func (f *File) Next() ([]string, error) {
	cells, err := f.reader.Read()
	if errors.Is(err, csv.ErrFieldCount) {
		return nil, fmt.Errorf("line %d has %d cells where the header has %d", f.Line(), len(cells), len(f.columns))
	}
	if err != nil {
		return nil, lineError(err)
	}
	return cells, nil
}

// lineError says the line of a fault of form without the cells.
func lineError(err error) error {
	var fault *csv.ParseError
	if errors.As(err, &fault) {
		return fmt.Errorf("line %d, sign %d: %w", fault.Line, fault.Column, fault.Err)
	}
	return err
}
