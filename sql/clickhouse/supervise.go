package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// The waits before a restart double with each crash in a row; the count begins anew
// after an engine has been well for a minute. The numbers were chosen: short enough
// for a caller to retry, long enough not to spin on an engine that cannot start.
const (
	firstBackOff = 200 * time.Millisecond
	maxBackOff   = 10 * time.Second
	healthyAfter = time.Minute
)

// supervise restarts the child when it ends by itself, until asked to stop.
func (e *Engine) supervise() {
	defer close(e.done)
	defer func() {
		_ = os.Remove(e.files.state())
		e.err = errors.Join(e.err, e.gate.close(), e.lock.close())
	}()
	crashes := 0
	for {
		healthy := time.NewTimer(healthyAfter)
		select {
		case <-e.stop:
			healthy.Stop()
			e.err = e.child.end(e.options.StopWait, e.log)
			return
		case <-healthy.C:
			crashes = 0
			continue
		case <-e.child.ended:
			healthy.Stop()
		}
		_ = os.Remove(e.files.state())
		e.log.Error("the engine ended unexpectedly", "error", e.child.reason(), "log", e.files.engineLog())
		if !e.restart(&crashes) {
			return
		}
	}
}

// restart tries until a child is ready; false means that the supervisor ends.
func (e *Engine) restart(crashes *int) bool {
	for {
		*crashes++
		if *crashes > e.options.MaxRestarts {
			e.err = fmt.Errorf("the engine crashed %d times in a row, see %s: %w", *crashes, e.files.childLog(), e.child.reason())
			e.log.Error("the engine is given up", "error", e.err)
			return false
		}
		wait := min(firstBackOff<<(*crashes-1), maxBackOff)
		select {
		case <-e.stop:
			return false
		case <-time.After(wait):
		}
		ctx, cancel := context.WithTimeout(context.Background(), e.options.StartWait)
		err := e.startChild(ctx)
		cancel()
		if err == nil {
			err = e.announce()
		}
		if err == nil {
			e.log.Warn("the engine was restarted", "crashes", *crashes, "pid", e.ChildPID())
			return true
		}
		e.log.Error("the engine did not restart", "error", err)
	}
}
