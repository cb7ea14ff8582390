package host

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

// clients are the services of the plugin's program.
type clients struct {
	data        grpcplugin.DataClient
	resource    grpcplugin.ResourceClient
	diagnostics grpcplugin.DiagnosticsClient
}

// program is the plugin's program. It is started anew when it is needed and has
// ended.
type program struct {
	path string
	log  *slog.Logger

	mutex   sync.Mutex
	process *goplugin.Client // nil before the first start
	ready   clients
	end     chan struct{} // closed when the thread that started the process may end
}

func newProgram(path string, log *slog.Logger) *program { return &program{path: path, log: log} }

// programName is the name of the data source's program for this machine.
func programName() string {
	name := fmt.Sprintf("gpx_framsyn_care_datasource_%s_%s", runtime.GOOS, runtime.GOARCH)
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return name
}

// programPath is where it is.
func programPath(pluginDir string) (string, error) {
	path := filepath.Join(pluginDir, "datasource", programName())
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("there is no plugin in %s: build it with make plugin, or name its folder with --plugin", pluginDir)
	} else if err != nil {
		return "", fmt.Errorf("plugin: %w", err)
	}
	return path, nil
}

// clients returns the services of the running program.
func (p *program) clients(ctx context.Context) (clients, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.process != nil && !p.process.Exited() {
		return p.ready, nil
	}
	if p.process != nil {
		p.log.WarnContext(ctx, "the plugin's program has ended and is started anew")
		p.stop()
	}
	if err := p.start(); err != nil {
		p.stop()
		return clients{}, fmt.Errorf("start the plugin %s: %w", p.path, err)
	}
	return p.ready, nil
}

// start starts the program as Grafana does.
func (p *program) start() error {
	command := exec.Command(p.path) //nolint:noctx // go-plugin ends it
	endWithParent(command)
	p.process = goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
			"resource":    &grpcplugin.ResourceGRPCPlugin{},
			"data":        &grpcplugin.DataGRPCPlugin{},
		}},
		Cmd:              command,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		SkipHostEnv:      true, // as Grafana: the plugin's settings come with each request
		Logger:           hclog.New(&hclog.LoggerOptions{Name: "plugin", Level: hclog.Warn, Output: logWriter{p.log}}),
	})
	p.end = make(chan struct{})
	if err := onOwnThread(p.end, func() error { _, err := p.process.Start(); return err }); err != nil {
		return err
	}
	protocol, err := p.process.Client()
	if err != nil {
		return err
	}
	return p.dispense(protocol)
}

func (p *program) dispense(protocol goplugin.ClientProtocol) error {
	var ok [3]bool
	for i, name := range []string{"data", "resource", "diagnostics"} {
		raw, err := protocol.Dispense(name)
		if err != nil {
			return err
		}
		switch i {
		case 0:
			p.ready.data, ok[i] = raw.(grpcplugin.DataClient)
		case 1:
			p.ready.resource, ok[i] = raw.(grpcplugin.ResourceClient)
		default:
			p.ready.diagnostics, ok[i] = raw.(grpcplugin.DiagnosticsClient)
		}
		if !ok[i] {
			return fmt.Errorf("the plugin offers %s as a %T", name, raw)
		}
	}
	return nil
}

// stop ends the process; the mutex is held.
func (p *program) stop() {
	if p.process == nil {
		return
	}
	p.process.Kill() // asks first, and waits until it has ended
	close(p.end)
	p.process = nil
}

func (p *program) close() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.stop()
}

// onOwnThread calls start on a thread of its own that lives until end is closed:
// the kernel ends the child with the thread that started it, not only with the
// process.
func onOwnThread(end <-chan struct{}, start func() error) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		result <- start()
		<-end
	}()
	return <-result
}

// logWriter writes the plugin's warnings into the program's own log.
type logWriter struct{ log *slog.Logger }

func (w logWriter) Write(line []byte) (int, error) {
	w.log.Warn("plugin", "says", string(line))
	return len(line), nil
}
