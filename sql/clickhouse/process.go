package clickhouse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// child is a process that runs the engine.
type child struct {
	command *exec.Cmd
	input   io.Closer     // its standard input; closing it asks for a clean stop
	ended   chan struct{} // closed when the process has ended
	err     error         // as the process ended; read after ended
	log     string        // path of what it printed
}

// startChild starts a process and waits until the engine answers.
func (e *Engine) startChild(ctx context.Context) error {
	started, err := e.spawn()
	if err != nil {
		return err
	}
	e.mu.Lock()
	e.child = started
	e.mu.Unlock()
	if err := e.waitReady(ctx, started); err != nil {
		return errors.Join(err, started.end(e.options.StopWait, e.log))
	}
	return nil
}

func (e *Engine) spawn() (*child, error) {
	executable := e.options.Executable
	if executable == "" {
		var err error
		if executable, err = os.Executable(); err != nil {
			return nil, fmt.Errorf("start the engine: %w", err)
		}
	}
	spec, err := json.Marshal(e.spec)
	if err != nil {
		return nil, fmt.Errorf("start the engine: %w", err)
	}
	output, err := os.Create(e.files.childLog())
	if err != nil {
		return nil, fmt.Errorf("start the engine: %w", err)
	}
	defer func() { _ = output.Close() }() // the child has its own handle

	// The child outlives the call, so no context ends it: its standard input does.
	command := exec.Command(executable, "engine-child") //nolint:noctx // see above
	command.Env = append(os.Environ(), childEnv+"="+string(spec))
	command.Dir = e.files.dir
	command.Stdout, command.Stderr = output, output
	command.ExtraFiles = []*os.File{e.lock.file}              // the folder stays locked while the child lives
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for the parent
	input, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start the engine: %w", err)
	}
	e.gate.letOne()
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start the engine: %w", err)
	}
	started := &child{command: command, input: input, ended: make(chan struct{}), log: e.files.childLog()}
	go func() {
		started.err = command.Wait()
		close(started.ended)
	}()
	return started, nil
}

// waitReady pings until the engine answers, ends or takes too long.
func (e *Engine) waitReady(ctx context.Context, started *child) error {
	for {
		select {
		case <-started.ended:
			return fmt.Errorf("the engine did not start: %w", started.reason())
		case <-ctx.Done():
			return fmt.Errorf("the engine did not answer on 127.0.0.1:%d in time, see %s: %w",
				e.spec.TCPPort, e.files.engineLog(), ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
		if ping(ctx, e.target) == nil {
			return nil
		}
		if err := started.printed(); err != nil { // the engine may stay, without its ports
			return fmt.Errorf("the engine did not start: %w", err)
		}
	}
}

// end stops the process: cleanly, then by SIGTERM, then by SIGKILL, giving each of
// the first two half of the time.
func (c *child) end(wait time.Duration, log *slog.Logger) error {
	_ = c.input.Close()
	if c.endsWithin(wait / 2) {
		return nil
	}
	log.Warn("the engine does not end by itself, sending SIGTERM", "pid", c.command.Process.Pid)
	_ = c.command.Process.Signal(syscall.SIGTERM)
	if c.endsWithin(wait / 2) {
		return nil
	}
	log.Warn("the engine does not end by SIGTERM, sending SIGKILL", "pid", c.command.Process.Pid)
	if err := c.command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("kill the engine: %w", err)
	}
	<-c.ended
	return nil
}

func (c *child) endsWithin(wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-c.ended:
		return true
	case <-timer.C:
		return false
	}
}

// errPortTaken marks an end of the child because it could not listen.
var errPortTaken = errors.New("port is taken")

// reason says why a process that has ended did so.
func (c *child) reason() error {
	switch err := c.printed(); {
	case err != nil:
		return err
	case c.err != nil:
		return c.err
	}
	return errors.New("it ended without a word")
}

// printed finds an error in what the process has printed; nil when there is none.
func (c *child) printed() error {
	text, _ := os.ReadFile(c.log)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.Contains(line, "Address already in use"):
			return fmt.Errorf("%w: %s", errPortTaken, line)
		case strings.Contains(line, "Exception"), strings.Contains(line, "engine library"), strings.HasPrefix(line, "engine: "),
			strings.HasPrefix(line, "panic: "), strings.HasPrefix(line, "fatal error: "):
			return errors.New(line)
		}
	}
	return nil
}

// choosePorts takes the ports of the options, or free ones, and puts them into the
// child's description and the target.
func (e *Engine) choosePorts() error {
	var err error
	if e.spec.TCPPort, err = freePort(e.options.TCPPort, "--tcp-port"); err != nil {
		return err
	}
	if e.spec.HTTPPort, err = freePort(e.options.HTTPPort, "--http-port"); err != nil {
		return err
	}
	e.target.hosts = []string{net.JoinHostPort("127.0.0.1", strconv.Itoa(e.spec.TCPPort))}
	return nil
}

// freePort tests that a port can be listened on; 0 finds one.
func freePort(port int, flag string) (int, error) {
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))) //nolint:noctx // closed at once
	if err != nil {
		return 0, fmt.Errorf("port %d is in use: choose another by %s, or 0 for any: %w", port, flag, err)
	}
	found := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		return 0, fmt.Errorf("test port %d: %w", port, err)
	}
	return found, nil
}

func absolute(path string) (string, error) {
	found, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("data folder %s: %w", path, err)
	}
	return found, nil
}
