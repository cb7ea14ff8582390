package trial

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"

	"github.com/framsyn/framsyn/sql/access/datasource"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/released"
)

//go:embed testdata/members.yaml
var members string

// contact is whom testdata/members.yaml names.
const contact = "Kerstin på kvalitetsavdelningen"

// binaryEnv names the environment variable with the plugin's binary to try; by
// default one is built.
const binaryEnv = "FRAMSYN_PLUGIN_BINARY"

// world is a filled database with real accounts, a Grafana that signs, and the
// plugin's own program.
type world struct {
	t        *testing.T
	db       *chtest.DB
	key      *ecdsa.PrivateKey
	settings []byte
	secure   map[string]string
	version  int64
	vaultKey string // number of a canary, sealed in the vault

	data     grpcplugin.DataClient
	resource grpcplugin.ResourceClient
	log      *logged
}

// logged is what the plugin writes.
type logged struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *logged) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(line)
}

// take returns what has been written since the last time.
func (l *logged) take() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	defer l.text.Reset()
	return l.text.String()
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, db: chtest.NewWith(t, members), log: &logged{}, version: 1}
	for _, file := range []string{"rows.sql", "aggregates.sql"} {
		text, err := os.ReadFile(filepath.Join("..", "plugin", "testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		w.db.Exec(string(text))
	}
	w.db.Exec("ALTER TABLE core.clients UPDATE has_decision = client_id % 40 < 36 WHERE true SETTINGS mutations_sync = 2")
	w.plant()
	if _, err := released.Publish(t.Context(), w.db.Conn(clickhouse.Owner), released.Options{Threshold: 5, RoundTo: 5, Key: released.Key{1, 2}}); err != nil {
		t.Fatal(err)
	}
	w.sign()
	w.configure(nil)
	w.start()
	return w
}

// sign makes the key of a Grafana.
func (w *world) sign() {
	w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	w.key = key
}

// configure makes the settings of the data source as framsyn access datasource
// does, and changes some.
func (w *world) configure(change func(map[string]any)) {
	w.t.Helper()
	grafana := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(out).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: w.key.Public(), KeyID: "k1", Algorithm: "ES256", Use: "sig"}}})
	}))
	w.t.Cleanup(grafana.Close)
	description, who, err := clickhouse.ReadAccess(w.db.Dir, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	made := datasource.Make(datasource.Source{Target: w.db.Target(), Description: description, Members: who, KeyFile: w.vaultKey}, grafana.URL, "")
	if change != nil {
		change(made.JSONData)
	}
	if w.settings, err = json.Marshal(made.JSONData); err != nil {
		w.t.Fatal(err)
	}
	w.secure = maps.Clone(made.SecureJSONData)
	w.version++
}

// start starts the plugin as Grafana does.
func (w *world) start() {
	w.t.Helper()
	path := os.Getenv(binaryEnv)
	if path == "" {
		path = filepath.Join(w.t.TempDir(), "gpx_framsyn_care_datasource")
		build := exec.CommandContext(w.t.Context(), "go", "build", "-tags", "arrow_json_stdlib", "-ldflags", "-w -s", "-o", path, "..")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			w.t.Fatalf("%v\n%s", err, out)
		}
	}
	client := goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig: goplugin.HandshakeConfig{ProtocolVersion: grpcplugin.ProtocolVersion, MagicCookieKey: grpcplugin.MagicCookieKey, MagicCookieValue: grpcplugin.MagicCookieValue},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"resource": &grpcplugin.ResourceGRPCPlugin{}, "data": &grpcplugin.DataGRPCPlugin{},
		}},
		Cmd:              exec.Command(path), //nolint:noctx // go-plugin ends it
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		SkipHostEnv:      true,
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Debug, Output: io.Writer(w.log)}),
	})
	w.t.Cleanup(client.Kill)
	protocol, err := client.Client()
	if err != nil {
		w.t.Fatal(err)
	}
	w.data, w.resource = dispensed[grpcplugin.DataClient](w.t, protocol, "data"), dispensed[grpcplugin.ResourceClient](w.t, protocol, "resource")
}

func dispensed[T any](t *testing.T, protocol goplugin.ClientProtocol, name string) T {
	t.Helper()
	raw, err := protocol.Dispense(name)
	if err != nil {
		t.Fatal(err)
	}
	client, ok := raw.(T)
	if !ok {
		t.Fatalf("%s is a %T", name, raw)
	}
	return client
}

// claims is what Grafana says of a login.
func claims(login string) map[string]any {
	now := time.Now()
	return map[string]any{
		"sub": "user:1", "aud": []string{"org:1"}, "iat": now.Unix(), "exp": now.Add(10 * time.Minute).Unix(),
		"type": "user", "identifier": "1", "namespace": "default", "username": login,
	}
}

// token is what Grafana signs for a login.
func (w *world) token(login string) string {
	w.t.Helper()
	return signed(w.t, jose.ES256, w.key, map[jose.HeaderKey]any{"kid": "k1"}, claims(login))
}

func signed(t *testing.T, algorithm jose.SignatureAlgorithm, key any, header map[jose.HeaderKey]any, said map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, &jose.SignerOptions{ExtraHeaders: header})
	if err != nil {
		t.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(said).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// sealed puts a number of identity into the vault for clients, and gives the key's
// file.
func (w *world) sealed(number string, clients ...uint64) string {
	w.t.Helper()
	dir := w.t.TempDir()
	keys, err := identity.KeyDir(dir).Open(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	vault, err := identity.NewVault(keys.Vault)
	if err != nil {
		w.t.Fatal(err)
	}
	batch, err := w.db.Conn(clickhouse.Owner).PrepareBatch(w.t.Context(), "INSERT INTO vault.identities (client_id, batch_id, identity_encrypted, key_id)")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, id := range clients {
		if err := batch.Append(id, uint64(1), string(vault.Seal([]byte(number), id)), vault.KeyID); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		w.t.Fatal(err)
	}
	return filepath.Join(dir, "vault.key")
}
