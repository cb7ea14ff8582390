package doctor

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
)

// checkMemory looks at the memory of the machine, or of the container.
func checkMemory(_ context.Context, s *Subject) []Finding {
	lines, err := s.fieldsOf("meminfo")
	if errors.Is(err, os.ErrNotExist) {
		return fine("not looked at on this system")
	}
	if err != nil {
		return broken(err)
	}
	values := map[string]uint64{}
	for _, fields := range lines {
		if len(fields) < 2 {
			continue
		}
		if kilobytes, err := strconv.ParseUint(fields[1], 10, 64); err == nil {
			values[strings.TrimSuffix(fields[0], ":")] = kilobytes * 1024
		}
	}
	total := values["MemTotal"]
	if limit, ok := containerLimit(); ok && limit < total {
		total = limit
	}
	var findings []Finding
	if total < s.Limits.LowMemoryBytes {
		findings = append(findings, warn("give the machine more memory; until then work with fewer months at a time",
			"the machine has %s of memory; the engine takes half of it, and the models need some of the rest", size(total)))
	}
	if available := values["MemAvailable"]; available < s.Limits.FreeMemoryBytes {
		findings = append(findings, warn("end what else runs on the machine", "only %s of memory is free now", size(available)))
	}
	return orFine(findings, "%s of memory, %s free now", size(total), size(values["MemAvailable"]))
}

// containerLimit is the memory that the control group lets this process use.
func containerLimit() (uint64, bool) {
	text, err := os.ReadFile("/sys/fs/cgroup/memory.max")
	if err != nil {
		return 0, false
	}
	limit, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64) // "max" where there is none
	return limit, err == nil
}
