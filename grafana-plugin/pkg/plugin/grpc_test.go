package plugin

import (
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
