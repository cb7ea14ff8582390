package generate

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/charmap"
)

// delivered is a text file as a reader gets it.
type delivered struct {
	path, name string // name is without folder
	source     string
	month      string // YYYYMM
	part       byte   // 0, R or K
	header     []string
	rows       [][]string
	ansi, bom  bool
	crlf       bool
}

// unpack reads a file, opening gz and zip.
func unpack(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r io.Reader
	switch filepath.Ext(path) {
	case ".gz":
		r, err = gzip.NewReader(bytes.NewReader(b))
	case ".zip":
		var z *zip.Reader
		if z, err = zip.NewReader(bytes.NewReader(b), int64(len(b))); err == nil {
			r, err = z.File[0].Open()
		}
	default:
		return b
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	b, err = io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return b
}

// readFile parses one delivered text file.
func readFile(t *testing.T, path string) delivered {
	t.Helper()
	b := unpack(t, path)
	d := delivered{path: path, name: filepath.Base(path)}
	if !utf8.Valid(b) {
		d.ansi = true
		var err error
		if b, err = charmap.Windows1252.NewDecoder().Bytes(b); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	text := string(b)
	if rest, ok := strings.CutPrefix(text, "\uFEFF"); ok {
		d.bom, text = true, rest
	}
	d.crlf = strings.Contains(text, "\r\n")
	f := strings.Split(strings.SplitN(d.name, ".", 2)[0], "_")
	d.source, d.month = f[0], f[1]
	if len(f[2]) == 9 {
		d.part = f[2][8]
	}
	text = strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	lines := strings.Split(text, "\n")
	if !strings.HasPrefix(d.source, "KHSL") {
		d.header, lines = strings.Split(lines[0], ";"), lines[1:]
	}
	for _, l := range lines {
		if l != "" {
			d.rows = append(d.rows, strings.Split(l, ";"))
		}
	}
	return d
}

// readAll parses the monthly files of a run.
func readAll(t *testing.T, dir string) []delivered {
	t.Helper()
	var out []delivered
	for _, folder := range []string{"sol", "khsl", "ibic", "besok", "folkbokforing", "insatser"} {
		entries, err := os.ReadDir(filepath.Join(dir, folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			out = append(out, readFile(t, filepath.Join(dir, folder, e.Name())))
		}
	}
	return out
}

// column is the index of a column under its newer or older name.
func (d *delivered) column(names ...string) int {
	for i, h := range d.header {
		for _, n := range names {
			if h == n {
				return i
			}
		}
	}
	return -1
}
