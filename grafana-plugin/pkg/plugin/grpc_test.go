package plugin

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/datasourcetest"
)

// freeAddress is an address on this machine that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// Over gRPC, with the SDK's own middlewares, as between Grafana and the plugin. One
// server a process is all that the SDK lets.
func testOverGRPC(t *testing.T, w *world) {
	t.Helper()
	server, err := datasourcetest.Manage(New(options()), datasourcetest.ManageOpts{Address: freeAddress(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Shutdown() })
	response, err := server.Client.QueryData(t.Context(), w.request("anna",
		named("area_months", map[string]any{"areas": []string{"C1"}}), sql("SELECT client_id, hours_12m, month FROM mart.candidates WHERE 0"), sql("SELECT nope", map[string]any{"language": "en"})))
	if err != nil {
		t.Fatal(err)
	}
	months := response.Responses["A"].Frames[0]
	if months.Rows() != 14 || months.Meta.Type != data.FrameTypeTimeSeriesWide {
		t.Errorf("%d rows of type %s", months.Rows(), months.Meta.Type)
	}
	empty := response.Responses["B"].Frames[0]
	if len(empty.Fields) != 3 || empty.Rows() != 0 || empty.Fields[0].Type() != data.FieldTypeString || empty.Fields[2].Type() != data.FieldTypeTime {
		t.Errorf("without rows: %v", empty.Fields)
	}
	if failed := response.Responses["C"]; failed.Status != backend.StatusBadRequest || failed.ErrorSource != backend.ErrorSourceDownstream || !strings.Contains(failed.Error.Error(), "no such column") {
		t.Errorf("%+v", failed)
	}
	health, err := server.Client.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: w.context("anna")})
	if err != nil || health.Status != backend.HealthStatusOk {
		t.Errorf("%+v, %v", health, err)
	}
	testExportOverGRPC(t, w, server.Client)
	request := &backend.CallResourceRequest{PluginContext: w.context("mona"), Method: http.MethodGet, Path: "whoami", URL: "whoami", Headers: map[string][]string{"X-Grafana-Id": {w.token("mona")}}}
	called := false
	sender := backend.CallResourceResponseSenderFunc(func(answer *backend.CallResourceResponse) error {
		called = true
		var who struct{ Role string }
		if err := json.Unmarshal(answer.Body, &who); err != nil || who.Role != "manager" {
			t.Errorf("%s, %v", answer.Body, err)
		}
		return nil
	})
	if err := server.Client.CallResource(t.Context(), request, sender); err != nil || !called {
		t.Errorf("called %v, %v", called, err)
	}
}

// testExportOverGRPC takes out a file in several messages, and then one that its reader
// gives up.
func testExportOverGRPC(t *testing.T, w *world, client *datasourcetest.TestPluginClient) {
	t.Helper()
	const rows = "{\"kind\": \"selection\", \"filter\": \"1\", \"format\": \"csv\", \"purpose\": \"Prov\"}"
	request := &backend.CallResourceRequest{
		PluginContext: w.context("anna"), Method: http.MethodPost, Path: "export", URL: "export", Body: []byte(rows), Headers: map[string][]string{"X-Grafana-Id": {w.token("anna")}},
	}
	w.db.Exec("INSERT INTO mart.candidates (client_id, month, reasons_sv) SELECT number, '2026-02-01', ['a'] FROM numbers(10000)")
	defer w.db.Exec("ALTER TABLE mart.candidates DELETE WHERE client_id < 10000 SETTINGS mutations_sync = 2")
	pieces, bytes := 0, 0
	err := client.CallResource(t.Context(), request, backend.CallResourceResponseSenderFunc(func(part *backend.CallResourceResponse) error {
		pieces++
		bytes += len(part.Body)
		if pieces == 1 && (part.Status != http.StatusOK || !strings.HasPrefix(part.Headers["Content-Disposition"][0], "attachment; filename=")) {
			t.Errorf("%d %v", part.Status, part.Headers)
		}
		return nil
	}))
	if err != nil || pieces < 3 || bytes < pieceBytes {
		t.Errorf("%d bytes in %d pieces, %v", bytes, pieces, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err = client.CallResource(ctx, request, backend.CallResourceResponseSenderFunc(func(*backend.CallResourceResponse) error {
		cancel()
		return nil
	}))
	if err == nil {
		t.Error("want an error from an answer that was given up")
	}
}
