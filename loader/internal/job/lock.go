package job

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// lock takes a job's lock without waiting.
func lock(dir, name string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("lock job %s: %w", name, err)
	}
	file := flock.New(filepath.Join(dir, "job-"+name+".lock"))
	locked, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock job %s: %w", name, err)
	}
	if !locked {
		return nil, fmt.Errorf("job %s is already running; wait until it ends (framsyn job list shows it)", name)
	}
	return func() { _ = file.Unlock() }, nil
}
