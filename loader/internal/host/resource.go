package host

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// resource passes a request on to the plugin, and its answer back as it comes.
func (h *Host) resource(w http.ResponseWriter, r *http.Request) {
	who := visitor(r)
	token, err := h.signer.token(who)
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		fail(w, http.StatusRequestEntityTooLarge, err.Error())
		return
	}
	headers := map[string]*pluginv2.StringList{"X-Grafana-Id": {Values: []string{token}}}
	for _, name := range []string{"Content-Type", "Accept", "Accept-Language"} {
		if values := r.Header.Values(name); len(values) > 0 {
			headers[name] = &pluginv2.StringList{Values: values}
		}
	}
	path := r.PathValue("path")
	address := path
	if r.URL.RawQuery != "" {
		address += "?" + r.URL.RawQuery
	}
	services, err := h.program.clients(r.Context())
	if err != nil {
		fail(w, http.StatusBadGateway, err.Error())
		return
	}
	stream, err := services.resource.CallResource(r.Context(), &pluginv2.CallResourceRequest{
		PluginContext: h.settings.contextOf(who), Path: path, Method: r.Method, Url: address, Headers: headers, Body: body,
	})
	if err != nil {
		fail(w, http.StatusBadGateway, err.Error())
		return
	}
	h.copyAnswer(w, r, stream)
}

// answers is the stream of an answer's parts.
type answers interface {
	Recv() (*pluginv2.CallResourceResponse, error)
}

// copyAnswer writes the parts of an answer; the first has its status and headers.
func (h *Host) copyAnswer(w http.ResponseWriter, r *http.Request, stream answers) {
	for first := true; ; first = false {
		part, err := stream.Recv()
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil && first:
			fail(w, http.StatusBadGateway, err.Error())
			return
		case err != nil: // the status is sent; a broken connection is what remains to be said
			h.options.Log.WarnContext(r.Context(), "an answer of the plugin broke off", "path", r.URL.Path, "error", err)
			panic(http.ErrAbortHandler)
		}
		if first {
			for name, values := range part.Headers {
				w.Header()[http.CanonicalHeaderKey(name)] = values.Values
			}
			w.WriteHeader(int(part.Code))
		}
		if _, err := w.Write(part.Body); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
	}
}

// health answers as Grafana's button "Save & test" is answered.
func (h *Host) health(w http.ResponseWriter, r *http.Request) {
	services, err := h.program.clients(r.Context())
	if err != nil {
		fail(w, http.StatusBadGateway, err.Error())
		return
	}
	who := visitor(r)
	token, err := h.signer.token(who)
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	result, err := services.diagnostics.CheckHealth(r.Context(), &pluginv2.CheckHealthRequest{
		PluginContext: h.settings.contextOf(who), Headers: map[string]string{"http_X-Grafana-Id": token},
	})
	if err != nil {
		fail(w, http.StatusInternalServerError, err.Error())
		return
	}
	status := http.StatusOK
	if result.Status != pluginv2.CheckHealthResponse_OK {
		status = http.StatusBadRequest
	}
	body := map[string]any{"status": result.Status.String(), "message": result.Message}
	if len(result.JsonDetails) > 0 {
		body["details"] = json.RawMessage(result.JsonDetails)
	}
	answer(w, status, body)
}
