package host

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/sql/access/datasource"
)

// pretendGrafana is what the test binary is when it is started as Grafana: it
// answers as healthy after a moment, and writes down what it got and how it ended.
func pretendGrafana() {
	dir := os.Getenv("HOME")
	_ = os.WriteFile(filepath.Join(dir, "got"), []byte(strings.Join(append(os.Args[1:], os.Environ()...), "\n")), 0o600)
	if _, err := os.Stat(filepath.Join(dir, "die")); err == nil {
		os.Exit(3)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	begun := time.Now()
	server := &http.Server{Addr: os.Getenv("GF_SERVER_HTTP_ADDR") + ":" + os.Getenv("GF_SERVER_HTTP_PORT"), ReadHeaderTimeout: time.Second}
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/health" || time.Since(begun) < 300*time.Millisecond {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	go func() { _ = server.ListenAndServe() }()
	<-ctx.Done()
	_ = os.WriteFile(filepath.Join(dir, "stopped"), nil, 0o600)
}

func grafanaOptions(t *testing.T) GrafanaOptions {
	t.Helper()
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	binary, err := os.Executable()
	if err == nil {
		err = os.Symlink(binary, filepath.Join(home, "bin", "grafana"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return GrafanaOptions{
		Home: home, Dir: filepath.Join(t.TempDir(), "grafana"), Listen: "127.0.0.1:0", PluginDir: t.TempDir(), Password: "hemlig", Log: slog.New(slog.DiscardHandler),
		Settings: func(url, _ string) datasource.Settings {
			return datasource.Settings{JSONData: map[string]any{"identity": map[string]any{"grafanaUrl": url}}, SecureJSONData: map[string]string{"password_leader": "secret"}}
		},
	}
}

func TestGrafanaStartsWithWhatItNeedsAndStops(t *testing.T) {
	t.Setenv("SOMETHING_OF_OURS", "1")
	o := grafanaOptions(t)
	g, err := StartGrafana(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(o.Dir, "got"))
	if err != nil {
		t.Fatal(err)
	}
	got := string(text) + "\n"
	for _, want := range []string{
		"server\n--homepath\n" + o.Home + "\n", "GF_SERVER_HTTP_ADDR=127.0.0.1\n",
		"GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=framsyn-care-app,framsyn-care-datasource\n", "FRAMSYN_DASHBOARDS=" + o.PluginDir + "/dashboards\n",
		"FRAMSYN_DASHBOARDS_ENGLISH=" + filepath.Join(o.Dir, "english") + "\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("Grafana did not get %q", want)
		}
	}
	if strings.Contains(got, "SOMETHING_OF_OURS") {
		t.Error("Grafana got our environment")
	}
	for _, file := range []string{"provisioning/datasources/framsyn.yaml", "provisioning/dashboards/framsyn.yaml", "provisioning/alerting/framsyn.yaml", "english/ledning.json"} {
		if _, err := os.Stat(filepath.Join(o.Dir, file)); err != nil {
			t.Error(err)
		}
	}
	if to, err := os.Readlink(filepath.Join(o.Dir, "plugins", "framsyn-care-app")); err != nil || to != o.PluginDir {
		t.Errorf("the plugin is at %q, %v", to, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error)
	go func() { served <- g.Serve(ctx) }()
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(o.Dir, "stopped")); err != nil {
		t.Errorf("it was not asked to stop: %v", err)
	}
	again, err := StartGrafana(t.Context(), o) // in the folder that is there
	if err != nil {
		t.Fatal(err)
	}
	if err := again.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := again.Serve(t.Context()); err == nil || !strings.Contains(err.Error(), "output.log") {
		t.Errorf("Grafana ended by itself, and Serve says %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestGrafanaThatDoesNotStartIsExplained(t *testing.T) {
	o := grafanaOptions(t)
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(o.Dir, "die"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := StartGrafana(t.Context(), o); err == nil || !strings.Contains(err.Error(), "ended before it answered") || !strings.Contains(err.Error(), "output.log") {
		t.Error(err)
	}
	o.Home = t.TempDir()
	if _, err := StartGrafana(t.Context(), o); err == nil || !strings.Contains(err.Error(), "holds bin/grafana") {
		t.Error(err)
	}
	o.Listen = "0.0.0.0:0"
	if _, err := StartGrafana(t.Context(), o); err == nil || !strings.Contains(err.Error(), "this machine only") {
		t.Error(err)
	}
}
