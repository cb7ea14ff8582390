package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// ErrBusy is returned by [Start] when another process runs an engine on the same
// folder.
var ErrBusy = errors.New("the data folder is in use")

// Options says how to run the embedded engine. Only Dir is needed.
type Options struct {
	Dir         string        // data folder; made if it is not there
	TCPPort     int           // native protocol on 127.0.0.1; 0 chooses a free one
	HTTPPort    int           // HTTP protocol on 127.0.0.1; 0 chooses a free one
	Library     string        // path of libchdb.so; empty: see [FindLibrary]
	Executable  string        // program that calls [RunChildIfAsked]; empty: this one
	MemoryShare float64       // part of the machine's memory the engine may use; 0 means 0.5
	StartWait   time.Duration // longest time until ready; 0 means 60 seconds
	StopWait    time.Duration // longest time for a clean stop; 0 means 30 seconds
	MaxRestarts int           // crashes in a row before giving up; 0 means 5, less none
	Temporary   bool          // delete Dir when the engine ends, unless it holds a file KEEP
	Tree        *sqlfs.Tree   // where access.yaml is; nil means the embedded tree
	Logger      *slog.Logger  // nil means none

	DSN string // for [Ensure] only: a server to use instead
}

// Engine is a running embedded engine, with the supervisor that restarts it when
// it crashes.
type Engine struct {
	options  Options
	files    layout
	spec     childSpec
	target   Target
	lock     *lockFile
	gate     *gate
	log      *slog.Logger
	stop     chan struct{} // closed to ask for a stop
	stopOnce sync.Once
	done     chan struct{} // closed when the supervisor has ended
	err      error         // why it ended; read after done

	mu    sync.Mutex
	child *child
}

// Start runs an engine on a data folder and returns when it answers. The engine
// lives until [Engine.Stop], or until this process ends, however it ends; ctx
// bounds the start only. It fails with [ErrBusy], [ErrNoLibrary], or an error that
// says which port is taken.
func Start(ctx context.Context, options Options) (*Engine, error) {
	e, err := prepare(options)
	if err != nil {
		return nil, err
	}
	if err := e.lockFolder(ctx); err != nil {
		return nil, err
	}
	if e.gate, err = newGate(); err != nil {
		return nil, errors.Join(err, e.lock.close())
	}
	if err := e.begin(ctx); err != nil {
		return nil, errors.Join(err, e.gate.close(), e.lock.close())
	}
	go e.supervise()
	return e, nil
}

func prepare(options Options) (*Engine, error) {
	if options.Dir == "" {
		return nil, errors.New("start the engine: no data folder given")
	}
	if options.StartWait == 0 {
		options.StartWait = 60 * time.Second
	}
	if options.StopWait == 0 {
		options.StopWait = 30 * time.Second
	}
	if options.MaxRestarts == 0 {
		options.MaxRestarts = 5
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	library, err := FindLibrary(options.Library)
	if err != nil {
		return nil, err
	}
	dir, err := absolute(options.Dir)
	if err != nil {
		return nil, err
	}
	files := layout{dir: dir}
	if err := files.make(); err != nil {
		return nil, err
	}
	e := &Engine{
		options: options, files: files, log: options.Logger,
		spec: childSpec{Library: library, Config: files.configXML(), Data: files.data()},
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	if options.Temporary {
		e.spec.Temporary = dir
	}
	return e, nil
}

// lockFolder takes the folder. An engine whose supervisor has been killed is waited
// for: it ends by itself, once its clients have gone or five seconds have passed.
func (e *Engine) lockFolder(ctx context.Context) error {
	lock, err := openLock(e.files.lock())
	if err != nil {
		return err
	}
	patience := startingWait
	state, err := e.files.readState()
	if err == nil && unix.Kill(state.PID, 0) != nil {
		patience = endingWait
	}
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := lock.wait(wait, unix.LOCK_EX); err != nil {
		_ = lock.close()
		if ctx.Err() != nil {
			return err
		}
		holder := "another process"
		if state, err := e.files.readState(); err == nil {
			holder = fmt.Sprintf("the engine of process %d (native port %d)", state.PID, state.TCPPort)
		}
		return fmt.Errorf("%w: %s by %s; stop it, or use another --data folder", ErrBusy, e.files.dir, holder)
	}
	e.lock = lock
	return nil
}

// How long a start waits for the folder.
const (
	startingWait = 2 * time.Second  // another engine may just be stopping
	endingWait   = 15 * time.Second // another engine has lost its supervisor
)

// begin writes the configuration and starts the first child.
func (e *Engine) begin(ctx context.Context) error {
	_ = os.Remove(e.files.state()) // left by an engine that was killed
	if err := e.configure(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, e.options.StartWait)
	defer cancel()
	var err error
	for range 3 { // a free port may be taken by another before the engine listens
		if err = e.choosePorts(); err != nil {
			return err
		}
		if err = e.startChild(ctx); err == nil {
			return e.announce()
		}
		if e.options.TCPPort != 0 || !errors.Is(err, errPortTaken) {
			return err
		}
	}
	return err
}

// configure writes config.xml and users.xml anew, and the passwords once.
func (e *Engine) configure() error {
	plan, err := ReadPlan(e.files.dir, e.options.Tree)
	if err != nil {
		return err
	}
	passwords, err := loadCredentials(e.files.credentials(), plan.Names())
	if err != nil {
		return err
	}
	config, err := configXML(e.files, e.gate.url(), e.options.MemoryShare)
	if err != nil {
		return err
	}
	if err := writeFile(e.files.configXML(), config); err != nil {
		return err
	}
	if err := writeFile(e.files.usersXML(), []byte(plan.UsersXML(passwords))); err != nil {
		return err
	}
	e.target = Target{passwords: passwords, plan: plan}
	return nil
}

// announce tells other processes that the engine is ready.
func (e *Engine) announce() error {
	return e.files.writeState(engineState{
		PID: os.Getpid(), ChildPID: e.ChildPID(), TCPPort: e.spec.TCPPort, HTTPPort: e.spec.HTTPPort,
	})
}

// Target is what [Connect] needs to reach the engine.
func (e *Engine) Target() Target { return e.target }

// TCPPort is the port of the native protocol on 127.0.0.1.
func (e *Engine) TCPPort() int { return e.spec.TCPPort }

// HTTPPort is the port of the HTTP protocol on 127.0.0.1.
func (e *Engine) HTTPPort() int { return e.spec.HTTPPort }

// ChildPID is the process of the engine itself; it changes after a crash.
func (e *Engine) ChildPID() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.child == nil {
		return 0
	}
	return e.child.command.Process.Pid
}

// Done is closed when the engine has ended, by Stop or because it crashed too
// often; [Engine.Err] says which.
func (e *Engine) Done() <-chan struct{} { return e.done }

// Err is nil until Done is closed, and after a clean stop.
func (e *Engine) Err() error {
	select {
	case <-e.done:
		return e.err
	default:
		return nil
	}
}

// Stop ends the engine: first cleanly, then by SIGTERM, then by SIGKILL. What has
// been committed is kept in any case. It may be called more than once.
func (e *Engine) Stop() error {
	e.stopOnce.Do(func() { close(e.stop) })
	<-e.done
	return e.err
}
