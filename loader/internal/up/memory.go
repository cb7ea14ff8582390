package up

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// peakMemory is the peak resident memory of processes added up, bytes; 0 where
// the system does not say (it is read from /proc).
func peakMemory(pids ...int) uint64 {
	var sum uint64
	for _, pid := range pids {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				kilobytes, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
				sum += kilobytes * 1024
			}
		}
	}
	return sum
}
