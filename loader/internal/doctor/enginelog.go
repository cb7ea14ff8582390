package doctor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// logTail is how much of the end of the engine's log is read, bytes.
const logTail = 1 << 20

// checkEngineLog looks for recent errors in the engine's log.
func checkEngineLog(_ context.Context, s *Subject) []Finding {
	path := filepath.Join(s.DataDir, "logs", "engine.log")
	text, err := tail(path, logTail)
	if errors.Is(err, os.ErrNotExist) {
		return fine("there is no log of the engine yet")
	}
	if err != nil {
		return broken(err)
	}
	n, last := recentErrors(text, s.Now.Add(-s.Limits.LogAge))
	if n == 0 {
		return fine("no error in the engine's log in the last %.0f hours", s.Limits.LogAge.Hours())
	}
	return []Finding{warn("read "+path+"; errors of single queries are their askers' business, those of merges, disk or memory are not",
		"%d errors in the engine's log in the last %.0f hours, the last: %s", n, s.Limits.LogAge.Hours(), last)}
}

// logLine is the beginning of an entry:
// 2026.11.21 21:40:01.123456 [ 4711 ] {query} <Error> source: text.
var logLine = regexp.MustCompile(`^(\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d)\.\d+ \[ \d+ \] \{[^}]*\} <(\w+)> (.*)`)

// recentErrors counts the entries of errors since a time, and returns the last
// one without the text of the query, which may name what a person looked for.
func recentErrors(text []byte, since time.Time) (n int, last string) {
	for line := range strings.Lines(string(text)) {
		found := logLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if found == nil || found[2] != "Error" && found[2] != "Fatal" {
			continue
		}
		at, err := time.ParseInLocation("2006.01.02 15:04:05", found[1], time.Local) // the engine writes local time
		if err != nil || at.Before(since) {
			continue
		}
		n++
		last = found[3]
		for _, mark := range []string{" (in query: ", ", Stack trace", " In scope ", ": In scope "} {
			last, _, _ = strings.Cut(last, mark)
		}
	}
	const most = 300
	if len(last) > most {
		last = last[:most] + " …"
	}
	return n, last
}

// tail returns the end of a file, from the beginning of a line.
func tail(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	from := max(info.Size()-most, 0)
	text := make([]byte, info.Size()-from)
	n, err := file.ReadAt(text, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the log: %w", err)
	}
	text = text[:n]
	if from > 0 {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return text, nil
}
