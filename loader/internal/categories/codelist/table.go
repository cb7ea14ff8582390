package codelist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"github.com/framsyn/framsyn/loader/internal/source"
)

// Limits of a file; the KVÅ workbook of 2026 has 11,888 codes.
const (
	maxBytes    = 64 << 20
	maxUnpacked = 512 << 20
)

// table is a sheet of a workbook, or a text file.
type table struct {
	name string
	rows [][]string
}

// readTables reads all sheets of a workbook, or one text file.
func readTables(path string) ([]table, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	if info.Size() > maxBytes {
		return nil, fmt.Errorf("%w: %s is larger than %d MB", ErrFile, filepath.Base(path), maxBytes>>20)
	}
	switch source.KindOf(path) { //nolint:exhaustive // other kinds are no code lists
	case source.XLSX:
		return readWorkbook(path)
	case source.Delimited:
		return readText(path)
	default:
		return nil, fmt.Errorf("%w: %s is neither .xlsx nor .csv", ErrFile, filepath.Base(path))
	}
}

func readWorkbook(path string) (tables []table, err error) {
	defer func() { // the workbook library panics on some damaged files
		if p := recover(); p != nil {
			tables, err = nil, fmt.Errorf("%w: %s is a damaged workbook", ErrFile, filepath.Base(path))
		}
	}()
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrFile, filepath.Base(path), err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			return nil, fmt.Errorf("%w: %s, sheet %q: %w", ErrFile, filepath.Base(path), sheet, err)
		}
		tables = append(tables, table{name: sheet, rows: rows})
	}
	return tables, nil
}

func readText(path string) ([]table, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		if text, err = charmap.Windows1252.NewDecoder().Bytes(text); err != nil {
			return nil, fmt.Errorf("%w: %s is not text in UTF-8 or Windows-1252", ErrFile, filepath.Base(path))
		}
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord, reader.LazyQuotes, reader.Comma = -1, true, ';'
	for _, candidate := range ",\t" {
		if bytes.Count(text, []byte(string(candidate))) > bytes.Count(text, []byte(string(reader.Comma))) {
			reader.Comma = candidate
		}
	}
	found := table{name: filepath.Base(path)}
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return []table{found}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrFile, filepath.Base(path), err)
		}
		found.rows = append(found.rows, fields)
	}
}
