package load

import (
	"time"

	"github.com/framsyn/framsyn/sql/identity"
)

// cachedPeople is how many delivered texts a decoder remembers the pseudonym of.
const cachedPeople = 1 << 20

// people gives a decoder its pseudonyms and notes whom it met. It is for one goroutine.
type people struct {
	rules     identity.Rules
	reference time.Time
	pseudonym *identity.Pseudonymizer
	clients   map[string]uint64
	officers  map[string]uint64
	// unreported are numbers of this file's persons that no piece has reported yet.
	unreported map[uint64]identity.Number
	tombstones tombstones
	deleted    map[uint64]int64 // clients of this file with a tombstone, and its month
	last       []byte
	lastID     uint64
}

func newPeople(rules identity.Rules, keys identity.Keys, reference time.Time, deleted tombstones) *people {
	return &people{
		tombstones: deleted, deleted: map[uint64]int64{},
		rules: rules, reference: reference, pseudonym: identity.NewPseudonymizer(keys.Pseudonym, keys.Earlier...),
		clients: map[string]uint64{}, officers: map[string]uint64{}, unreported: map[uint64]identity.Number{},
	}
}

// Client returns the client_id of a number as delivered.
func (p *people) Client(text []byte) (uint64, error) {
	if string(text) == string(p.last) {
		return p.lastID, nil // files are mostly sorted by person
	}
	id, ok := p.clients[string(text)]
	if !ok {
		n, err := p.rules.Parse(text, p.reference)
		if err != nil {
			return 0, err
		}
		id = p.pseudonym.Client(n)
		p.bury(id, n)
		p.unreported[id] = n
		if len(p.clients) >= cachedPeople {
			clear(p.clients)
		}
		p.clients[string(text)] = id
	}
	p.last, p.lastID = append(p.last[:0], text...), id
	return id, nil
}

// bury notes a client whom a tombstone stands for.
func (p *people) bury(id uint64, n identity.Number) {
	if len(p.tombstones) == 0 {
		return
	}
	for _, stone := range p.pseudonym.Tombstones(n) {
		if through, ok := p.tombstones[stone]; ok {
			p.deleted[id] = max(through, p.deleted[id])
		}
	}
}

// Officer returns the officer_id of a signature.
func (p *people) Officer(text []byte) uint64 {
	id, ok := p.officers[string(text)]
	if !ok {
		id = p.pseudonym.Officer(text)
		if len(p.officers) >= cachedPeople {
			clear(p.officers)
		}
		p.officers[string(text)] = id
	}
	return id
}

// met returns the number of a client the first time that an accepted row names it.
func (p *people) met(id uint64) (identity.Number, bool) {
	if len(p.unreported) == 0 {
		return identity.Number{}, false
	}
	n, ok := p.unreported[id]
	if ok {
		delete(p.unreported, id)
	}
	return n, ok
}
