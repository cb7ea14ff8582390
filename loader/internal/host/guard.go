package host

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
)

// onlyThisMachine refuses an address that others can reach: the visitor chooses
// who to be.
func onlyThisMachine(address string) error {
	name, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("--listen %q: want 127.0.0.1:PORT: %w", address, err)
	}
	if ip := net.ParseIP(name); name != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--listen %q: visitors choose their own role, so the host listens on this machine only; take 127.0.0.1:PORT", address)
	}
	return nil
}

// guard lets only this machine's own pages ask: a page of another site could
// otherwise read through a name that it points here, or write.
func guard(address net.Addr, next http.Handler) http.Handler {
	_, port, _ := net.SplitHostPort(address.String())
	names := []string{address.String(), "localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(names, r.Host) {
			fail(w, http.StatusForbidden, "the host answers by this machine's own name only: open http://"+address.String())
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" {
			if from, err := url.Parse(origin); err != nil || from.Host != r.Host {
				fail(w, http.StatusForbidden, "the request comes from another site")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// fail answers with an error as Grafana words it.
func fail(w http.ResponseWriter, status int, message string) {
	answer(w, status, map[string]string{"message": message})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the reader has gone, if anything
}
