package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
)

// Reading is one thing that somebody asks for, while it is answered. It is safe for
// use by several goroutines; a nil one takes everything and keeps nothing.
type Reading struct {
	mutex     sync.Mutex
	entry     Entry
	persons   map[string]bool
	text      hash.Hash
	clients   map[uint64]string // area by client; empty where the rows do not tell
	isNaming  bool              // some rows name their clients
	isRaw     bool              // asks SQL that is not ours
	isOfSums  bool              // its query is known to give no single clients
	log       *Log              // that is told before clients are read; nil for none
	started   chan error        // what came of telling it; nil where it was not told
	isLeft    bool              // its row is written, here or elsewhere
	isExtract bool              // of one client, who has a right to know that it was made
}

// Begin begins a reading. persons are the objects that are about single clients, of
// [Persons].
func Begin(who Asker, surface Surface, request string, at time.Time, persons map[string]bool) *Reading {
	return &Reading{
		entry:   Entry{Asker: who, ID: uuid.New(), At: at, Surface: surface, Request: request, Outcome: OK},
		persons: persons, text: sha256.New(), clients: map[uint64]string{},
	}
}

type contextKey struct{}

// With returns a context in which a reading goes along.
func With(ctx context.Context, r *Reading) context.Context {
	return context.WithValue(ctx, contextKey{}, r)
}

// From returns the reading of a context; nil where there is none.
func From(ctx context.Context) *Reading {
	r, _ := ctx.Value(contextKey{}).(*Reading)
	return r
}

// Query adds a query that is asked for it.
func (r *Reading) Query(id, text string) {
	if r == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.entry.QueryID == "" {
		r.entry.QueryID = id
	}
	_, _ = io.WriteString(r.text, text+"\x00") // a hash takes all that is written
	r.entry.QueryHash = binary.BigEndian.Uint64(r.text.Sum(nil))
	for _, object := range queries.Objects(text) {
		if !slices.Contains(r.entry.Objects, object) {
			r.entry.Objects = append(r.entry.Objects, object)
		}
	}
	if r.log != nil && r.started == nil && (r.isExtract || !r.isOfSums && r.readsPersons()) {
		r.started = r.log.announce(r.entry)
	}
}

// readsPersons tells whether objects about single clients are read.
func (r *Reading) readsPersons() bool {
	return slices.ContainsFunc(r.entry.Objects, func(name string) bool { return r.persons[name] })
}

// Sums says that what it asks gives sums over clients only.
func (r *Reading) Sums() {
	if r == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.isOfSums = true
}

// About says which one client it is about; 0 is none.
func (r *Reading) About(client uint64) {
	if r == nil || client == 0 {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.entry.ClientID = client
}

// Extract says that it is the extract of who saw a client, and why it is made. It is
// told before it is answered, and its row is its own whatever it is a part of.
func (r *Reading) Extract(client uint64, why string) {
	if r == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.isExtract = true
	r.entry.Surface, r.entry.Purpose, r.entry.Why, r.entry.ClientID = Extract, "access_extract", why, client
}

// Raw says that it asks SQL of somebody's own, whose rows may be about clients
// without naming them.
func (r *Reading) Raw() {
	if r == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.isRaw = true
}

// Leave says that its row is written elsewhere.
func (r *Reading) Leave() {
	if r == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.isLeft = !r.isExtract
}

// Shown adds rows about clients that were not read through Watch, one a client.
func (r *Reading) Shown(clients ...uint64) {
	if r == nil {
		return
	}
	for _, client := range clients {
		r.row(true, client, "")
	}
}

// row adds a row, and the client in it if it names one.
func (r *Reading) row(isNaming bool, client uint64, area string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.entry.Rows++
	if !isNaming {
		return
	}
	r.isNaming = true
	if client != 0 && (area != "" || r.clients[client] == "") {
		r.clients[client] = area
	}
}

// end completes the entry, once. Rows of an answer that failed were not seen.
func (r *Reading) end(outcome Outcome, fault string, at time.Time) (entry Entry, clients map[uint64]string, isLeft bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	isLeft, r.isLeft = r.isLeft, true
	entry, clients = r.told(at)
	entry.Outcome, entry.Fault = outcome, fault
	if outcome != OK {
		entry.Rows, entry.Clients, entry.IsUnnamed, clients = 0, 0, false, nil
	}
	return entry, clients, isLeft
}

// told is the entry as it stands, and the clients in it.
func (r *Reading) told(at time.Time) (entry Entry, clients map[uint64]string) {
	e := r.entry
	e.Objects = slices.Sorted(slices.Values(e.Objects))
	e.Seconds = at.Sub(e.At).Seconds()
	clients = maps.Clone(r.clients)
	if e.ClientID != 0 && e.Rows > 0 && len(clients) == 0 {
		clients[e.ClientID] = ""
	}
	e.Clients = uint64(len(clients))
	e.IsUnnamed = r.isRaw && e.Rows > 0 && !r.isNaming && r.readsPersons()
	return e, clients
}

// Persons are the objects of the class person, by their full names.
func Persons() (map[string]bool, error) {
	objects, err := sqlfs.Objects()
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, object := range objects {
		if class := object.Header.Access.Class; class == sqlfs.Person || class == sqlfs.Delivery || class == sqlfs.Identity {
			found[object.FullName()] = true
		}
	}
	return found, nil
}
