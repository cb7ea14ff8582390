package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/sql/queries"
)

// grafana publishes keys, and may be down.
type grafana struct {
	*httptest.Server
	mutex   sync.Mutex
	keys    []jose.JSONWebKey
	down    bool
	fetches int
}

func newGrafana(t *testing.T) *grafana {
	t.Helper()
	g := &grafana{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mutex.Lock()
		defer g.mutex.Unlock()
		g.fetches++
		if g.down || r.URL.Path != "/api/signing-keys/keys" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: g.keys})
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *grafana) set(down bool, keys ...*ecdsa.PrivateKey) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.down, g.keys = down, nil
	for _, key := range keys {
		g.keys = append(g.keys, jose.JSONWebKey{Key: key.Public(), KeyID: keyID(key), Algorithm: "ES256", Use: "sig"})
	}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// public is the point of a key, for its id and for abuse as a secret.
func public(key *ecdsa.PrivateKey) []byte {
	point, err := key.PublicKey.Bytes()
	if err != nil {
		panic(err)
	}
	return point
}

func keyID(key *ecdsa.PrivateKey) string { return fmt.Sprintf("k%x", public(key)[1:9]) }

// clock is a clock that tests turn.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

const settingsText = `{
	"hosts": ["db:9000"],
	"roles": {"analyst": {"user": "a", "rawSql": true, "allAreas": true}, "manager": {"user": "m"}, "leader": {"user": "l", "allAreas": true}, "service": {"user": "s", "allAreas": true}},
	"mapping": {"logins": {"anna": "analyst", "service-account:3": "analyst", "mona": "manager", "nils": "manager"}, "groups": {"ledning": "leader", "enhet": "manager"}, "orgRoles": {"Admin": "analyst"}},
	"areas": {"mona": ["C1"]}, "serviceRole": "service", "contact": "data@example.org",
	"identity": {"grafanaUrl": "URL"}
}`

