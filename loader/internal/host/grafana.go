package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/framsyn/framsyn/dashboards"
	"github.com/framsyn/framsyn/deploy"
	"github.com/framsyn/framsyn/sql/access/datasource"
)

// GrafanaOptions say how to start an installed Grafana.
type GrafanaOptions struct {
	Home      string        // where it is installed: bin/, conf/, public/
	Dir       string        // its own folder here: database, log, provisioning
	Listen    string        // 127.0.0.1:PORT; port 0 takes a free one
	PluginDir string        // the built plugin
	Password  string        // of its administrator, admin, when its folder is new
	Settings  MakeSettings  // required
	Ready     time.Duration // how long its start may take; two minutes if 0
	Log       *slog.Logger  // required
}

// Grafana is a running Grafana.
type Grafana struct {
	options GrafanaOptions
	address string
	command *exec.Cmd
	output  *os.File
	ended   chan struct{} // closed when the process has ended
	fault   error         // why it ended; read after ended
	end     chan struct{} // closed when the thread that started it may end
}

// StartGrafana starts an installed Grafana with Framsyn's plugin, data source,
// dashboards in Swedish and English, and alert rules, and waits until it answers. Its own settings, users
// and database live in o.Dir and stay from time to time.
func StartGrafana(ctx context.Context, o GrafanaOptions) (_ *Grafana, err error) {
	g := &Grafana{options: o, ended: make(chan struct{}), end: make(chan struct{})}
	if err := onlyThisMachine(o.Listen); err != nil {
		return nil, err
	}
	if g.options.Home, err = filepath.Abs(o.Home); err != nil {
		return nil, fmt.Errorf("GRAFANA_HOME %s: %w", o.Home, err)
	}
	program := filepath.Join(g.options.Home, "bin", "grafana")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if _, err := os.Stat(program); err != nil {
		return nil, fmt.Errorf("GRAFANA_HOME %s: %w; it is the folder that holds bin/grafana", o.Home, err)
	}
	if g.address, err = freeAddress(ctx, o.Listen); err != nil {
		return nil, err
	}
	if err := g.prepare(); err != nil {
		return nil, fmt.Errorf("prepare Grafana: %w", err)
	}
	if err := g.start(program); err != nil {
		return nil, fmt.Errorf("start Grafana: %w", errors.Join(err, g.output.Close()))
	}
	if err := g.wait(ctx); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

// freeAddress is an address that nobody listens on; Grafana takes it a moment later.
func freeAddress(ctx context.Context, listen string) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return "", fmt.Errorf("%s: %w; choose another port", listen, err)
	}
	return listener.Addr().String(), listener.Close()
}

// english is the folder of the dashboards in English, in Grafana's own.
func (g *Grafana) english() string { return filepath.Join(g.options.Dir, "english") }

// prepare makes Grafana's folder: provisioning anew, and the plugin beside it.
func (g *Grafana) prepare() (err error) {
	dir := g.options.Dir
	plugins := filepath.Join(dir, "plugins")
	if err := os.MkdirAll(plugins, 0o700); err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(dir, "provisioning")); err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(dir, "provisioning"), deploy.Provisioning()); err != nil {
		return err
	}
	if err := g.provisionSource(); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(g.english()), dashboards.Write(g.english(), dashboards.English)); err != nil {
		return err
	}
	built, err := filepath.Abs(g.options.PluginDir)
	if err != nil {
		return err
	}
	link := filepath.Join(plugins, appID)
	if err := os.Remove(link); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Symlink(built, link); err != nil {
		return err
	}
	g.output, err = os.OpenFile(filepath.Join(dir, "output.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	return err
}

// provisionSource adds the data source, with an account for each role; their
// passwords are in it, so the folder is nobody else's to read.
func (g *Grafana) provisionSource() error {
	text, err := datasource.Provisioning(g.options.Settings(g.URL(), ""))
	if err != nil {
		return err
	}
	folder := filepath.Join(g.options.Dir, "provisioning", "datasources")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "framsyn.yaml"), text, 0o600)
}

