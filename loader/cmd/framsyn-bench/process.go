package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// usage is what a process took.
type usage struct {
	seconds float64 // from its start to its end
	cpu     float64 // seconds of all cores, with the processes that it waited for
	peak    uint64  // peak resident memory of the process alone, bytes
	mapped  uint64  // of that, the most that a file stands behind (its program too), bytes
}

// peakEvery is how often a process's peak memory is read; the system keeps the
// peak, so only what comes in the last moment of a process can be missed.
const peakEvery = 10 * time.Millisecond

// measure runs a program to its end, its standard output going to stdout.
func measure(ctx context.Context, stdout io.Writer, program string, arguments ...string) (usage, error) {
	command := exec.CommandContext(ctx, program, arguments...)
	var stderr bytes.Buffer
	command.Stdout, command.Stderr = stdout, &stderr
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 20 * time.Second
	began := time.Now()
	if err := command.Start(); err != nil {
		return usage{}, err
	}
	var u usage
	stop, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		u.peak, u.mapped = watchPeak(command.Process.Pid, stop)
	}()
	err := command.Wait()
	close(stop)
	<-watched
	u.seconds = time.Since(began).Seconds()
	u.cpu = (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
	if err != nil {
		return u, fmt.Errorf("%s %s: %w: %s", filepath.Base(program), strings.Join(arguments, " "), err, tail(stderr.Bytes()))
	}
	return u, nil
}

// watchPeak reads a process's peak memory, and the most that files stand behind, until it is told to stop. The rusage of
// a process that has ended will not do: it also counts what its parent held when
// it was started.
func watchPeak(pid int, stop <-chan struct{}) (peak, mapped uint64) {
	ticker := time.NewTicker(peakEvery)
	defer ticker.Stop()
	for {
		status := fmt.Sprintf("/proc/%d/status", pid)
		peak, mapped = max(peak, kilobytes(field(status, "VmHWM"))), max(mapped, kilobytes(field(status, "RssFile"))+kilobytes(field(status, "RssShmem")))
		select {
		case <-stop:
			return peak, mapped
		case <-ticker.C:
		}
	}
}

// ticksPerSecond is the unit of times in /proc/PID/stat, the same on every Linux.
const ticksPerSecond = 100

// cpuSeconds is the time that a process that runs has taken of all cores so far; 0
// where the system does not say.
func cpuSeconds(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	// The second field, the name in brackets, may hold spaces; user and system time are the 14th and 15th.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	const user, system = 14 - 3, 15 - 3
	if len(fields) <= system {
		return 0
	}
	var ticks float64
	for _, i := range []int{user, system} {
		n, _ := strconv.ParseFloat(fields[i], 64)
		ticks += n
	}
	return ticks / ticksPerSecond
}

// tail is the end of what a program said, where its error stands.
func tail(text []byte) string {
	const most = 2000
	text = bytes.TrimSpace(text)
	return string(text[max(0, len(text)-most):])
}