func newResolver(t *testing.T, g *grafana, c *clock) *Grafana {
	t.Helper()
	s, err := settings.Parse([]byte(strings.Replace(settingsText, "URL", g.URL, 1)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return NewGrafana(&s, g.Client(), c.now)
}

// said is what a good token says; changes are made to it.
func said(c *clock, changes map[string]any) map[string]any {
	claims := map[string]any{
		"iss": "http://grafana/", "sub": "user:1", "aud": []string{"org:1"}, "iat": c.at.Unix(), "exp": c.at.Add(10 * time.Minute).Unix(),
		"type": "user", "identifier": "1", "namespace": "default", "username": "anna", "displayName": "Anna A",
	}
	for name, value := range changes {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	return claims
}

func sign(t *testing.T, key *ecdsa.PrivateKey, id string, claims any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: id}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func resolve(t *testing.T, r *Grafana, login, token string) (Identity, error) {
	t.Helper()
	plugin := backend.PluginContext{Namespace: "default"}
	if login != "" {
		plugin.User = &backend.User{Login: login, Role: "Viewer"}
	}
	headers := http.Header{}
	if token != "" {
		headers.Set("X-Grafana-Id", token)
	}
	return r.Resolve(t.Context(), plugin, headers)
}

func start() *clock { return &clock{time.Date(2026, 2, 5, 12, 0, 0, 0, time.UTC)} }

func TestGoodTokens(t *testing.T) {
	g, key, c := newGrafana(t), newKey(t), start()
	g.set(false, key)
	r := newResolver(t, g, c)
	for _, test := range []struct {
		login   string
		changes map[string]any
		role    queries.Role
		areas   int
	}{
		{"anna", nil, queries.Analyst, 0},
		{"", nil, queries.Analyst, 0}, // a service account's context may lack the user: the token counts
		{"ANNA", nil, queries.Analyst, 0},
		{"mona", map[string]any{"username": "mona"}, queries.Manager, 1},
		{"lena", map[string]any{"username": "lena", "groups": []string{"annat", "ledning", "enhet"}}, queries.Leader, 0},
		{"admin", map[string]any{"username": "admin", "role": "Admin"}, queries.Analyst, 0},
		{"sa-1-bot", map[string]any{"username": "sa-1-bot", "type": "service-account", "groups": []string{"ledning"}}, queries.Leader, 0},
		{"sa-1-bot", map[string]any{"username": nil, "sub": "service-account:3", "type": "service-account"}, queries.Analyst, 0},
	} {
		who, err := resolve(t, r, test.login, sign(t, key, keyID(key), said(c, test.changes)))
		if err != nil || who.Role != test.role || len(who.Areas) != test.areas || who.IsService {
			t.Errorf("%v: %+v, %v", test.changes, who, err)
		}
	}
}

// Whatever is not a good token of this organisation and this person is refused.
func TestBadTokens(t *testing.T) {
	g, key, other, c := newGrafana(t), newKey(t), newKey(t), start()
	g.set(false, key)
	r := newResolver(t, g, c)
	good := sign(t, key, keyID(key), said(c, nil))
	parts := strings.Split(good, ".")
	text := func(changes map[string]any) string { return sign(t, key, keyID(key), said(c, changes)) }
	forged, err := json.Marshal(said(c, map[string]any{"username": "anna", "role": "Admin"}))
	if err != nil {
		t.Fatal(err)
	}
	payload := base64.RawURLEncoding.EncodeToString(forged)
	header := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	secret, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: public(key)}, (&jose.SignerOptions{}).WithHeader("kid", keyID(key)))
	if err != nil {
		t.Fatal(err)
	}
	symmetric, err := jwt.Signed(secret).Claims(said(c, nil)).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		token  string
		reason Reason
	}{
		"none":                          {header(`{"alg":"none","kid":"`+keyID(key)+`"}`) + "." + payload + ".", BadToken},
		"changed":                       {parts[0] + "." + payload + "." + parts[2], BadToken},
		"signed by a foreign key":       {sign(t, other, keyID(other), said(c, nil)), BadToken},
		"foreign key under a known id":  {sign(t, other, keyID(key), said(c, nil)), BadToken},
		"symmetric with the public key": {symmetric, BadToken},
		"no key id":                     {sign(t, key, "", said(c, nil)), BadToken},
		"not a token":                   {"anna", BadToken},
		"expired":                       {text(map[string]any{"exp": c.at.Add(-31 * time.Second).Unix()}), ExpiredToken},
		"not yet":                       {text(map[string]any{"nbf": c.at.Add(31 * time.Second).Unix()}), ExpiredToken},
		"from the future":               {text(map[string]any{"iat": c.at.Add(time.Minute).Unix()}), ExpiredToken},
		"without an end":                {text(map[string]any{"exp": nil}), BadToken},
		"another organisation":          {text(map[string]any{"aud": []string{"org:2"}}), BadToken},
		"another namespace":             {text(map[string]any{"namespace": "org-2"}), BadToken},
		"no audience":                   {text(map[string]any{"aud": nil}), BadToken},
		"anonymous":                     {text(map[string]any{"type": "anonymous"}), BadToken},
		"render":                        {text(map[string]any{"type": "render"}), BadToken},
		"a person as a service account": {text(map[string]any{"username": "", "type": "service-account"}), BadToken},
		"no login":                      {text(map[string]any{"username": ""}), BadToken},
		"another person":                {text(map[string]any{"username": "mona"}), OtherPerson},
		"no token":                      {"", NoToken},
	} {
		who, err := resolve(t, r, "anna", test.token)
		refused, ok := IsRefusal(err)
		if !ok || refused.Reason != test.reason {
			t.Errorf("%s: %+v, %v, want %s", name, who, err, test.reason)
			continue
		}
		if refused.Contact != "data@example.org" || refused.Text("sv") == refused.Text("en") {
			t.Errorf("%s: the refusal does not say whom to ask: %v", name, refused)
		}
	}
}

func TestClockSkewIsAllowed(t *testing.T) {
	g, key, c := newGrafana(t), newKey(t), start()
	g.set(false, key)
	r := newResolver(t, g, c)
	if _, err := resolve(t, r, "anna", sign(t, key, keyID(key), said(c, map[string]any{"exp": c.at.Add(-29 * time.Second).Unix()}))); err != nil {
		t.Errorf("29 seconds: %v", err)
	}
}

func TestHeadersAreNotTrusted(t *testing.T) {
	g, c := newGrafana(t), start()
	r := newResolver(t, g, c)
	headers := http.Header{}
	for _, name := range []string{"X-Grafana-User", "X-Id-Token", "Authorization", "X-Grafana-Role"} {
		headers.Set(name, "anna")
	}
	_, err := r.Resolve(t.Context(), backend.PluginContext{User: &backend.User{Login: "anna", Role: "Admin"}}, headers)
	if refused, ok := IsRefusal(err); !ok || refused.Reason != NoToken {
		t.Errorf("got %v", err)
	}
}

