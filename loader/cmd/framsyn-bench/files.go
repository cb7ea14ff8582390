package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// monthFile is a delivered file, uncompressed, in a folder of its own use.
type monthFile struct {
	path  string
	lines int // without the header
	bytes int64
}

// firstDelivery is the name of a first complete delivery that is text: not a zip,
// not a correction (R) or supplement (K).
const firstDelivery = `_([0-9]{6})_[0-9]{8}\.csv(\.gz)?$`

// monthFiles copies the last n month files with a prefix such as besok/BESOK to a
// folder, uncompressed, oldest first.
func monthFiles(from, prefix, to string, n int) ([]monthFile, error) {
	name := regexp.MustCompile(`^` + filepath.Base(prefix) + firstDelivery)
	entries, err := os.ReadDir(filepath.Join(from, filepath.Dir(prefix)))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if name.MatchString(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names) // by month, since all else is equal
	if len(names) == 0 {
		return nil, fmt.Errorf("no month file %s in %s", prefix, from)
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return nil, err
	}
	var files []monthFile
	for _, name := range names[max(0, len(names)-n):] {
		f, err := uncompress(filepath.Join(from, filepath.Dir(prefix), name), filepath.Join(to, strings.TrimSuffix(name, ".gz")))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files = append(files, f)
	}
	return files, nil
}

// uncompress copies a file, and counts its lines.
func uncompress(from, to string) (monthFile, error) {
	in, err := os.Open(from)
	if err != nil {
		return monthFile{}, err
	}
	defer in.Close() //nolint:errcheck // opened for reading only
	var text io.Reader = in
	if strings.HasSuffix(from, ".gz") {
		if text, err = gzip.NewReader(in); err != nil {
			return monthFile{}, err
		}
	}
	return copyLines(text, to, nil)
}

// without writes the file anew without some lines; 1 is the first after the header.
func (f monthFile) without(lines map[int]bool) (monthFile, error) {
	in, err := os.Open(f.path)
	if err != nil {
		return f, err
	}
	defer in.Close() //nolint:errcheck // opened for reading only
	next, err := copyLines(in, f.path+".new", lines)
	if err != nil {
		return f, err
	}
	next.path = f.path
	return next, os.Rename(f.path+".new", f.path)
}

func copyLines(text io.Reader, to string, without map[int]bool) (f monthFile, err error) {
	out, err := os.Create(to)
	if err != nil {
		return f, err
	}
	defer out.Close() //nolint:errcheck // closed with its error below; after that this does nothing
	writer := bufio.NewWriterSize(out, 1<<20)
	reader := bufio.NewReaderSize(text, 1<<20)
	f = monthFile{path: to, lines: -1}
	for place := 0; ; place++ {
		line, err := reader.ReadBytes('\n')
		if len(line) > 0 && !without[place] {
			f.lines++
			f.bytes += int64(len(line))
			if _, err := writer.Write(line); err != nil {
				return f, err
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return f, err
		}
	}
	if err := writer.Flush(); err != nil {
		return f, err
	}
	return f, out.Close()
}
