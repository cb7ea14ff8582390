package deliver

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"
	"golang.org/x/text/encoding/charmap"
)

// File is one delivered file: text is encoded and packed on its way to disk. Nothing in it depends on the clock.
type File struct {
	Name    string // with its folder
	Bytes   int64  // written to disk
	closers []io.Closer
	buf     *bufio.Writer
	w       io.Writer
	ansi    bool
}

type counter struct {
	w io.Writer
	n *int64
}

func (c counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	*c.n += int64(n)
	return n, err
}

const bufferBytes = 1 << 18

// Create makes a file below dir; name ends in .gz or .zip when it is packed, and ansi text is Windows-1252.
func Create(dir, name string, ansi bool) (*File, error) {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("create %s: %w", name, err)
	}
	disk, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", name, err)
	}
	f := &File{Name: name, ansi: ansi, closers: []io.Closer{disk}}
	f.buf = bufio.NewWriterSize(counter{disk, &f.Bytes}, bufferBytes)
	f.w = f.buf
	switch {
	case strings.HasSuffix(name, ".gz"):
		z, err := gzip.NewWriterLevel(f.buf, gzip.BestSpeed)
		if err != nil {
			return nil, fmt.Errorf("create %s: %w", name, err)
		}
		f.w, f.closers = z, append(f.closers, z)
	case strings.HasSuffix(name, ".zip"):
		z := zip.NewWriter(f.buf)
		w, err := z.CreateHeader(&zip.FileHeader{Name: strings.TrimSuffix(filepath.Base(path), ".zip"), Method: zip.Deflate})
		if err != nil {
			return nil, fmt.Errorf("create %s: %w", name, err)
		}
		f.w, f.closers = w, append(f.closers, z)
	}
	return f, nil
}

// Write appends UTF-8 text.
func (f *File) Write(b []byte) (int, error) {
	out := b
	if f.ansi {
		var err error
		if out, err = charmap.Windows1252.NewEncoder().Bytes(b); err != nil {
			return 0, fmt.Errorf("encode %s: %w", f.Name, err)
		}
	}
	if _, err := f.w.Write(out); err != nil {
		return 0, fmt.Errorf("write %s: %w", f.Name, err)
	}
	return len(b), nil
}

// Close flushes and closes.
func (f *File) Close() error {
	for i := len(f.closers) - 1; i >= 0; i-- {
		if i == 0 {
			if err := f.buf.Flush(); err != nil {
				return fmt.Errorf("close %s: %w", f.Name, err)
			}
		}
		if err := f.closers[i].Close(); err != nil {
			return fmt.Errorf("close %s: %w", f.Name, err)
		}
	}
	return nil
}
