package host

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/framsyn/framsyn/sql/access/datasource"
)

// start serves a host whose plugin is the test binary.
func start(t *testing.T) *Host {
	t.Helper()
	plugin, pages := t.TempDir(), t.TempDir()
	write(t, filepath.Join(plugin, "plugin.json"), `{"id":"framsyn-care-app"}`)
	write(t, filepath.Join(plugin, "datasource", "plugin.json"), `{"id":"framsyn-care-datasource"}`)
	write(t, filepath.Join(pages, "react18", "host.js"), "eighteen")
	write(t, filepath.Join(pages, "react19", "host.js"), "nineteen")
	write(t, filepath.Join(pages, "react19", "fonts", "a.woff2"), "font")
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(binary, filepath.Join(plugin, "datasource", programName())); err != nil {
		t.Fatal(err)
	}
	h, err := Start(t.Context(), Options{
		Listen: "127.0.0.1:0", PluginDir: plugin, PagesDir: pages, Clock: time.Now, Log: slog.New(slog.DiscardHandler),
		Settings: func(url, audience string) datasource.Settings {
			return datasource.Settings{
				JSONData:       map[string]any{"hosts": []string{"127.0.0.1:9000"}, "identity": map[string]any{"grafanaUrl": url, "audience": audience}},
				SecureJSONData: map[string]string{"password_manager": "secret"},
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error)
	go func() { served <- h.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// ask sends a request and returns status, header and body of the answer.
func ask(t *testing.T, h *Host, method, path, body string, change ...func(*http.Request)) (int, http.Header, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, h.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(request)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(text)
}

func as(role string) func(*http.Request) {
	return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "framsyn_role", Value: role}) }
}

const oneQuery = `{"from":"1000","to":"2000","queries":[{"refId":"A","name":"areas"}]}`

func TestAQueryReachesThePluginAsFromGrafana(t *testing.T) {
	h := start(t)
	status, _, text := ask(t, h, http.MethodPost, "/api/ds/query", oneQuery, as("manager"))
	var answer struct {
		Results map[string]struct{ Frames []asked } `json:"results"`
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || status != http.StatusOK || len(answer.Results["A"].Frames) != 1 {
		t.Fatalf("status %d, %v: %s", status, err, text)
	}
	got := answer.Results["A"].Frames[0]
	if got.Login != "demo-manager" || got.From != 1000 || got.Body != `{"refId":"A","name":"areas"}` {
		t.Errorf("login %q, from %d, query %s", got.Login, got.From, got.Body)
	}
	if got.Secure["password_manager"] != "secret" || strings.Contains(string(got.Settings), "secret") {
		t.Errorf("the password must be among the secrets only: %s", got.Settings)
	}
	if want := `{"hosts":["127.0.0.1:9000"],"identity":{"audience":"` + audience + `","grafanaUrl":"` + h.URL() + `"}}`; string(got.Settings) != want {
		t.Errorf("settings are %s, want %s", got.Settings, want)
	}
	for _, variable := range got.Environ {
		if strings.HasPrefix(variable, "PATH=") || strings.HasPrefix(variable, "HOME=") {
			t.Errorf("the plugin got the host's environment: %s", variable)
		}
	}
}

func TestTheTokenIsSignedByTheKeyThatIsServed(t *testing.T) {
	h := start(t)
	_, _, text := ask(t, h, http.MethodGet, "/api/datasources/uid/framsyn/resources/whoami", "", as("planner"))
	var got asked
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	_, _, keys := ask(t, h, http.MethodGet, "/api/signing-keys/keys", "")
	var set jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(keys), &set); err != nil || len(set.Keys) != 1 {
		t.Fatalf("%v: %s", err, keys)
	}
	if !set.Keys[0].IsPublic() {
		t.Fatal("the private key is served")
	}
	token, err := jwt.ParseSigned(got.Token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	var registered jwt.Claims
	var said struct {
		Username  string `json:"username"`
		Type      string `json:"type"`
		Namespace string `json:"namespace"`
	}
	if err := token.Claims(set.Keys[0].Key, &registered, &said); err != nil {
		t.Fatal(err)
	}
	if err := registered.Validate(jwt.Expected{AnyAudience: jwt.Audience{"org:1"}, Time: time.Now()}); err != nil {
		t.Error(err)
	}
	if said.Username != "demo-planner" || said.Type != "user" || said.Namespace != "default" {
		t.Errorf("the token says %+v", said)
	}
}

func TestAResourceIsPassedOnWhole(t *testing.T) {
	h := start(t)
	status, header, text := ask(t, h, http.MethodPost, "/api/datasources/uid/framsyn/resources/adhoc/values?table=a.b", `{"key":"x"}`)
	var got asked
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if status != http.StatusCreated || header.Get("Content-Type") != "application/json" {
		t.Errorf("status %d, header %v", status, header)
	}
	if got.Path != "adhoc/values" || got.URL != "adhoc/values?table=a.b" || got.Body != `{"key":"x"}` || got.Login != "demo-leader" {
		t.Errorf("the plugin saw %+v", got)
	}
}

// Pieces of an answer, such as an export, come as the plugin sends them, and one that
// breaks off does not look whole.
func TestAResourceComesInPieces(t *testing.T) {
	h := start(t)
	for path, breaks := range map[string]bool{"waits": false, "breaks": true} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL()+"/api/datasources/uid/framsyn/resources/"+path, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		piece := make([]byte, 20)
		if _, err := io.ReadFull(response.Body, piece); err != nil || response.StatusCode != http.StatusCreated {
			t.Errorf("%s: status %d, %q, %v", path, response.StatusCode, piece, err)
		}
		if breaks {
			if _, err := io.ReadAll(response.Body); err == nil {
				t.Errorf("%s looks whole", path)
			}
		}
		_ = response.Body.Close() // nobody reads any more: the plugin may stop
	}
}

func TestErrorsOfQueriesKeepTheirStatus(t *testing.T) {
	h := start(t)
	status, _, text := ask(t, h, http.MethodPost, "/api/ds/query", `{"from":"1","to":"2","queries":[{"refId":"A","name":"forbidden"}]}`)
	if status != http.StatusBadRequest || !strings.Contains(text, `"status":403`) || !strings.Contains(text, `"error":"not you"`) {
		t.Errorf("status %d: %s", status, text)
	}
	for _, body := range []string{"", "{", `{"from":"now-1h","to":"2"}`, `{"from":"1","to":"x"}`, `{"from":"1","to":"2","queries":[1]}`} {
		if status, _, text := ask(t, h, http.MethodPost, "/api/ds/query", body); status != http.StatusBadRequest {
			t.Errorf("%q: status %d: %s", body, status, text)
		}
	}
}

func TestOnlyOwnPagesMayAsk(t *testing.T) {
	h := start(t)
	for name, change := range map[string]func(*http.Request){
		"another name":         func(r *http.Request) { r.Host = "evil.example:80" },
		"a page of elsewhere":  func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"a page without place": func(r *http.Request) { r.Header.Set("Origin", "null") },
	} {
		if status, _, _ := ask(t, h, http.MethodPost, "/api/ds/query", oneQuery, change); status != http.StatusForbidden {
			t.Errorf("%s: status %d", name, status)
		}
	}
	own := func(r *http.Request) { r.Header.Set("Origin", h.URL()) }
	if status, _, _ := ask(t, h, http.MethodPost, "/api/ds/query", oneQuery, own); status != http.StatusOK {
		t.Errorf("its own page: status %d", status)
	}
	for _, address := range []string{"0.0.0.0:0", ":3000", "192.0.2.1:80", "example.org:80", "127.0.0.1"} {
		if onlyThisMachine(address) == nil {
			t.Errorf("%s: want an error", address)
		}
	}
}

func TestPagesAndFiles(t *testing.T) {
	h := start(t)
	nineteen := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "framsyn_page", Value: "react19"}) }
	hostile := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "framsyn_page", Value: "../../.."}) }
	for _, c := range []struct {
		path   string
		change func(*http.Request)
		status int
		has    string
	}{
		{"/", as("leader"), 200, `"role":"leader"`},
		{"/a/framsyn-care-app/oversikt", as("nobody"), 200, `"role":"leader"`},
		{"/datasource", as("analyst"), 200, `"role":"analyst"`},
		{"/public/build/host.js", as(""), 200, "eighteen"},
		{"/public/build/host.js", nineteen, 200, "nineteen"},
		{"/public/build/host.js", hostile, 200, "eighteen"},
		{"/public/fonts/a.woff2", nineteen, 200, "font"},
		{"/public/plugins/framsyn-care-app/plugin.json", as(""), 200, "framsyn-care-app"},
		{"/public/plugins/framsyn-care-datasource/plugin.json", as(""), 200, "framsyn-care-datasource"},
		{"/public/plugins/framsyn-care-app/", as(""), 404, ""},
		{"/public/plugins/framsyn-care-app/datasource/" + programName(), as(""), 404, ""},
		{"/public/plugins/framsyn-care-app/..%2f..%2f..%2fetc/passwd", as(""), 404, ""},
		{"/api/unknown", as(""), 404, "message"},
		{"/api/datasources/uid/framsyn/health", as(""), 200, `"message":"well"`},
	} {
		status, header, text := ask(t, h, http.MethodGet, c.path, "", c.change)
		if status != c.status || !strings.Contains(text, c.has) {
			t.Errorf("%s: status %d, want %d: %.300s", c.path, status, c.status, text)
		}
		if policy := header.Get("Content-Security-Policy"); strings.HasPrefix(text, "<!doctype") && strings.Contains(policy, "unsafe-eval") || strings.Contains(policy, "script-src *") {
			t.Errorf("%s: policy %q", c.path, policy)
		}
	}
}

