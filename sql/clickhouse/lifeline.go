package clickhouse

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// lifeline is what keeps the engine alive in the child process: a pipe that its
// last query reads, and that ends when standard input does (the parent has ended,
// or asks for a stop) or when SIGTERM comes. SIGINT is left to the parent.
//
// It also puts a terminal of its own in the place of standard input. For without
// one, ClickHouse's local server takes any exception on a connection, such as a
// wrong password, for a reason to abort the whole process; with one, it goes on as
// a server does. Where no terminal can be had, the engine runs without: it then
// ends on a wrong password, and the supervisor starts it again.
type lifeline struct {
	reader, writer *os.File
	terminal       *os.File // the other side of standard input; nil without one
	over           chan struct{}
}

func newLifeline() (*lifeline, error) {
	signal.Ignore(os.Interrupt)
	input, err := unix.Dup(0)
	if err != nil {
		return nil, fmt.Errorf("take over standard input: %w", err)
	}
	unix.CloseOnExec(input)
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("take over standard input: %w", err)
	}
	l := &lifeline{reader: reader, writer: writer, over: make(chan struct{})}
	if l.terminal, err = newTerminal(); err != nil {
		fmt.Fprintln(os.Stderr, "Logging no terminal for the engine, it will end on a wrong password:", err)
	}
	go l.watch(os.NewFile(uintptr(input), "stdin"))
	return l, nil
}

// path is the name of the pipe for the engine to open.
func (l *lifeline) path() string { return fmt.Sprintf("/dev/fd/%d", l.reader.Fd()) }

func (l *lifeline) interactive() bool { return l.terminal != nil }

// watch waits for the end of the input or for SIGTERM, and ends the pipe. With a
// terminal the engine then asks there what to do next, and is told to leave.
func (l *lifeline) watch(input *os.File) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		// Nothing is ever written there: only the end counts, and an error is an end.
		_, _ = io.Copy(io.Discard, input)
	}()
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	select {
	case <-ended:
	case <-terminated:
	}
	_ = l.writer.Close()
	if l.terminal == nil {
		return
	}
	go func() { _, _ = io.Copy(io.Discard, l.terminal) }() // the prompt and the echo
	for {
		_, _ = l.terminal.WriteString("exit\n")
		select {
		case <-l.over:
			return
		case <-time.After(10 * time.Millisecond): // it may not have been at the prompt yet
		}
	}
}

func (l *lifeline) close() { close(l.over) }
