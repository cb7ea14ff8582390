package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Purposes of keys, as in vault.keys.purpose.
const (
	PurposePseudonym = "pseudonym"
	PurposeVault     = "vault"
	// PurposeEarlier names, in what [KeyDir.Open] is told, the fingerprints of earlier
	// pseudonym keys, the oldest first, with commas between.
	PurposeEarlier = "earlier"
)

// Faults of keys.
var (
	// ErrKeyMissing: the database was made with a key that is not there.
	ErrKeyMissing = errors.New("the key that this database was made with is missing")
	// ErrKeyChanged: the key file is not the one the database was made with.
	ErrKeyChanged = errors.New("the key is not the one that this database was made with")
	// ErrRotating: a rotation was broken off where keys and tables may not fit each other.
	ErrRotating = errors.New("a rotation of keys was broken off: run the same framsyn keys rotate again before anything else")
)

// Key is a secret of 32 bytes. It never prints itself.
type Key struct {
	purpose string
	secret  []byte
}

// Purpose says what the key is for.
func (k Key) Purpose() string { return k.purpose }

// ID returns the first 16 hexadecimal digits of the key's fingerprint.
func (k Key) ID() string {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte("framsyn key fingerprint: " + k.purpose))
	return hex.EncodeToString(mac.Sum(nil))[:16]
}

// String returns purpose and fingerprint, never the secret.
func (k Key) String() string { return k.purpose + " key " + k.ID() }

// GoString returns purpose and fingerprint, never the secret.
func (k Key) GoString() string { return k.String() }

// Keys are the keys of a database.
type Keys struct {
	Pseudonym Key
	Vault     Key
	// Earlier are the pseudonym keys before a rotation, the oldest first. Clients do
	// not depend on them; officers do, see [Pseudonymizer.Officer].
	Earlier []Key
}

// KeyDir is a folder with key files, DATA/keys.
type KeyDir string

// Open reads both keys and compares them with the fingerprints of the database, by
// purpose. Where the database has none, missing keys are made; where it has, a
// missing or changed key is an error that says what to do, and nothing is written.
func (d KeyDir) Open(known map[string]string) (Keys, error) {
	var keys Keys
	var faults []error
	if err := d.whole(); err != nil {
		return keys, err
	}
	earlier, err := d.earlier(known[PurposeEarlier])
	if err != nil {
		faults = append(faults, err)
	}
	keys.Earlier = earlier
	for purpose, into := range map[string]*Key{PurposePseudonym: &keys.Pseudonym, PurposeVault: &keys.Vault} {
		key, err := d.open(purpose, known[purpose])
		if err != nil {
			faults = append(faults, err)
			continue
		}
		*into = key
	}
	return keys, errors.Join(faults...)
}

// open reads one key, or makes it where the database has none.
func (d KeyDir) open(purpose, want string) (Key, error) {
	path := d.path(purpose)
	key, err := readKey(path, purpose)
	switch {
	case errors.Is(err, fs.ErrNotExist) && want == "":
		return makeKey(path, purpose)
	case errors.Is(err, fs.ErrNotExist):
		return Key{}, fmt.Errorf("%w: %s (fingerprint %s): put the file back from the backup; with a new key the same person would get a new pseudonym",
			ErrKeyMissing, path, want)
	case err != nil:
		return Key{}, err
	case want != "" && key.ID() != want:
		return Key{}, fmt.Errorf("%w: %s has fingerprint %s, the database %s: put the right file back from the backup, or point at the database it belongs to",
			ErrKeyChanged, path, key.ID(), want)
	}
	return key, nil
}

func (d KeyDir) path(purpose string) string { return filepath.Join(string(d), purpose+".key") }

// ReadKey reads one key file, such as that of the vault for who shows identities.
func ReadKey(path, purpose string) (Key, error) { return readKey(path, purpose) }

// readKey reads 64 hexadecimal digits from a file that only its owner may read.
func readKey(path, purpose string) (Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Key{}, fmt.Errorf("key: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return Key{}, fmt.Errorf("key %s can be read by others: run chmod 600 on it", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Key{}, fmt.Errorf("key: %w", err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != 32 {
		return Key{}, fmt.Errorf("%w: %s is not 64 hexadecimal digits: put the right file back from the backup", ErrKeyChanged, path)
	}
	return Key{purpose: purpose, secret: secret}, nil
}

// makeKey makes a key and writes its file so that a kill leaves a whole file or none.
func makeKey(path, purpose string) (Key, error) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails: crypto/rand ends the program where it cannot read
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Key{}, fmt.Errorf("folder of keys: %w", err)
	}
	if err := writeWhole(path, hex.EncodeToString(secret)+"\n"); err != nil {
		return Key{}, fmt.Errorf("key: %w", err)
	}
	return Key{purpose: purpose, secret: secret}, nil
}

// writeWhole writes and syncs a file beside the path and renames it into place.
func writeWhole(path, text string) error {
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(tmp, path)
}
