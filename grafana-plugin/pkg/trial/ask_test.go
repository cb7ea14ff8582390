package trial

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// asker is somebody, with what Grafana would send for him.
type asker struct {
	login   string            // empty for nobody
	headers map[string]string // of HTTP
}

// as is somebody who has signed in; empty for an alert rule.
func (w *world) as(login string) asker {
	if login == "" {
		return asker{}
	}
	return asker{login: login, headers: map[string]string{"X-Grafana-Id": w.token(login)}}
}

func (w *world) context(a asker) *pluginv2.PluginContext {
	c := &pluginv2.PluginContext{
		OrgId: 1, PluginId: "framsyn-care-datasource", PluginVersion: "1.0.0", Namespace: "default", ApiVersion: "v0alpha1",
		DataSourceInstanceSettings: &pluginv2.DataSourceInstanceSettings{
			Uid: "framsyn", Name: "Framsyn", JsonData: w.settings, LastUpdatedMS: w.version, DecryptedSecureJsonData: w.secure,
		},
	}
	if a.login != "" {
		c.User = &pluginv2.User{Login: a.login, Role: "Viewer"}
	}
	return c
}

// answer is what came back, by whichever way.
type answer struct {
	status int
	text   string // body, or error and frames
	header string
}

// isAnswer tells whether it is what was asked for.
func (a answer) isAnswer() bool { return a.status >= 200 && a.status < 300 }

// isRefusal tells whether it was refused.
func (a answer) isRefusal() bool {
	return a.status == http.StatusForbidden || a.status == http.StatusUnauthorized
}

// ask sends queries of a panel and returns their answers in order.
func (w *world) ask(a asker, queries ...map[string]any) []answer {
	w.t.Helper()
	request := &pluginv2.QueryDataRequest{PluginContext: w.context(a), Headers: map[string]string{}, Format: pluginv2.DataFrameFormat_JSON}
	for name, value := range a.headers {
		request.Headers["http_"+name] = value
	}
	refs := make([]string, len(queries))
	for i, query := range queries {
		text, err := json.Marshal(query)
		if err != nil {
			w.t.Fatal(err)
		}
		refs[i] = "Q" + string(rune('A'+i/26)) + string(rune('A'+i%26))
		request.Queries = append(request.Queries, &pluginv2.DataQuery{
			RefId: refs[i], Json: text, IntervalMS: 3600_000, MaxDataPoints: 1000,
			TimeRange: &pluginv2.TimeRange{FromEpochMS: time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC).UnixMilli(), ToEpochMS: time.Date(2026, 2, 5, 0, 0, 0, 0, time.UTC).UnixMilli()},
		})
	}
	response, err := w.data.QueryData(w.t.Context(), request)
	if err != nil {
		w.t.Fatal(err)
	}
	answers := make([]answer, len(queries))
	for i, ref := range refs {
		one := response.GetResponses()[ref]
		answers[i] = answer{status: int(one.GetStatus()), text: one.GetError()}
		for _, frame := range one.GetFrames() {
			answers[i].text += string(frame)
		}
	}
	return answers
}

// call calls a route; the path may have a query.
func (w *world) call(a asker, method, path string, body any) answer {
	w.t.Helper()
	request := &pluginv2.CallResourceRequest{PluginContext: w.context(a), Method: method, Url: path, Headers: map[string]*pluginv2.StringList{}}
	request.Path, _, _ = strings.Cut(path, "?")
	for name, value := range a.headers {
		request.Headers[name] = &pluginv2.StringList{Values: []string{value}}
	}
	switch body := body.(type) {
	case nil:
	case string:
		request.Body = []byte(body)
	default:
		text, err := json.Marshal(body)
		if err != nil {
			w.t.Fatal(err)
		}
		request.Body = text
	}
	stream, err := w.resource.CallResource(w.t.Context(), request)
	if err != nil {
		w.t.Fatal(err)
	}
	var got answer
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			return answer{status: http.StatusInternalServerError, text: got.text + err.Error()}
		}
		if got.status == 0 {
			got.status = int(part.GetCode())
			for name, values := range part.GetHeaders() {
				got.header += name + ": " + strings.Join(values.GetValues(), ", ") + "\n"
			}
		}
		got.text += string(part.GetBody())
	}
}

// rowsIn counts the values of the first column of a frame.
func rowsIn(t *testing.T, frame string) int {
	t.Helper()
	var parsed struct {
		Data struct{ Values [][]any }
	}
	if err := json.Unmarshal([]byte(frame), &parsed); err != nil {
		t.Fatalf("%v in %.300s", err, frame)
	}
	if len(parsed.Data.Values) == 0 {
		return 0
	}
	return len(parsed.Data.Values[0])
}
