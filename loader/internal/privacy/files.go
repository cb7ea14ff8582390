package privacy

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// leftOut are folders of a data folder that hold what was delivered, keys, or the
// tables themselves, which are looked at by SQL.
func leftOut() []string { return []string{"engine", "keys", "made-up", "inbox", "truth"} }

// folder looks at all files below a path. In the data folder, what holds identities by
// its purpose is left out.
func (s *scan) folder(ctx context.Context, root string, isData bool) error {
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			if errors.Is(err, fs.ErrNotExist) && path != root {
				return nil // gone since the folder was read
			}
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case entry.IsDir():
			if relative, err := filepath.Rel(root, path); isData && err == nil && slices.Contains(leftOut(), relative) {
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular():
			return nil
		}
		return s.file(path)
	})
	if err != nil {
		return fmt.Errorf("look at files: %w", err)
	}
	return nil
}

// file looks at a file, its name too.
func (s *scan) file(path string) error {
	s.report.Files++
	s.note("file name", maskedPath(path), s.finder.text([]byte(filepath.Base(path))))
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	total, err := s.content(path, f)
	if err != nil {
		s.report.Unread = append(s.report.Unread, maskedPath(path))
	}
	s.note("file", maskedPath(path), total)
	return nil
}

// content looks into a file by its kind: packed ones and workbooks are unpacked,
// Parquet is read value by value, all others as text.
func (s *scan) content(path string, f *os.File) (Count, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".gz":
		unpacked, err := gzip.NewReader(f)
		if err != nil {
			return Count{}, err
		}
		return s.stream(unpacked)
	case ".zip", ".xlsx":
		return s.archive(path)
	case ".parquet":
		return s.parquet(f)
	}
	return s.stream(f)
}

func (s *scan) archive(path string) (Count, error) {
	var total Count
	archive, err := zip.OpenReader(path)
	if err != nil {
		return total, err
	}
	defer archive.Close() //nolint:errcheck // opened for reading only
	for _, member := range archive.File {
		r, err := member.Open()
		if err != nil {
			return total, err
		}
		n, err := s.stream(r)
		total.add(n, 1)
		if err = errors.Join(err, r.Close()); err != nil {
			return total, err
		}
	}
	return total, nil
}

func (s *scan) parquet(f *os.File) (Count, error) {
	var total Count
	info, err := f.Stat()
	if err != nil {
		return total, err
	}
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		return total, err
	}
	rows := make([]parquet.Row, 256)
	for _, group := range file.RowGroups() {
		reader := group.Rows()
		for {
			n, err := reader.ReadRows(rows)
			for _, row := range rows[:n] {
				for _, value := range row {
					total.add(s.finder.text([]byte(value.String())), 1)
				}
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return total, errors.Join(err, reader.Close())
			}
		}
		if err := reader.Close(); err != nil {
			return total, err
		}
	}
	return total, nil
}

// Bytes read at a time, and of each piece the end that is read again with the next, so
// that a number on the edge is seen whole.
const (
	pieceBytes = 1 << 20
	edgeBytes  = 64
)

// stream looks at a text of any length, of one byte or two a character.
func (s *scan) stream(r io.Reader) (Count, error) {
	var total Count
	buf := make([]byte, 0, pieceBytes+edgeBytes)
	for {
		n, err := io.ReadFull(r, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		isEnd := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !isEnd {
			return total, err
		}
		text := bytes.ReplaceAll(buf, []byte{0}, nil) // UTF-16 has a zero beside each digit
		if isEnd {
			total.add(s.finder.text(text), 1)
			return total, nil
		}
		cut := lastBreak(text)
		total.add(s.finder.text(text[:cut]), 1)
		buf = append(buf[:0], text[cut:]...)
	}
}

// lastBreak is a place near the end of a piece where no number goes on.
func lastBreak(text []byte) int {
	for i := len(text) - 1; i > len(text)-edgeBytes && i > 0; i-- {
		if text[i] == '\n' {
			return i
		}
	}
	for i := len(text) - 1; i > len(text)-edgeBytes && i > 0; i-- {
		if !isWord(text[i]) && text[i] != ' ' {
			return i
		}
	}
	return len(text)
}
