package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"golang.org/x/sys/unix"
)

// Session is the use of a ClickHouse for the time of a call.
type Session struct {
	target Target
	engine *Engine     // the one that Ensure started; nil otherwise
	use    *lockFile   // held while the session uses an engine of the folder
	found  engineState // the engine's process and ports, when another process started it
}

// Ensure returns a ClickHouse to work with: the server of options.DSN if there is
// one, else the engine that runs on the folder, else one that it starts and that
// [Session.Close] stops. Several processes may do so at once: the one that
// started the engine waits for the others before it stops it.
func Ensure(ctx context.Context, dir string, options Options) (*Session, error) {
	if options.DSN != "" {
		target, err := serverTarget(dir, options)
		if err != nil {
			return nil, err
		}
		return &Session{target: target}, nil
	}
	options.Dir = dir
	if dir == "" {
		return nil, errors.New("no data folder given")
	}
	absoluteDir, err := absolute(dir)
	if err != nil {
		return nil, err
	}
	files := layout{dir: absoluteDir}
	if err := files.make(); err != nil {
		return nil, err
	}
	use, err := openLock(files.users())
	if err != nil {
		return nil, err
	}
	if err := use.wait(ctx, unix.LOCK_SH); err != nil {
		return nil, errors.Join(err, use.close())
	}
	session, err := join(ctx, files, options)
	if err != nil {
		return nil, errors.Join(err, use.close())
	}
	session.use = use
	return session, nil
}

// join finds the running engine or starts one; when another process is just doing
// so, it waits for that one.
func join(ctx context.Context, files layout, options Options) (*Session, error) {
	for {
		target, found, err := runningTarget(ctx, files, options)
		if err != nil {
			return nil, err
		}
		if found.ChildPID != 0 {
			return &Session{target: target, found: found}, nil
		}
		engine, err := Start(ctx, options)
		if err == nil {
			return &Session{target: engine.Target(), engine: engine}, nil
		}
		if !errors.Is(err, ErrBusy) {
			return nil, err
		}
		if _, found, _ := runningTarget(ctx, files, options); found.ChildPID != 0 {
			continue
		}
		return nil, err
	}
}

// runningTarget tries the engine that engine.json speaks of; an empty state means
// that none answers.
func runningTarget(ctx context.Context, files layout, options Options) (Target, engineState, error) {
	state, err := files.readState()
	if err != nil {
		return Target{}, engineState{}, nil //nolint:nilerr // no engine is ready there
	}
	plan, err := ReadPlan(files.dir, options.Tree)
	if err != nil {
		return Target{}, engineState{}, err
	}
	passwords, err := loadCredentials(files.credentials(), nil)
	if err != nil {
		return Target{}, engineState{}, err
	}
	target := Target{hosts: []string{fmt.Sprintf("127.0.0.1:%d", state.TCPPort)}, passwords: passwords, plan: plan}
	if ping(ctx, target) != nil {
		return Target{}, engineState{}, nil //nolint:nilerr // an engine that does not answer is none
	}
	return target, state, nil
}

// Target is what [Connect] needs.
func (s *Session) Target() Target { return s.target }

// Started tells whether the session started an engine of its own.
func (s *Session) Started() bool { return s.engine != nil }

// Connect opens a pool of connections as an account; see [Connect].
func (s *Session) Connect(ctx context.Context, role Role) (driver.Conn, error) {
	return Connect(ctx, s.target, role)
}

// shareWait is how long a session that started the engine waits for others that
// use it.
const shareWait = time.Hour

// Close ends the session, and the engine if the session started it.
func (s *Session) Close() error {
	if s.use == nil {
		return nil
	}
	if s.engine == nil {
		return s.use.close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), shareWait)
	defer cancel()
	waited := s.use.wait(ctx, unix.LOCK_EX)
	return errors.Join(waited, s.engine.Stop(), s.use.close())
}
