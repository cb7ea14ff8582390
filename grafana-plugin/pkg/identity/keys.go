package identity

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/sync/singleflight"
)

// retryAfter is the least time between two fetches that an unknown key causes, so
// that forged tokens do not make the plugin hammer Grafana.
const retryAfter = 10 * time.Second

// keySet is Grafana's public keys, fetched when needed and kept for a while.
type keySet struct {
	url    string
	maxAge time.Duration
	client *http.Client
	now    func() time.Time

	flights singleflight.Group // one fetch at a time; those who come meanwhile wait for it
	mutex   sync.Mutex
	keys    map[string]jose.JSONWebKey // by key id
	fetched time.Time                  // when keys were last had
	tried   time.Time                  // when they were last asked for
}

// get returns the key of an id. Keys that are too old are fetched again, and those
// that are not known too: Grafana changes its keys. Old ones are used on while the
// server does not answer, but no longer than twice their time.
func (s *keySet) get(ctx context.Context, id string) (jose.JSONWebKey, bool, error) {
	now := s.now()
	if key, ok := s.known(id, now, s.maxAge); ok {
		return key, true, nil
	}
	_, err, _ := s.flights.Do("keys", func() (any, error) { return nil, s.refresh(ctx, now) })
	if key, ok := s.known(id, now, 2*s.maxAge); ok {
		return key, true, nil
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.keys == nil || now.Sub(s.fetched) >= 2*s.maxAge {
		if err == nil {
			err = fmt.Errorf("keys of %s: they could not be had some seconds ago", s.url)
		}
		return jose.JSONWebKey{}, false, err
	}
	return jose.JSONWebKey{}, false, nil
}

// known returns a key that was fetched no longer ago than maxAge.
func (s *keySet) known(id string, now time.Time, maxAge time.Duration) (jose.JSONWebKey, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	key, ok := s.keys[id]
	return key, ok && now.Sub(s.fetched) < maxAge
}

// refresh fetches the keys, unless that was tried a moment ago.
func (s *keySet) refresh(ctx context.Context, now time.Time) error {
	s.mutex.Lock()
	since := now.Sub(s.tried)
	if !s.tried.IsZero() && since >= 0 && since < retryAfter {
		s.mutex.Unlock()
		return nil
	}
	s.tried = now
	s.mutex.Unlock()
	keys, err := s.fetch(ctx)
	if err != nil {
		return err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.keys, s.fetched = keys, now
	return nil
}

func (s *keySet) fetch(ctx context.Context) (map[string]jose.JSONWebKey, error) {
	// The keys serve all callers: the one who came first may give up.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url, nil)
	if err != nil {
		return nil, err
	}
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("keys of %s: status %s", s.url, response.Status)
	}
	var found jose.JSONWebKeySet
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&found); err != nil {
		return nil, fmt.Errorf("keys of %s: %w", s.url, err)
	}
	keys := map[string]jose.JSONWebKey{}
	for _, key := range found.Keys {
		if key.Valid() && key.IsPublic() {
			keys[key.KeyID] = key
		}
	}
	return keys, nil
}
