package audit

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"
)

// Options say how a [Log] writes.
type Options struct {
	// MaxClients is how many clients a row names; of more it has the number only.
	// DefaultMaxClients if 0.
	MaxClients int
	// MaxWaiting is how many rows are kept while they cannot be written;
	// DefaultMaxWaiting if 0.
	MaxWaiting int
	// Now is the clock.
	Now func() time.Time
	// Warn is told when rows cannot be written any more; nil for nobody.
	Warn func(err error, waiting int)
}

// The defaults, chosen: a page of a list has at most a thousand clients, and ten
// thousand rows are a few minutes of a municipality at work, some megabytes.
const (
	DefaultMaxClients = 1000
	DefaultMaxWaiting = 10_000
)

const (
	// every is how long a row about no clients may wait for others to be written with.
	every = 500 * time.Millisecond
	// gather is how long a row that somebody waits for lets those of the same page join
	// its insert.
	gather = 2 * time.Millisecond
	// between is the shortest time between two inserts, so that the engine has time to
	// merge what they leave.
	between = 20 * time.Millisecond
	// patience is how long an insert may take.
	patience = 10 * time.Second
)

// ErrUnwritten says that something is not shown, because the access log cannot be
// written.
var ErrUnwritten = errors.New("nothing is shown, since the access log cannot be written")

// Log writes readings in the background. It is safe for use by several goroutines.
type Log struct {
	options Options
	connect func() (driver.Conn, error)
	areas   *areaCache
	wake    chan struct{} // somebody waits
	stop    chan struct{}
	stopped chan struct{}

	mutex    sync.Mutex
	waiting  []*pending
	writing  int    // rows that are just being written
	lost     uint64 // not told in the log yet
	state    State
	isClosed bool
}

// State is how the log fares.
type State struct {
	Written uint64 // rows, since the log was opened
	Lost    uint64 // rows for which there was no room
	Waiting int    // rows
	Err     error  // of the last insert; nil where it went well
}

// pending is a row to write.
type pending struct {
	entry   Entry
	clients map[uint64]string
	done    chan error // nil where nobody waits
}

// Open starts a log. connect gives a connection that may add to ops.access_log and
// read client_id and area_id of mart.candidates and core.clients; it is asked for each insert.
func Open(connect func() (driver.Conn, error), options Options) *Log {
	if options.MaxClients == 0 {
		options.MaxClients = DefaultMaxClients
	}
	if options.MaxWaiting == 0 {
		options.MaxWaiting = DefaultMaxWaiting
	}
	l := &Log{
		options: options, connect: connect, areas: newAreaCache(options.Now),
		wake: make(chan struct{}, 1), stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	go l.run()
	return l
}

// Follow has a reading tell the log before it reads of clients: a row that says so is
// written while the database works, so that [Log.End] need seldom wait.
func (l *Log) Follow(r *Reading) *Reading {
	r.log = l
	return r
}

// announce writes that a reading has begun. The channel gives what came of it.
func (l *Log) announce(entry Entry) chan error {
	entry.ID, entry.Outcome = uuid.New(), Started
	return l.urgent(&pending{entry: entry})
}

// urgent writes a row as soon as can be; the channel gives what came of it.
func (l *Log) urgent(p *pending) chan error {
	done := make(chan error, 1)
	p.done = done
	if !l.add(p) {
		done <- fmt.Errorf("%w: too many rows wait", ErrUnwritten)
		return done
	}
	select {
	case l.wake <- struct{}{}:
	default: // it is awake
	}
	return done
}

// End ends a reading with what came of it. Where it read rows about clients it returns
// when there is a row that says so on disk: that of its beginning, or of its end. An
// error means that they must not be shown.
func (l *Log) End(ctx context.Context, r *Reading, outcome Outcome, fault string) error {
	if l == nil || r == nil {
		return nil
	}
	entry, clients, isLeft := r.end(outcome, fault, l.options.Now())
	if isLeft {
		return nil
	}
	p := &pending{entry: entry, clients: clients}
	if entry.Clients == 0 && !entry.IsUnnamed {
		l.add(p)
		return nil
	}
	if r.started == nil {
		return wait(ctx, l.urgent(p))
	}
	err := wait(ctx, r.started)
	if errors.Is(err, ErrUnwritten) {
		p = p.unshown()
	}
	if !l.add(p) && err == nil {
		err = fmt.Errorf("%w: too many rows wait", ErrUnwritten)
	}
	return err
}

func wait(ctx context.Context, done chan error) error {
	select {
	case err := <-done:
		return err
	case <-ctx.Done(): // nobody is there to be shown anything; the row stays
		return ctx.Err()
	}
}

// unshown is the row of an answer that is held back.
func (p *pending) unshown() *pending {
	e := p.entry
	e.Outcome, e.Fault, e.Rows, e.Clients, e.ClientIDs, e.OfAreas, e.IsUnnamed = Failed, "not_logged", 0, 0, nil, nil, false
	return &pending{entry: e}
}

// add keeps a row until it is written, if there is room.
func (l *Log) add(p *pending) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.isClosed || len(l.waiting) >= l.options.MaxWaiting {
		l.lost++
		l.state.Lost++
		return false
	}
	l.waiting = append(l.waiting, p)
	return true
}

