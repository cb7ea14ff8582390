package job

import "golang.org/x/sys/unix"

// peakMemory is the peak resident memory of this process, bytes; 0 where the
// system does not say.
func peakMemory() uint64 {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return uint64(usage.Maxrss) * 1024
}
