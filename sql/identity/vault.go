package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrSealed says that a vault row does not open with this key, or was moved from elsewhere.
var ErrSealed = errors.New("the vault row does not open with this key: restore keys/vault.key that made it")

// Vault encrypts and decrypts by AES-256-GCM. It may be used by several goroutines.
type Vault struct {
	aead cipher.AEAD
	// KeyID says which key it is, as in vault.keys.
	KeyID string
}

// NewVault returns one for the vault key.
func NewVault(key Key) (*Vault, error) {
	block, err := aes.NewCipher(key.secret)
	if err != nil {
		return nil, fmt.Errorf("vault key: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("vault key: %w", err)
	}
	return &Vault{aead: aead, KeyID: key.ID()}, nil
}

// Seal returns nonce, ciphertext and tag. The numbers say where the row belongs:
// the client_id of an identity, batch and line of a rejected row.
func (v *Vault) Seal(plain []byte, belongsTo ...uint64) []byte {
	out := make([]byte, v.aead.NonceSize(), v.aead.NonceSize()+len(plain)+v.aead.Overhead())
	_, _ = rand.Read(out) // never fails: crypto/rand ends the program where it cannot read
	return v.aead.Seal(out, out, plain, associated(belongsTo))
}

// Open is the way back from [Vault.Seal].
func (v *Vault) Open(sealed []byte, belongsTo ...uint64) ([]byte, error) {
	n := v.aead.NonceSize()
	if len(sealed) < n {
		return nil, ErrSealed
	}
	plain, err := v.aead.Open(nil, sealed[:n], sealed[n:], associated(belongsTo))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

func associated(numbers []uint64) []byte {
	var b []byte
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return b
}
