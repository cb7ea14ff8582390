package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// The test binary is its own plugin: started with the magic cookie, it serves. And
// its own Grafana.
func TestMain(m *testing.M) {
	if os.Getenv("GF_PATHS_PROVISIONING") != "" {
		pretendGrafana()
		return
	}
	if os.Getenv(grpcplugin.MagicCookieKey) != "" {
		err := grpcplugin.Serve(grpcplugin.ServeOpts{DataServer: echo{}, ResourceServer: echo{}, DiagnosticsServer: echo{}})
		if err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// echo answers with what it was asked.
type echo struct {
	pluginv2.UnimplementedDataServer
	pluginv2.UnimplementedResourceServer
	pluginv2.UnimplementedDiagnosticsServer
}

// asked is what the plugin saw of a request.
type asked struct {
	Login    string            `json:"login"`
	Token    string            `json:"token"`
	Path     string            `json:"path"`
	URL      string            `json:"url"`
	Body     string            `json:"body"`
	Settings json.RawMessage   `json:"settings"`
	Secure   map[string]string `json:"secure"`
	From     int64             `json:"from"`
	Environ  []string          `json:"environ"`
}

func seen(c *pluginv2.PluginContext) asked {
	settings := c.GetDataSourceInstanceSettings()
	return asked{
		Login: c.GetUser().GetLogin(), Settings: settings.GetJsonData(), Secure: settings.GetDecryptedSecureJsonData(), Environ: os.Environ(),
	}
}

func (echo) QueryData(_ context.Context, request *pluginv2.QueryDataRequest) (*pluginv2.QueryDataResponse, error) {
	response := &pluginv2.QueryDataResponse{Responses: map[string]*pluginv2.DataResponse{}}
	for _, query := range request.Queries {
		if strings.Contains(string(query.Json), "forbidden") {
			response.Responses[query.RefId] = &pluginv2.DataResponse{Error: "not you", Status: 403, ErrorSource: "downstream"}
			continue
		}
		what := seen(request.PluginContext)
		what.Token, what.Body, what.From = request.Headers["http_X-Grafana-Id"], string(query.Json), query.TimeRange.FromEpochMS
		frame, err := json.Marshal(what)
		if err != nil {
			return nil, err
		}
		response.Responses[query.RefId] = &pluginv2.DataResponse{Status: 200, Frames: [][]byte{frame}}
	}
	return response, nil
}

func (echo) CallResource(request *pluginv2.CallResourceRequest, stream pluginv2.Resource_CallResourceServer) error {
	what := seen(request.PluginContext)
	what.Token, what.Path, what.URL, what.Body = request.Headers["X-Grafana-Id"].Values[0], request.Path, request.Url, string(request.Body)
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	if request.Path == "crash" {
		os.Exit(1)
	}
	headers := map[string]*pluginv2.StringList{"content-type": {Values: []string{"application/json"}}}
	half := len(body) / 2
	if err := stream.Send(&pluginv2.CallResourceResponse{Code: 201, Headers: headers, Body: body[:half]}); err != nil {
		return fmt.Errorf("first half: %w", err)
	}
	switch request.Path {
	case "waits":
		<-stream.Context().Done() // as long as somebody reads
		return stream.Context().Err()
	case "breaks":
		return errors.New("broke off")
	}
	return stream.Send(&pluginv2.CallResourceResponse{Body: body[half:]})
}

func (echo) CheckHealth(context.Context, *pluginv2.CheckHealthRequest) (*pluginv2.CheckHealthResponse, error) {
	return &pluginv2.CheckHealthResponse{Status: pluginv2.CheckHealthResponse_OK, Message: "well", JsonDetails: []byte(`{"n":1}`)}, nil
}

func (echo) CollectMetrics(context.Context, *pluginv2.CollectMetricsRequest) (*pluginv2.CollectMetricsResponse, error) {
	return &pluginv2.CollectMetricsResponse{}, nil
}
