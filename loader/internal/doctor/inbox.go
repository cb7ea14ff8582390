package doctor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// checkInbox looks for deliveries that could not be loaded.
func checkInbox(_ context.Context, s *Subject) []Finding {
	inbox := s.Inbox
	if inbox == "" {
		inbox = filepath.Join(s.DataDir, "inbox")
	}
	failed := filepath.Join(inbox, "failed")
	var files []string
	err := filepath.WalkDir(failed, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.HasSuffix(path, ".txt") { // the notes beside them
			files = append(files, path)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(files) == 0 {
		return fine("no delivery has failed")
	}
	if err != nil {
		return broken(err)
	}
	newest := files[0]
	for _, file := range files {
		if modified(file) > modified(newest) {
			newest = file
		}
	}
	what := fmt.Sprintf("%d files in %s could not be loaded, the newest %s", len(files), failed, filepath.Base(newest))
	if reason := noteOf(newest); reason != "" {
		what += ": " + reason
	}
	return []Finding{warn("read the note (.txt) beside each, mend the file or its contract (framsyn load --explain FILE), and put it into the inbox again",
		"%s", what)}
}

func modified(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.ModTime().UnixNano()
}

// noteOf returns the first reason in a failed file's note: the lines after the
// time and an empty one.
func noteOf(path string) string {
	file, err := os.Open(path + ".txt")
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	scanner := bufio.NewScanner(file)
	for number := 1; scanner.Scan(); number++ {
		if line := strings.TrimSpace(scanner.Text()); number > 1 && line != "" {
			return line
		}
	}
	return ""
}
