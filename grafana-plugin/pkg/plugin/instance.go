package plugin

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/reveal"
)

// ID is the data source's id in Grafana.
const ID = "framsyn-care-datasource"

// Options is what an instance needs from outside.
type Options struct {
	Now     func() time.Time // the clock
	Version string           // of the plugin, for the query log
	Client  *http.Client     // fetches Grafana's keys; nil means one without proxies to itself
	Vault   *Vault           // shows identities; nil where that is not set up
	Made    *Instances       // takes the instances that are made; nil where nobody asks for them
}

// Instances are those that a process has made.
type Instances struct {
	mutex sync.Mutex
	all   []*Instance
}

func (s *Instances) add(i *Instance) {
	if s == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.all = append(s.all, i)
}

// Dispose ends them all, before the process ends: what the access log waits for is
// written. One that has been disposed of stays so.
func (s *Instances) Dispose() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, i := range s.all {
		i.Dispose()
	}
	s.all = nil
}

// Instance is one configured data source.
type Instance struct {
	settings  settings.Settings
	fault     error // what is wrong with the settings; everything fails with it
	store     *store.Store
	resolver  identity.Resolver
	keys      func(ctx context.Context) error // tests that Grafana's keys can be had
	catalogue queries.Catalogue
	schemas   *schemas
	units     *units
	resources backend.CallResourceHandler
	exports   chan struct{} // one for each that runs
	vault     *Vault
	log       *audit.Log      // who saw what
	persons   map[string]bool // objects that are about single clients
	now       func() time.Time
	version   string
	saving    sync.Mutex // held by who gives a saved thing its version
}

var (
	_ backend.QueryDataHandler      = (*Instance)(nil)
	_ backend.CheckHealthHandler    = (*Instance)(nil)
	_ backend.CallResourceHandler   = (*Instance)(nil)
	_ instancemgmt.InstanceDisposer = (*Instance)(nil)
)

// New returns the factory of instances. Faults in the settings do not keep an
// instance from being made: it answers with them, so that they reach a reader.
func New(options Options) datasource.InstanceFactoryFunc {
	return func(_ context.Context, source backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
		return newInstance(options, source)
	}
}

func newInstance(options Options, source backend.DataSourceInstanceSettings) (*Instance, error) {
	catalogue, err := queries.Embedded()
	if err != nil {
		return nil, backend.PluginError(err)
	}
	i := &Instance{catalogue: catalogue, exports: make(chan struct{}, maxExports), vault: options.Vault, now: options.Now, version: options.Version}
	i.settings, i.fault = settings.Parse(source.JSONData, source.DecryptedSecureJSONData)
	client := options.Client
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	resolver := identity.NewGrafana(&i.settings, client, options.Now)
	i.resolver, i.keys = resolver, resolver.CheckKeys
	i.store = store.New(&i.settings, options.Version)
	if vault := i.settings.Vault; i.vault == nil && vault.KeyFile != "" {
		i.vault = &Vault{Connect: i.store.Vault, KeyFile: vault.KeyFile, Rules: reveal.Options{MaxPersons: vault.MaxPersons, ProtectedRoles: vault.ProtectedRoles}}
	}
	if i.persons, err = audit.Persons(); err != nil {
		return nil, backend.PluginError(err)
	}
	i.log = audit.Open(i.store.Writer, audit.Options{MaxClients: i.settings.AccessLog.MaxClients, Now: options.Now, Warn: warnOfLog})
	i.schemas, i.units = newSchemas(i.store, options.Now), newUnits(i.store, options.Now)
	i.resources = httpadapter.New(i.routes())
	options.Made.add(i)
	return i, nil
}

// Dispose writes what the access log still waits for, and closes the connections;
// Grafana calls it when the settings have changed.
func (i *Instance) Dispose() {
	if err := i.log.Close(); err != nil {
		backend.Logger.Error("the access log is not whole", "error", err)
	}
	_ = i.store.Close()
}