// State tells how the log fares.
func (l *Log) State() State {
	if l == nil {
		return State{}
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	state := l.state
	state.Waiting = len(l.waiting) + l.writing
	return state
}

// Close writes what waits and ends. The error is that of rows that could not be
// written.
func (l *Log) Close() error {
	if l == nil {
		return nil
	}
	l.mutex.Lock()
	isFirst := !l.isClosed
	l.isClosed = true
	l.mutex.Unlock()
	if isFirst {
		close(l.stop)
	}
	<-l.stopped
	if state := l.State(); state.Waiting > 0 {
		return fmt.Errorf("%d rows of the access log could not be written: %w", state.Waiting, state.Err)
	}
	return nil
}

// run writes until it is stopped, and then once more.
func (l *Log) run() {
	defer close(l.stopped)
	tick := time.NewTicker(every)
	defer tick.Stop()
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-l.wake:
			time.Sleep(gather)
		case <-tick.C:
		case <-l.stop:
			l.flush()
			return
		}
		<-pause.C
		l.flush()
		pause.Reset(between)
	}
}

// flush writes what waits, in one insert.
func (l *Log) flush() {
	l.mutex.Lock()
	rows, lost := l.waiting, l.lost
	l.waiting, l.lost, l.writing = nil, 0, len(rows)
	l.mutex.Unlock()
	if len(rows) == 0 && lost == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := l.write(ctx, rows, lost)
	l.mutex.Lock()
	l.writing = 0
	isNews := err != nil && l.state.Err == nil
	l.state.Err = err
	if err == nil {
		l.state.Written += uint64(len(rows))
	} else {
		l.keep(rows, lost)
	}
	waiting := len(l.waiting)
	l.mutex.Unlock()
	if isNews && l.options.Warn != nil {
		l.options.Warn(err, waiting)
	}
	for _, p := range rows {
		if p.done == nil {
			continue
		}
		if err != nil {
			p.done <- fmt.Errorf("%w: %w", ErrUnwritten, err)
		} else {
			p.done <- nil
		}
		p.done = nil
	}
}

// keep puts rows back that were not written. Those who waited for theirs are shown
// nothing, and that is what their rows say from now on.
func (l *Log) keep(rows []*pending, lost uint64) {
	room := max(l.options.MaxWaiting-len(l.waiting), 0)
	over := max(len(rows)-room, 0)
	l.lost += lost + uint64(over)
	l.state.Lost += uint64(over)
	kept := make([]*pending, 0, len(rows)-over+len(l.waiting))
	for _, p := range rows[:len(rows)-over] {
		switch {
		case p.done == nil:
			kept = append(kept, p)
		case p.entry.Outcome != Started: // the row of its end says that nothing was shown
			kept = append(kept, p.unshown())
		}
	}
	l.waiting = append(kept, l.waiting...)
}

// write writes rows, and how many were lost since the last time.
func (l *Log) write(ctx context.Context, rows []*pending, lost uint64) error {
	conn, err := l.connect()
	if err != nil {
		return err
	}
	if err := l.areas.fill(ctx, conn, rows); err != nil {
		return err
	}
	entries := make([]Entry, 0, len(rows)+1)
	for _, p := range rows {
		p.entry.Tell(p.clients, l.options.MaxClients)
		entries = append(entries, p.entry)
	}
	if lost > 0 {
		entries = append(entries, Entry{ID: uuid.New(), At: l.options.Now(), Surface: Lost, Request: "lost", Rows: lost, Outcome: Failed, Fault: "not_logged"})
	}
	return Write(ctx, conn, entries...)
}
