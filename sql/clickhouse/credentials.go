package clickhouse

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// credentials holds each user's password.
type credentials map[string]string

// loadCredentials reads the passwords from a file and adds generated ones for
// users that have none yet.
func loadCredentials(path string, users []string) (credentials, error) {
	known := credentials{}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("read credentials: %w", err)
	default:
		if err := json.Unmarshal(text, &known); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
	}
	added := false
	for _, user := range users {
		if known[user] == "" {
			known[user] = newPassword()
			added = true
		}
	}
	if !added {
		return known, nil
	}
	return known, writeJSON(path, known)
}

// newPassword returns 32 random bytes as text.
func newPassword() string {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails, by its documentation
	return base64.RawURLEncoding.EncodeToString(secret)
}