// environment is all that Grafana gets to know; nothing of ours goes along but this.
func (g *Grafana) environment() ([]string, error) {
	dir, err := filepath.Abs(g.options.Dir)
	if err != nil {
		return nil, err
	}
	plugin, err := filepath.Abs(g.options.PluginDir)
	if err != nil {
		return nil, err
	}
	english, err := filepath.Abs(g.english())
	if err != nil {
		return nil, err
	}
	name, port, _ := net.SplitHostPort(g.address)
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + dir,
		"GF_PATHS_DATA=" + filepath.Join(dir, "data"),
		"GF_PATHS_LOGS=" + filepath.Join(dir, "logs"),
		"GF_PATHS_PLUGINS=" + filepath.Join(dir, "plugins"),
		"GF_PATHS_PROVISIONING=" + filepath.Join(dir, "provisioning"),
		"GF_SERVER_HTTP_ADDR=" + name,
		"GF_SERVER_HTTP_PORT=" + port,
		"GF_SERVER_ROOT_URL=" + g.URL() + "/",
		"GF_SECURITY_ADMIN_PASSWORD=" + g.options.Password,
		"GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=" + appID + "," + datasourceID,
		"GF_PLUGINS_PREINSTALL_DISABLED=true",
		"GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED=true",
		"GF_SECURITY_DISABLE_GRAVATAR=true",
		"GF_USERS_DEFAULT_LANGUAGE=sv-SE",
		"GF_USERS_HOME_PAGE=/a/" + appID + "/oversikt",
		"GF_USERS_ALLOW_SIGN_UP=false",
		"GF_ANALYTICS_REPORTING_ENABLED=false",
		"GF_ANALYTICS_CHECK_FOR_UPDATES=false",
		"GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false",
		"GF_NEWS_NEWS_FEED_ENABLED=false",
		"GF_SNAPSHOTS_ENABLED=false",
		"GF_PUBLIC_DASHBOARDS_ENABLED=false",
		"FRAMSYN_DASHBOARDS=" + filepath.Join(plugin, "dashboards"),
		"FRAMSYN_DASHBOARDS_ENGLISH=" + english,
	}, nil
}

func (g *Grafana) start(program string) (err error) {
	g.command = exec.Command(program, "server", "--homepath", g.options.Home) //nolint:noctx // Close ends it, gently
	if g.command.Env, err = g.environment(); err != nil {
		return err
	}
	g.command.Dir = g.options.Home
	g.command.Stdout, g.command.Stderr = g.output, g.output
	endWithParent(g.command)
	if err := onOwnThread(g.end, g.command.Start); err != nil {
		close(g.end)
		return err
	}
	go func() {
		g.fault = g.command.Wait()
		close(g.ended)
	}()
	return nil
}

// wait returns when Grafana and its database answer.
func (g *Grafana) wait(ctx context.Context) error {
	limit := g.options.Ready
	if limit == 0 {
		limit = 2 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		if g.isReady(ctx) {
			return nil
		}
		select {
		case <-g.ended:
			return fmt.Errorf("grafana ended before it answered (%w): see %s", g.fault, g.output.Name())
		case <-ctx.Done():
			return fmt.Errorf("grafana does not answer at %s: %w; see %s", g.URL(), ctx.Err(), g.output.Name())
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (g *Grafana) isReady(ctx context.Context) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, g.URL()+"/api/health", nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, response.Body)
	return errors.Join(err, response.Body.Close()) == nil && response.StatusCode == http.StatusOK
}

// URL is the address to open.
func (g *Grafana) URL() string { return "http://" + g.address }

// Serve waits until ctx ends, or fails when Grafana ends by itself.
func (g *Grafana) Serve(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-g.ended:
		if ctx.Err() == nil {
			return fmt.Errorf("grafana has ended (%w): see %s", g.fault, g.output.Name())
		}
		return nil // Ctrl-C reaches both
	}
}

// Close stops Grafana, gently first.
func (g *Grafana) Close() error {
	if err := g.command.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		_ = g.command.Process.Kill() // no such signal on Windows
	}
	select {
	case <-g.ended:
	case <-time.After(15 * time.Second):
		g.options.Log.Warn("grafana does not stop, and is ended")
		_ = g.command.Process.Kill()
		<-g.ended
	}
	close(g.end)
	return g.output.Close()
}
