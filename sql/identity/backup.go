package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// A backup is JSON: how the passphrase becomes a key, and the key files, sealed.
//
//	key = PBKDF2-HMAC-SHA-256(passphrase, salt, iterations), 32 bytes
//	sealed = AES-256-GCM(key, nonce, JSON of file name -> text), with format as associated data
type backup struct {
	Format     string `json:"format"`
	Iterations int    `json:"iterations"`
	Salt       []byte `json:"salt"`
	Nonce      []byte `json:"nonce"`
	Sealed     []byte `json:"sealed"`
}

const (
	backupFormat = "framsyn keys 1"
	// Iterations of PBKDF2-HMAC-SHA-256 that OWASP's Password Storage Cheat Sheet asks
	// for (2023: 600,000).
	backupIterations = 600_000
	// maxIterations keeps a file made by others from holding the program up.
	maxIterations = 10_000_000
	minPassphrase = 12 // characters; chosen
)

// Faults of backups.
var (
	// ErrPassphrase: the passphrase is too short to protect anything.
	ErrPassphrase = fmt.Errorf("the passphrase is shorter than %d characters", minPassphrase)
	// ErrBackup: the file does not open.
	ErrBackup = errors.New("the backup does not open: another passphrase, or not a whole backup of keys")
)

func backupCipher(passphrase string, b backup) (cipher.AEAD, error) {
	key, err := pbkdf2.Key(sha256.New, passphrase, b.Salt, b.Iterations, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// keyFiles are the names of the folder's key files; half-written ones are left out.
func (d KeyDir) keyFiles() ([]string, error) {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	var names []string
	for _, e := range entries {
		if isKeyFile(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func isKeyFile(name string) bool {
	return strings.HasSuffix(name, ".key") || strings.HasSuffix(name, ".key.old") || name == earlierFile
}

// Backup writes all keys to a new file and returns the names of what is in it.
func (d KeyDir) Backup(path, passphrase string) ([]string, error) {
	if utf8.RuneCountInString(passphrase) < minPassphrase {
		return nil, ErrPassphrase
	}
	if err := d.whole(); err != nil {
		return nil, err
	}
	names, err := d.keyFiles()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(names, PurposePseudonym+".key") || !slices.Contains(names, PurposeVault+".key") {
		return nil, fmt.Errorf("%w: there are no two keys in %s", ErrKeyMissing, d)
	}
	files := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(string(d), name))
		if err != nil {
			return nil, fmt.Errorf("keys: %w", err)
		}
		files[name] = string(text)
	}
	text, err := sealBackup(files, passphrase)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("backup: %s is there already: name another file", path)
	}
	return names, writeWhole(path, text)
}

func sealBackup(files map[string]string, passphrase string) (string, error) {
	plain, err := json.Marshal(files)
	if err != nil {
		return "", err
	}
	b := backup{Format: backupFormat, Iterations: backupIterations, Salt: make([]byte, 16)}
	_, _ = rand.Read(b.Salt) // never fails: crypto/rand ends the program where it cannot read
	aead, err := backupCipher(passphrase, b)
	if err != nil {
		return "", err
	}
	b.Nonce = make([]byte, aead.NonceSize())
	_, _ = rand.Read(b.Nonce) // as above
	b.Sealed = aead.Seal(nil, b.Nonce, plain, []byte(b.Format))
	text, err := json.MarshalIndent(b, "", " ")
	return string(text) + "\n", err
}

// Restore puts keys back and returns their names. A file that is there with another
// text is an error, and then nothing is written; a dry run writes nothing.
func (d KeyDir) Restore(path, passphrase string, dryRun bool) ([]string, error) {
	files, err := openBackup(path, passphrase)
	if err != nil {
		return nil, err
	}
	var names []string
	for name, text := range files {
		if !isKeyFile(name) || name != filepath.Base(name) {
			return nil, ErrBackup
		}
		names = append(names, name)
		now, err := os.ReadFile(filepath.Join(string(d), name))
		if err == nil && string(now) != text && !dryRun {
			return nil, fmt.Errorf("%s is there and is another key: move it away first, if the database was not made with it", filepath.Join(string(d), name))
		}
	}
	slices.Sort(names)
	if dryRun {
		return names, nil
	}
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return nil, fmt.Errorf("folder of keys: %w", err)
	}
	for _, name := range names {
		if err := writeWhole(filepath.Join(string(d), name), files[name]); err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
	}
	return names, nil
}

func openBackup(path, passphrase string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	var b backup
	if err := json.Unmarshal(text, &b); err != nil || b.Format != backupFormat || b.Iterations < 1 || b.Iterations > maxIterations {
		return nil, ErrBackup
	}
	aead, err := backupCipher(passphrase, b)
	if err != nil || len(b.Nonce) != aead.NonceSize() {
		return nil, ErrBackup
	}
	plain, err := aead.Open(nil, b.Nonce, b.Sealed, []byte(b.Format))
	if err != nil {
		return nil, ErrBackup
	}
	var files map[string]string
	if err := json.Unmarshal(plain, &files); err != nil {
		return nil, ErrBackup
	}
	return files, nil
}
