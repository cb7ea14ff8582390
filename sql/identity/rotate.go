package identity

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Files of a key folder besides pseudonym.key and vault.key.
const (
	earlierFile  = "earlier-pseudonym.keys" // one key a line, the oldest first
	rotationFile = "rotation.json"
	nextEnding   = ".key.next"
)

// Phase says how far a rotation of keys is.
type Phase string

// The phases.
const (
	// Preparing: copies of tables are made; nothing that anybody reads has changed.
	Preparing Phase = "preparing"
	// Switching: tables and keys take the place of the old ones, in turn.
	Switching Phase = "switching"
	// Switched: only what is old remains to be taken away.
	Switched Phase = "switched"
)

// whole says whether keys and tables fit each other.
func (d KeyDir) whole() error {
	var state struct{ Phase Phase }
	found, err := d.ReadRotation(&state)
	if err == nil && found && state.Phase == Switching {
		err = ErrRotating
	}
	return err
}

// ReadRotation reads the state of a rotation that was begun, and says whether there is one.
func (d KeyDir) ReadRotation(into any) (bool, error) {
	text, err := os.ReadFile(filepath.Join(string(d), rotationFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return false, fmt.Errorf("state of the rotation: %w", err)
	}
	return true, nil
}

// WriteRotation keeps the state of a rotation; it is on disk when it returns.
func (d KeyDir) WriteRotation(state any) error {
	text, err := json.Marshal(state)
	if err == nil {
		err = writeWhole(filepath.Join(string(d), rotationFile), string(text)+"\n")
	}
	if err != nil {
		return fmt.Errorf("state of the rotation: %w", err)
	}
	return nil
}

// EndRotation forgets the state, and a next key that was not promoted.
func (d KeyDir) EndRotation(purpose string) error {
	var faults []error
	for _, name := range []string{purpose + nextEnding, rotationFile} {
		if err := os.Remove(filepath.Join(string(d), name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// Next returns the key that is to take the place of one, making it the first time.
func (d KeyDir) Next(purpose string) (Key, error) {
	path := filepath.Join(string(d), purpose+nextEnding)
	key, err := readKey(path, purpose)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path, purpose)
	}
	return key, err
}

// Promote makes the next key the key. An old pseudonym key goes to the earlier ones,
// which officers depend on; an old vault key is kept beside as vault-ID.key.old, for
// backups that were made with it. It may be repeated after a kill.
func (d KeyDir) Promote(purpose string, old Key) error {
	next := filepath.Join(string(d), purpose+nextEnding)
	if _, err := os.Stat(next); errors.Is(err, fs.ErrNotExist) {
		return nil // it was promoted before the kill
	}
	if purpose == PurposePseudonym {
		earlier, err := d.earlier("")
		if err != nil {
			return err
		}
		if n := len(earlier); n == 0 || earlier[n-1].ID() != old.ID() {
			if err := d.writeEarlier(append(earlier, old)); err != nil {
				return err
			}
		}
	} else if err := writeWhole(filepath.Join(string(d), purpose+"-"+old.ID()+".key.old"), hex.EncodeToString(old.secret)+"\n"); err != nil {
		return fmt.Errorf("keep the old key: %w", err)
	}
	return os.Rename(next, d.path(purpose))
}

func (d KeyDir) writeEarlier(keys []Key) error {
	var lines strings.Builder
	for _, key := range keys {
		lines.WriteString(hex.EncodeToString(key.secret) + "\n")
	}
	if err := writeWhole(filepath.Join(string(d), earlierFile), lines.String()); err != nil {
		return fmt.Errorf("keep the earlier keys: %w", err)
	}
	return nil
}

// earlier reads the earlier pseudonym keys and compares them with the fingerprints of
// the database, where it has any.
func (d KeyDir) earlier(want string) ([]Key, error) {
	path := filepath.Join(string(d), earlierFile)
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("earlier keys: %w", err)
	}
	var keys []Key
	var ids []string
	for _, line := range strings.Fields(string(text)) {
		secret, err := hex.DecodeString(line)
		if err != nil || len(secret) != 32 {
			return nil, fmt.Errorf("%w: %s has a line that is not 64 hexadecimal digits: put the right file back from the backup", ErrKeyChanged, path)
		}
		keys = append(keys, Key{purpose: PurposePseudonym, secret: secret})
		ids = append(ids, keys[len(keys)-1].ID())
	}
	if got := strings.Join(ids, ","); want != "" && got != want {
		return nil, fmt.Errorf("%w: %s has the fingerprints [%s], the database [%s]: put the right file back from the backup; without it officers get new pseudonyms",
			ErrKeyChanged, path, got, want)
	}
	return keys, nil
}

// Current reads a key without comparing it with a database.
func (d KeyDir) Current(purpose string) (Key, error) { return readKey(d.path(purpose), purpose) }

// All reads every key of the folder, next and old ones too, by fingerprint.
func (d KeyDir) All() (map[string]Key, error) {
	found := map[string]Key{}
	earlier, err := d.earlier("")
	if err != nil {
		return nil, err
	}
	for _, key := range earlier {
		found[key.ID()] = key
	}
	for _, purpose := range []string{PurposePseudonym, PurposeVault} {
		paths, err := filepath.Glob(filepath.Join(string(d), purpose+"*.key*"))
		if err != nil {
			return nil, fmt.Errorf("keys: %w", err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, ".new") { // half written
				continue
			}
			key, err := readKey(path, purpose)
			if err != nil {
				return nil, err
			}
			found[key.ID()] = key
		}
	}
	return found, nil
}
