package load

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// settle has the system write to disk what the embedded engine has taken in, so
// that a commit cannot outlive its rows in a power cut. A server's settings see to
// that themselves (fsync_after_insert).
func settle(dataDir string) error {
	folder, err := os.Open(filepath.Join(dataDir, "engine"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("settle the rows: %w", err)
	}
	defer folder.Close() //nolint:errcheck // it was only read
	if err := unix.Syncfs(int(folder.Fd())); err != nil {
		return fmt.Errorf("settle the rows on disk: %w", err)
	}
	return nil
}
