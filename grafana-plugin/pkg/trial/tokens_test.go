package trial

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// unsigned is a token that says what it likes.
func unsigned(header, said map[string]any) string {
	part := func(value any) string {
		text, _ := json.Marshal(value)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	return part(header) + "." + part(said) + "."
}

// forgeries are headers by which somebody without a role would be an analyst.
func (w *world) forgeries() map[string]map[string]string {
	w.t.Helper()
	foreign, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	point, err := w.key.PublicKey.Bytes()
	if err != nil {
		w.t.Fatal(err)
	}
	k1 := map[jose.HeaderKey]any{"kid": "k1"}
	say := func(changes map[string]any) map[string]any {
		said := claims("anna")
		for name, value := range changes {
			said[name] = value
			if value == nil {
				delete(said, name)
			}
		}
		return said
	}
	es := func(header map[jose.HeaderKey]any, changes map[string]any) map[string]string {
		return map[string]string{"X-Grafana-Id": signed(w.t, jose.ES256, w.key, header, say(changes))}
	}
	past := time.Now().Add(-time.Hour).Unix()
	good := w.token("anna")
	cut := strings.LastIndex(good, ".")
	other := w.token("okand")
	jwk, err := json.Marshal(jose.JSONWebKey{Key: foreign.Public(), KeyID: "k1", Algorithm: "ES256"})
	if err != nil {
		w.t.Fatal(err)
	}
	return map[string]map[string]string{
		"nothing":                            {},
		"a name in a bare header":            {"X-Grafana-User": "anna"},
		"names of proxies":                   {"X-Webauth-User": "anna", "X-WEBAUTH-USER": "anna", "X-WEBAUTH-GROUPS": "ledning", "X-Forwarded-User": "anna", "X-Remote-User": "anna", "Remote-User": "anna"},
		"addresses of proxies":               {"X-Forwarded-For": "127.0.0.1", "X-Real-Ip": "127.0.0.1", "X-Forwarded-Host": "localhost", "Forwarded": "for=127.0.0.1;by=127.0.0.1"},
		"basic":                              {"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte("anna:anna"))},
		"another header with a good form":    {"Authorization": "Bearer " + good, "X-Id-Token": good, "X-Jwt-Assertion": good, "Cookie": "grafana_session=" + good},
		"alg none":                           {"X-Grafana-Id": unsigned(map[string]any{"alg": "none", "kid": "k1", "typ": "JWT"}, say(nil))},
		"alg None in other letters":          {"X-Grafana-Id": unsigned(map[string]any{"alg": "nOnE", "kid": "k1"}, say(nil))},
		"a signature left out":               {"X-Grafana-Id": good[:cut+1]},
		"a signature of another token":       {"X-Grafana-Id": good[:cut] + other[strings.LastIndex(other, "."):]},
		"claims of another token":            {"X-Grafana-Id": unsigned(map[string]any{"alg": "ES256", "kid": "k1"}, say(nil)) + good[cut+1:]},
		"another key by its id":              {"X-Grafana-Id": signed(w.t, jose.ES256, foreign, k1, say(nil))},
		"another key, with the key within":   {"X-Grafana-Id": signed(w.t, jose.ES256, foreign, map[jose.HeaderKey]any{"kid": "k1", "jwk": json.RawMessage(jwk)}, say(nil))},
		"another key, with an address":       {"X-Grafana-Id": signed(w.t, jose.ES256, foreign, map[jose.HeaderKey]any{"kid": "k1", "jku": "http://127.0.0.1:1/keys", "x5u": "http://127.0.0.1:1/x"}, say(nil))},
		"an unknown key":                     {"X-Grafana-Id": signed(w.t, jose.ES256, foreign, map[jose.HeaderKey]any{"kid": "k2"}, say(nil))},
		"no key":                             es(nil, nil),
		"a key that is a path":               es(map[jose.HeaderKey]any{"kid": "../../dev/null"}, nil),
		"the public key as a secret":         {"X-Grafana-Id": signed(w.t, jose.HS256, point, k1, say(nil))},
		"expired":                            es(k1, map[string]any{"exp": past}),
		"without an end":                     es(k1, map[string]any{"exp": nil}),
		"not yet":                            es(k1, map[string]any{"nbf": time.Now().Add(time.Hour).Unix()}),
		"made in the future":                 es(k1, map[string]any{"iat": time.Now().Add(time.Hour).Unix()}),
		"another organisation":               es(k1, map[string]any{"aud": []string{"org:2"}}),
		"another organisation's namespace":   es(k1, map[string]any{"namespace": "org-2"}),
		"for nobody":                         es(k1, map[string]any{"aud": nil}),
		"anonymous":                          es(k1, map[string]any{"type": "anonymous"}),
		"of a renderer":                      es(k1, map[string]any{"type": "render-service"}),
		"an access policy":                   es(k1, map[string]any{"type": "access-policy", "sub": "access-policy:1"}),
		"without a name":                     es(k1, map[string]any{"username": ""}),
		"two names":                          es(k1, map[string]any{"username": []string{"anna"}}),
		"another person's, who may":          {"X-Grafana-Id": good},
		"another person's, in other letters": {"x-grafana-id": good},
		"a name with a blank":                es(k1, map[string]any{"username": "anna "}),
		"a name in other letters":            es(k1, map[string]any{"username": "ANNA"}),
		"a name with a null byte":            es(k1, map[string]any{"username": "anna\x00"}),
		"a group in place of a list":         es(k1, map[string]any{"username": "okand", "groups": "ledning"}),
		"a role that is none":                es(k1, map[string]any{"username": "okand", "role": "analyst"}),
		"two tokens":                         {"X-Grafana-Id": good + "," + good},
		"a very long token":                  {"X-Grafana-Id": good + strings.Repeat("A", 100_000)},
		"words":                              {"X-Grafana-Id": "' OR 1=1 --"},
	}
}

// Who is not who he says, or cannot be told, gets nothing, and is told whom to ask.
// The one whom Grafana names is somebody whom nobody has given a role.
func testForgeries(t *testing.T, w *world) {
	t.Helper()
	var n tally
	c := caller{login: "okand", role: "ingen"}
	for name, headers := range w.forgeries() {
		forger := asker{login: c.login, headers: headers}
		for i, got := range w.ask(forger, object{"rawSql": "SELECT * FROM core.clients"}, object{"kind": "named", "name": "total_months"}, object{"kind": "named", "name": "candidates"}) {
			n.tried++
			if !got.isRefusal() || !strings.Contains(got.text, contact) {
				t.Errorf("%s, query %d: %d %.300s", name, i, got.status, got.text)
			}
			n.leak(t, c, name, got, "")
		}
		for _, route := range []string{"GET whoami", "GET schema", "POST variables", "POST export", "POST identities", "POST selections/clients", "POST interventions"} {
			method, path, _ := strings.Cut(route, " ")
			got := w.call(forger, method, path, object{})
			n.tried++
			if !got.isRefusal() || !strings.Contains(got.text, contact) {
				t.Errorf("%s, %s: %d %.300s", name, route, got.status, got.text)
			}
			n.leak(t, c, name, got, "")
		}
	}
	t.Logf("forgeries: %d tried", n.tried)
}

// Without a person and without a token it is a service, whatever headers say: groups
// only, and nothing is written or taken out of persons.
func testServicesGetGroupsOnly(t *testing.T, w *world) {
	t.Helper()
	c := caller{role: "service"}
	var n tally
	for _, headers := range []map[string]string{
		{}, {"FromAlert": "true", "X-Rule-Uid": "r1"}, {"X-Grafana-User": "anna"}, {"X-Grafana-Org-Id": "1", "X-Dashboard-Uid": "d"}, {"X-Webauth-User": "anna"},
	} {
		who := asker{headers: headers}
		for i, got := range w.ask(who, object{"kind": "named", "name": "total_months"}, object{"kind": "named", "name": "candidates"}, object{"kind": "named", "name": "client", "parameters": object{"client": fmt.Sprint(ofC1)}}, object{"rawSql": "SELECT 1"}) {
			n.tried++
			if got.isAnswer() != (i == 0) || i > 0 && !got.isRefusal() {
				t.Errorf("%v, query %d: %d %.300s", headers, i, got.status, got.text)
			}
			n.leak(t, c, fmt.Sprint(headers), got, "")
		}
		for _, route := range writingRoutes(c) {
			method, path, _ := strings.Cut(route.name, " ")
			if got := w.call(who, method, path, route.own); !got.isRefusal() {
				t.Errorf("%v, %s: %d %.300s", headers, route.name, got.status, got.text)
			}
		}
	}
}
