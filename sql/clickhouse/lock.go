package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// lockFile is a lock that the operating system drops when the last process that
// holds the file open has ended, however it ended.
type lockFile struct{ file *os.File }

func openLock(path string) (*lockFile, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock: %w", err)
	}
	return &lockFile{file: file}, nil
}

// try takes the lock (unix.LOCK_EX or unix.LOCK_SH) if it is free.
func (l *lockFile) try(how int) (bool, error) {
	err := unix.Flock(int(l.file.Fd()), how|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("lock %s: %w", l.file.Name(), err)
	}
	return true, nil
}

// wait takes the lock when it becomes free, or gives up with the context.
func (l *lockFile) wait(ctx context.Context, how int) error {
	for {
		if ok, err := l.try(how); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", l.file.Name(), ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (l *lockFile) close() error { return l.file.Close() }
