package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// checkLocks looks for locks that are held though the process that took them has
// ended: a child of it still has the file open.
func checkLocks(_ context.Context, s *Subject) []Finding {
	var findings []Finding
	if state, ok := s.readState(); ok && !s.isAlive(state.PID) {
		findings = append(findings, warn("nothing: the next start clears it away, and what was committed is there",
			"the engine of process %d was killed and left engine.json", state.PID))
	}
	paths := []string{filepath.Join(s.DataDir, "engine.lock"), filepath.Join(s.DataDir, "load.lock")}
	jobs, err := filepath.Glob(filepath.Join(s.DataDir, "locks", "*.lock"))
	if err != nil {
		return broken(err)
	}
	for _, path := range append(paths, jobs...) {
		owner, held, err := s.lockOwner(path)
		if errors.Is(err, os.ErrNotExist) {
			continue // no such lock, or a system without /proc
		}
		if err != nil {
			return broken(err)
		}
		if held && !s.isAlive(owner) {
			findings = append(findings, s.deadLock(path, owner))
		}
	}
	return orFine(findings, "no lock is held by a process that has ended")
}

func (s *Subject) deadLock(path string, owner int) Finding {
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	var names []string
	do := "restart the machine"
	for _, pid := range s.holders(absolute) {
		names = append(names, s.describe(pid))
		do = fmt.Sprintf("wait a minute; if it is still there, end it by kill %d", pid)
	}
	by := "a process that this user may not see"
	if len(names) > 0 {
		by = strings.Join(names, ", ")
	}
	return fault(do, "%s is locked by process %d, which has ended; the lock is kept by %s", path, owner, by)
}

// lockOwner returns the process that took the lock on a file, by /proc/locks.
func (s *Subject) lockOwner(path string) (pid int, held bool, err error) {
	var stat unix.Stat_t
	if err := unix.Stat(path, &stat); err != nil {
		return 0, false, fmt.Errorf("look at %s: %w", path, err)
	}
	lines, err := s.fieldsOf("locks")
	if err != nil {
		return 0, false, fmt.Errorf("look at locks: %w", err)
	}
	// 1: FLOCK ADVISORY WRITE 4711 fe:00:123456 0 EOF
	// The device is not compared: with overlays and volumes it is another one there.
	inode := ":" + strconv.FormatUint(stat.Ino, 10)
	for _, fields := range lines {
		if len(fields) < 6 || fields[1] != "FLOCK" || !strings.HasSuffix(fields[5], inode) {
			continue
		}
		pid, err := strconv.Atoi(fields[4])
		return pid, err == nil && pid > 0, nil
	}
	return 0, false, nil
}
