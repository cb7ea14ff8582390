package doctor

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// checkDisk looks at the room that is left for the data folder.
func checkDisk(_ context.Context, s *Subject) []Finding {
	var stat unix.Statfs_t
	err := unix.Statfs(s.DataDir, &stat)
	if errors.Is(err, unix.ENOENT) {
		return fine("not looked at, for there is no data folder")
	}
	if err != nil {
		return broken(fmt.Errorf("look at the disk of %s: %w", s.DataDir, err))
	}
	free := stat.Bavail * uint64(stat.Bsize)
	do := "make room or move the data folder to a larger disk: loading and merging need about as much again as the database has"
	switch {
	case free < s.Limits.NoDiskBytes:
		return []Finding{fault(do, "the disk of the data folder is full: %s left", size(free))}
	case free < s.Limits.LowDiskBytes:
		return []Finding{warn(do, "the disk of the data folder is nearly full: %s left", size(free))}
	}
	return fine("%s left on the disk of the data folder", size(free))
}

// size writes bytes for a reader.
func size(bytes uint64) string {
	const gigabyte, megabyte = 1 << 30, 1 << 20
	if bytes >= gigabyte {
		return fmt.Sprintf("%.1f GB", float64(bytes)/gigabyte)
	}
	return fmt.Sprintf("%d MB", bytes/megabyte)
}
