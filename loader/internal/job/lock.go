package job

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// blockedFile holds the reason why no job may run.
const blockedFile = "blocked"

// ErrRunning says that somebody else holds the lock of a job.
var ErrRunning = errors.New("is already running")

// Block keeps all jobs from running until [Unblock], over the end of the process too.
func Block(dir, reason string) error {
	return os.WriteFile(filepath.Join(dir, blockedFile), []byte(reason), 0o600)
}

// Unblock lets jobs run again.
func Unblock(dir string) error {
	if err := os.Remove(filepath.Join(dir, blockedFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// lock takes a job's lock without waiting.
func lock(dir, name string) (unlock func(), err error) {
	if reason, err := os.ReadFile(filepath.Join(dir, blockedFile)); err == nil {
		return nil, fmt.Errorf("job %s may not run: %s", name, reason)
	}
	return take(dir, name)
}

func take(dir, name string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("lock job %s: %w", name, err)
	}
	file := flock.New(filepath.Join(dir, "job-"+name+".lock"))
	locked, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock job %s: %w", name, err)
	}
	if !locked {
		return nil, fmt.Errorf("job %s %w; wait until it ends (framsyn job list shows it)", name, ErrRunning)
	}
	return func() { _ = file.Unlock() }, nil
}

// LockAll takes the locks of several jobs, so that none of them runs until they are
// given back.
func LockAll(dir string, names []string) (unlock func(), err error) {
	var held []func()
	unlock = func() {
		for _, one := range held {
			one()
		}
	}
	for _, name := range names {
		one, err := take(dir, name)
		if err != nil {
			unlock()
			return nil, err
		}
		held = append(held, one)
	}
	return unlock, nil
}