func TestAPluginThatCrashedIsStartedAnew(t *testing.T) {
	h := start(t)
	first := h.program.process.ID()
	if status, _, _ := ask(t, h, http.MethodGet, "/api/datasources/uid/framsyn/resources/crash", ""); status != http.StatusBadGateway {
		t.Errorf("the crash: status %d", status)
	}
	for !h.program.process.Exited() {
		time.Sleep(time.Millisecond)
	}
	if status, _, text := ask(t, h, http.MethodPost, "/api/ds/query", oneQuery); status != http.StatusOK {
		t.Errorf("after it: status %d: %s", status, text)
	}
	if h.program.process.ID() == first {
		t.Error("the plugin was not started anew")
	}
}

func TestCloseEndsThePlugin(t *testing.T) {
	h := start(t)
	process, err := os.FindProcess(h.program.process.ReattachConfig().Pid)
	if err != nil {
		t.Fatal(err)
	}
	h.program.close()
	if err := process.Signal(syscall.Signal(0)); err == nil {
		t.Error("the plugin's process is still there")
	}
}

func TestAMissingPluginIsSaidPlainly(t *testing.T) {
	_, err := Start(t.Context(), Options{Listen: "127.0.0.1:0", PluginDir: t.TempDir(), Clock: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "make plugin") {
		t.Errorf("got %v", err)
	}
}
