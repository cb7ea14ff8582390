package identity

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
)

// Pseudonymizer makes pseudonyms by one key. It is not safe for use by several
// goroutines: each has its own.
type Pseudonymizer struct {
	mac     hash.Hash
	sum     [sha256.Size]byte
	earlier *Pseudonymizer // by the key before this one; nil for the first
}

// NewPseudonymizer returns one for the pseudonym key and those before it, the oldest first.
func NewPseudonymizer(key Key, earlier ...Key) *Pseudonymizer {
	p := &Pseudonymizer{mac: hmac.New(sha256.New, key.secret)}
	if n := len(earlier); n > 0 {
		p.earlier = NewPseudonymizer(earlier[n-1], earlier[:n-1]...)
	}
	return p
}

// Client returns the client_id of a person, never 0.
func (p *Pseudonymizer) Client(n Number) uint64 { return p.pseudonym("", n.normal[:]) }

// Tombstones returns what is left of a person who was deleted by rule, by this key and
// by each before it: it says that the number was here, and to nobody without the key whose
// it is. It cannot be joined with a pseudonym.
func (p *Pseudonymizer) Tombstones(n Number) []string {
	var all []string
	for by := p; by != nil; by = by.earlier {
		by.mac.Reset()
		by.mac.Write([]byte("tombstone:"))
		by.mac.Write(n.normal[:])
		all = append(all, hex.EncodeToString(by.mac.Sum(by.sum[:0])[:16]))
	}
	return all
}

// Officer returns the officer_id of a signature, never 0; 0 for an empty signature.
// Case and surrounding space do not matter. Signatures are kept nowhere, so a new key
// cannot start from them: it makes a pseudonym of the pseudonym before, from the
// first key on.
func (p *Pseudonymizer) Officer(signature []byte) uint64 {
	signature = bytes.ToUpper(bytes.TrimSpace(signature))
	if len(signature) == 0 {
		return 0
	}
	if p.earlier != nil {
		return p.Again("officer", p.earlier.Officer(signature))
	}
	return p.pseudonym("officer:", signature)
}

// Again makes a pseudonym of a pseudonym by this key; 0 stays 0. what keeps apart
// pseudonyms of different things.
func (p *Pseudonymizer) Again(what string, id uint64) uint64 {
	if id == 0 {
		return 0
	}
	return p.pseudonym(what+" again:", binary.BigEndian.AppendUint64(nil, id))
}

func (p *Pseudonymizer) pseudonym(domain string, text []byte) uint64 {
	p.mac.Reset()
	p.mac.Write([]byte(domain))
	p.mac.Write(text)
	sum := p.mac.Sum(p.sum[:0])
	for ; len(sum) >= 8; sum = sum[8:] {
		if id := binary.BigEndian.Uint64(sum); id != 0 {
			return id
		}
	}
	return 1
}
