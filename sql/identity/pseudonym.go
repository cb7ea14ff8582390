package identity

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// Pseudonymizer makes pseudonyms by one key. It is not safe for use by several
// goroutines: each has its own.
type Pseudonymizer struct {
	mac hash.Hash
	sum [sha256.Size]byte
}

// NewPseudonymizer returns one for the pseudonym key.
func NewPseudonymizer(key Key) *Pseudonymizer {
	return &Pseudonymizer{mac: hmac.New(sha256.New, key.secret)}
}

// Client returns the client_id of a person, never 0.
func (p *Pseudonymizer) Client(n Number) uint64 { return p.pseudonym("", n.normal[:]) }

// Officer returns the officer_id of a signature, never 0; 0 for an empty signature.
// Case and surrounding space do not matter.
func (p *Pseudonymizer) Officer(signature []byte) uint64 {
	signature = bytes.ToUpper(bytes.TrimSpace(signature))
	if len(signature) == 0 {
		return 0
	}
	return p.pseudonym("officer:", signature)
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
