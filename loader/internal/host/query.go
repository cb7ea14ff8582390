package host

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// maxBody is the longest request, bytes; a query is a few thousand.
const maxBody = 4 << 20

// queryRequest is the body of /api/ds/query.
type queryRequest struct {
	From    string            `json:"from"` // milliseconds since 1970
	To      string            `json:"to"`
	Queries []json.RawMessage `json:"queries"`
}

// queryResult is the answer to one query, as Grafana gives it.
type queryResult struct {
	Status      int32             `json:"status,omitempty"`
	Frames      []json.RawMessage `json:"frames"`
	Error       string            `json:"error,omitempty"`
	ErrorSource string            `json:"errorSource,omitempty"`
}

// query runs queries.
func (h *Host) query(w http.ResponseWriter, r *http.Request) {
	request, err := readQueries(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	who := visitor(r)
	token, err := h.signer.token(who)
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	request.PluginContext = h.settings.contextOf(who)
	request.Headers = map[string]string{"http_X-Grafana-Id": token} // as the SDK encodes a header of HTTP
	services, err := h.program.clients(r.Context())
	if err != nil {
		fail(w, http.StatusBadGateway, err.Error())
		return
	}
	response, err := services.data.QueryData(r.Context(), request) // ends with the request
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	results, status := map[string]queryResult{}, http.StatusOK
	for id, one := range response.Responses {
		result := queryResult{Status: one.Status, Error: one.Error, ErrorSource: one.ErrorSource, Frames: []json.RawMessage{}}
		for _, frame := range one.Frames {
			result.Frames = append(result.Frames, frame)
		}
		if one.Error != "" {
			status = http.StatusBadRequest // whatever kind: the results say which
		}
		results[id] = result
	}
	answer(w, status, map[string]any{"results": results})
}

// readQueries reads a request of the browser into one for the plugin. The frames
// are asked for as JSON, which the browser wants.
func readQueries(body io.Reader) (*pluginv2.QueryDataRequest, error) {
	var in queryRequest
	if err := json.NewDecoder(body).Decode(&in); err != nil {
		return nil, fmt.Errorf("read the queries: %w", err)
	}
	from, err := strconv.ParseInt(in.From, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("from: want milliseconds since 1970: %w", err)
	}
	to, err := strconv.ParseInt(in.To, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("to: want milliseconds since 1970: %w", err)
	}
	request := &pluginv2.QueryDataRequest{Format: pluginv2.DataFrameFormat_JSON}
	for _, raw := range in.Queries {
		var common struct {
			RefID         string `json:"refId"`
			MaxDataPoints int64  `json:"maxDataPoints"`
			IntervalMS    int64  `json:"intervalMs"`
		}
		if err := json.Unmarshal(raw, &common); err != nil {
			return nil, fmt.Errorf("read a query: %w", err)
		}
		request.Queries = append(request.Queries, &pluginv2.DataQuery{
			RefId: common.RefID, MaxDataPoints: common.MaxDataPoints, IntervalMS: common.IntervalMS,
			TimeRange: &pluginv2.TimeRange{FromEpochMS: from, ToEpochMS: to}, Json: raw,
		})
	}
	return request, nil
}
