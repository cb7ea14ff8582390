package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/plugin"
	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// BinaryEnv names the environment variable with the plugin's binary to test; by
// default one is built.
const BinaryEnv = "FRAMSYN_PLUGIN_BINARY"

func binary(t *testing.T) string {
	t.Helper()
	if path := os.Getenv(BinaryEnv); path != "" {
		return path
	}
	path := filepath.Join(t.TempDir(), "gpx_framsyn_care_datasource")
	build := exec.CommandContext(t.Context(), "go", "build", "-tags", "arrow_json_stdlib", "-ldflags", "-w -s", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// start starts the plugin as Grafana does: hashicorp's go-plugin, protocol 2, and
// the cookie that the SDK asks for.
func start(t *testing.T) (protocol goplugin.ClientProtocol, end func()) {
	t.Helper()
	client := goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig: goplugin.HandshakeConfig{ProtocolVersion: grpcplugin.ProtocolVersion, MagicCookieKey: grpcplugin.MagicCookieKey, MagicCookieValue: grpcplugin.MagicCookieValue},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{}, "resource": &grpcplugin.ResourceGRPCPlugin{}, "data": &grpcplugin.DataGRPCPlugin{},
		}},
		Cmd:              exec.Command(binary(t)), //nolint:noctx // go-plugin ends it
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
	})
	t.Cleanup(client.Kill)
	protocol, err := client.Client()
	if err != nil {
		t.Fatal(err)
	}
	return protocol, client.Kill
}

func dispense[T any](t *testing.T, protocol goplugin.ClientProtocol, name string) T {
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

// grafana signs a token for anna and publishes the key.
func grafana(t *testing.T) (address, token string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k", Algorithm: "ES256", Use: "sig"}}})
	}))
	t.Cleanup(server.Close)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: "k"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err = jwt.Signed(signer).Claims(map[string]any{
		"aud": []string{"org:1"}, "exp": time.Now().Add(time.Minute).Unix(), "type": "user", "username": "anna", "namespace": "default",
	}).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return server.URL, token
}

// The binary that is shipped answers a query, a health check and a resource, and has
// written down who asked when it has ended.
func TestTheBinary(t *testing.T) {
	db := chtest.New(t)
	user, writer := "analyst", "pages"
	if !db.Target().Embedded() {
		user, writer = "framsyn_analyst", "framsyn_pages"
	}
	address, token := grafana(t)
	settings, err := json.Marshal(map[string]any{
		"hosts": db.Target().Hosts(), "roles": map[string]any{"analyst": map[string]any{"user": user, "rawSql": true, "allAreas": true}},
		"mapping": map[string]any{"logins": map[string]any{"anna": "analyst"}}, "identity": map[string]any{"grafanaUrl": address}, "writer": writer,
	})
	if err != nil {
		t.Fatal(err)
	}
	context := &pluginv2.PluginContext{
		OrgId: 1, PluginId: plugin.ID, PluginVersion: "1.0.0", Namespace: "default", ApiVersion: "v0alpha1",
		User: &pluginv2.User{Login: "anna", Role: "Viewer"},
		DataSourceInstanceSettings: &pluginv2.DataSourceInstanceSettings{
			Uid: "framsyn", Name: "Framsyn", JsonData: settings, LastUpdatedMS: 1,
			DecryptedSecureJsonData: map[string]string{"password_analyst": db.Target().Password(clickhouse.Analyst), "password_writer": db.Target().Password(clickhouse.Pages)},
		},
	}
	protocol, end := start(t)

	health, err := dispense[grpcplugin.DiagnosticsClient](t, protocol, "diagnostics").CheckHealth(t.Context(), &pluginv2.CheckHealthRequest{PluginContext: context})
	if err != nil || health.GetStatus() != pluginv2.CheckHealthResponse_OK {
		t.Errorf("%v, %v", health, err)
	}
	response, err := dispense[grpcplugin.DataClient](t, protocol, "data").QueryData(t.Context(), &pluginv2.QueryDataRequest{
		PluginContext: context, Headers: map[string]string{"http_X-Grafana-Id": token},
		Queries: []*pluginv2.DataQuery{{RefId: "A", Json: []byte(`{"rawSql": "SELECT toUInt64(18446744073709551615) AS client_id"}`), TimeRange: &pluginv2.TimeRange{}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	answers, err := backend.FromProto().QueryDataResponse(response)
	if err != nil {
		t.Fatal(err)
	}
	if answer := answers.Responses["A"]; answer.Error != nil || answer.Frames[0].Fields[0].At(0) != "18446744073709551615" {
		t.Errorf("%+v", answer)
	}
	stream, err := dispense[grpcplugin.ResourceClient](t, protocol, "resource").CallResource(t.Context(), &pluginv2.CallResourceRequest{
		PluginContext: context, Method: http.MethodGet, Path: "catalogue", Url: "catalogue", Headers: map[string]*pluginv2.StringList{"X-Grafana-Id": {Values: []string{token}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	resource, err := stream.Recv()
	if err != nil || resource.GetCode() != http.StatusOK || !strings.Contains(string(resource.GetBody()), `"overview_totals"`) {
		t.Errorf("%d %.200s, %v", resource.GetCode(), resource.GetBody(), err)
	}
	end()
	log := db.Query("SELECT user_name, surface, request, n_clients, client_ids FROM ops.access_log ORDER BY accessed_at")
	if len(log) != 2 || strings.Join(log[0], "|") != "anna|sql||1|[18446744073709551615]" || strings.Join(log[1], "|") != "anna|page|GET /catalogue|0|[]" {
		t.Errorf("the access log holds %v", log)
	}
}
