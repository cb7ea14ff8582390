package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

// sheet reads one sheet of a workbook row by row.
type sheet struct {
	file   *os.File
	book   *excelize.File
	rows   *excelize.Rows
	header []string
	build  *builder
	size   int64
}

// openXLSX opens a workbook. Cells come as stored, not as shown: numbers with a
// point and all digits, dates as days since 1900 (or 1904), which [Block].Serial says.
func openXLSX(file, member string, spec Spec) (r Reader, err error) {
	defer func() { // the workbook library panics on some damaged files
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("%w: damaged workbook", ErrFormat)
		}
	}()
	f, err := spool(file, member, spec.Limits)
	if err != nil {
		return nil, err
	}
	s := &sheet{file: f, build: newBuilder()}
	if err := s.open(spec); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *sheet) open(spec Spec) error {
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if s.size = info.Size(); s.size == 0 {
		return ErrEmpty
	}
	limit := min(spec.Limits.UnpackedBytes, max(s.size*spec.Limits.Ratio, 100<<20))
	s.book, err = excelize.OpenReader(s.file, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: limit, UnzipXMLSizeLimit: min(limit, 16<<20),
	})
	if err != nil {
		return fmt.Errorf("%w: workbook: %w", ErrFormat, err)
	}
	name := spec.Sheet
	if name == "" {
		name = s.book.GetSheetName(0)
	}
	if i, err := s.book.GetSheetIndex(name); err != nil || i < 0 {
		return fmt.Errorf("%w: the workbook has no sheet %q: rename the sheet, or name yours in the contract", ErrFormat, spec.Sheet)
	}
	if s.rows, err = s.book.Rows(name); err != nil {
		return fmt.Errorf("%w: workbook: %w", ErrFormat, err)
	}
	if !spec.Header {
		return nil
	}
	row, err := s.row()
	if errors.Is(err, io.EOF) {
		return ErrEmpty
	}
	for _, title := range row {
		s.header = append(s.header, strings.TrimSpace(title))
	}
	return err
}

// row returns the next row that is not blank.
func (s *sheet) row() (cells []string, err error) {
	defer func() { // the workbook library panics on some damaged sheets
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: damaged sheet", ErrFormat)
		}
	}()
	for s.rows.Next() {
		cells, err := s.rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: workbook: %w", ErrFormat, err)
		}
		if !blank(cells) {
			return cells, nil
		}
	}
	if err := s.rows.Error(); err != nil {
		return nil, fmt.Errorf("%w: workbook: %w", ErrFormat, err)
	}
	return nil, io.EOF
}

func (s *sheet) Header() []string { return s.header }

func (s *sheet) Info() Info { return Info{} }

func (s *sheet) Read() int64 { return s.size }

func (s *sheet) Close() error {
	var errs []error
	if s.rows != nil {
		errs = append(errs, s.rows.Close())
	}
	if s.book != nil {
		errs = append(errs, s.book.Close())
	}
	return errors.Join(append(errs, s.file.Close())...)
}

func (s *sheet) Next() (*Block, error) {
	for !s.build.full() {
		row, err := s.row()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		s.build.begin()
		for _, cell := range row {
			s.build.addString(cell)
		}
		for i := len(row); i < len(s.header); i++ {
			s.build.addString("") // trailing empty cells are not stored
		}
	}
	b := s.build.take()
	if b == nil {
		return nil, io.EOF
	}
	b.Serial = true
	return b, nil
}