func TestServicesGetAggregates(t *testing.T) {
	g, c := newGrafana(t), start()
	r := newResolver(t, g, c)
	for _, login := range []string{"", "grafana_scheduler"} {
		who, err := resolve(t, r, login, "")
		if err != nil || who.Role != queries.Service || !who.IsService || who.RawSQL {
			t.Errorf("%q: %+v, %v", login, who, err)
		}
	}
	key := newKey(t)
	g.set(false, key)
	token := sign(t, key, keyID(key), said(c, map[string]any{"username": "grafana_scheduler"}))
	if _, err := resolve(t, r, "grafana_scheduler", token); err == nil {
		t.Error("a person with the scheduler's login is let in as a service")
	}
	r.settings.ServiceRole = ""
	if _, err := resolve(t, r, "", ""); err == nil {
		t.Error("services are let in although no role is set")
	}
}

func TestRolesAndAreasMustBeSet(t *testing.T) {
	g, key, c := newGrafana(t), newKey(t), start()
	g.set(false, key)
	r := newResolver(t, g, c)
	for login, reason := range map[string]Reason{"okand": NoRole, "nils": NoAreas} {
		_, err := resolve(t, r, login, sign(t, key, keyID(key), said(c, map[string]any{"username": login})))
		if refused, ok := IsRefusal(err); !ok || refused.Reason != reason || refused.Login != login {
			t.Errorf("%s: %v, want %s", login, err, reason)
		}
	}
}

// Grafana changes its keys: new ones are fetched, and an attacker's unknown keys do
// not make the plugin ask again and again.
func TestKeysRotate(t *testing.T) {
	g, first, second, c := newGrafana(t), newKey(t), newKey(t), start()
	g.set(false, first)
	r := newResolver(t, g, c)
	ask := func(key *ecdsa.PrivateKey) error {
		_, err := resolve(t, r, "anna", sign(t, key, keyID(key), said(c, nil)))
		return err
	}
	for range 3 {
		if err := ask(first); err != nil {
			t.Fatal(err)
		}
	}
	if g.fetches != 1 {
		t.Errorf("%d fetches for one key", g.fetches)
	}
	g.set(false, second)
	c.at = c.at.Add(11 * time.Second)
	if err := ask(second); err != nil {
		t.Errorf("the new key: %v", err)
	}
	if err := ask(first); err == nil {
		t.Error("the old key is taken although Grafana has withdrawn it")
	}
	fetches := g.fetches
	for range 20 {
		if err := ask(newKey(t)); err == nil {
			t.Fatal("an unknown key is taken")
		}
	}
	if g.fetches != fetches {
		t.Errorf("unknown keys caused %d fetches", g.fetches-fetches)
	}
}

// While Grafana's keys cannot be had, known ones hold for a while, and no longer.
func TestKeysCannotBeHad(t *testing.T) {
	g, key, c := newGrafana(t), newKey(t), start()
	g.set(true, key)
	r := newResolver(t, g, c)
	ask := func() error {
		_, err := resolve(t, r, "anna", sign(t, key, keyID(key), said(c, nil)))
		return err
	}
	if refused, ok := IsRefusal(ask()); !ok || refused.Reason != NoKeys {
		t.Errorf("without keys: %v", refused)
	}
	g.set(false, key)
	c.at = c.at.Add(time.Minute)
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	g.set(true, key)
	c.at = c.at.Add(15 * time.Minute)
	if err := ask(); err != nil {
		t.Errorf("a known key after 15 minutes: %v", err)
	}
	c.at = c.at.Add(15 * time.Minute)
	if refused, ok := IsRefusal(ask()); !ok || refused.Reason != NoKeys {
		t.Errorf("a known key after 30 minutes: %v", refused)
	}
	if err := r.CheckKeys(t.Context()); err == nil {
		t.Error("CheckKeys passes while Grafana is down")
	}
}

// An account of some areas gives its own, whatever is set for the login.
func TestAnAccountOfSomeAreasGivesThem(t *testing.T) {
	s, err := settings.Parse([]byte(`{"hosts": ["h:9000"], "roles": {"manager_1": {"role": "manager", "user": "m1", "areas": ["C1", "C2"], "rowPolicies": true}},
		"mapping": {"logins": {"mona": "manager_1"}}, "areas": {"mona": ["NO"]}, "identity": {"grafanaUrl": "http://localhost:3000"}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	who, err := granted(&s, claims{login: "mona"})
	if err != nil || who.Role != queries.Manager || who.Account != "manager_1" || strings.Join(who.Areas, " ") != "C1 C2" {
		t.Errorf("got %+v, %v", who, err)
	}
}
