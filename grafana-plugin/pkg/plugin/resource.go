package plugin

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
)

// maxBody bounds what a route reads, bytes.
const maxBody = 1 << 20

// call is a request of somebody known.
type call struct {
	*http.Request
	who      identity.Identity
	language string
}

// routes are the data source's own resources. Every one asks who calls.
func (i *Instance) routes() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, answer func(call) (any, error)) {
		mux.Handle(pattern, i.guarded(answer))
	}
	handle("GET /whoami", i.whoami)
	handle("GET /schema", func(c call) (any, error) { return i.schemas.get(c.Context(), c.who.Account) })
	handle("GET /functions", i.functions)
	handle("GET /catalogue", i.listCatalogue)
	handle("GET /cookbook", i.cookbook)
	handle("POST /interpolate", i.interpolate)
	handle("POST /variables", i.variableValues)
	handle("GET /adhoc/keys", i.adHocKeys)
	handle("POST /adhoc/values", i.adHocValues)
	handle("GET /export/kinds", i.listExportKinds)
	handle("GET /export/status", i.exportStatus)
	mux.Handle("POST /export", i.known(i.export))
	handle("GET /identities/purposes", i.identityPurposes)
	handle("POST /identities", i.identities)
	i.selectionRoutes(handle)
	handle("GET /scenarios/form", i.scenarioForm)
	handle("POST /scenarios", i.putScenario)
	handle("POST /scenarios/remove", i.removeScenario)
	handle("POST /interventions", i.decide)
	handle("POST /review/marks", i.markReview)
	handle("GET /models/approvals", i.approvalForm)
	handle("POST /models/approvals", i.decideRun)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusNotFound, report{Code: "no_route", Class: "yours", Text: "There is no such resource."})
	})
	return mux
}

// guarded answers in JSON, errors too.
func (i *Instance) guarded(answer func(call) (any, error)) http.Handler {
	return i.known(func(c call, w http.ResponseWriter) error {
		result, err := answer(c)
		// What the log cannot tell of is not sent.
		if err = i.end(c.Context(), audit.From(c.Context()), err, ""); err == nil {
			write(w, http.StatusOK, result)
		}
		return err
	})
}

// known lets those in of whom is known who they are. An error, which comes before
// anything is sent, becomes JSON.
func (i *Instance) known(answer func(call, http.ResponseWriter) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		c := call{Request: r, language: "sv"}
		if r.URL.Query().Get("language") == "en" {
			c.language = "en"
		}
		var err error
		if c.who, err = i.who(r.Context(), backend.PluginConfigFromContext(r.Context()), r.Header); err == nil {
			reading := i.readingOfCall(c)
			c.Request = r.WithContext(audit.With(r.Context(), reading))
			err = i.end(r.Context(), reading, answer(c, w), "")
		} else {
			i.logRefusal(r.Context(), err, r.Pattern, r.Header.Get)
		}
		if err != nil {
			failed := reportOf(err, c.language, "")
			if failed.Class == store.Access {
				failed.Contact = i.settings.Contact
			}
			write(w, int(failed.status), failed)
		}
	})
}

func write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// readBody reads the JSON of a request.
func readBody(c call, into any) error {
	if err := json.NewDecoder(c.Body).Decode(into); err != nil {
		return &fault{Text: queries.Text{SV: "Anropets JSON går inte att läsa: " + err.Error(), EN: "The request's JSON cannot be read: " + err.Error()}}
	}
	return nil
}

func (i *Instance) whoami(c call) (any, error) {
	return struct {
		identity.Identity
		Contact string `json:"contact"`
	}{c.who, i.settings.Contact}, nil
}

// listCatalogue gives the queries that the caller may ask.
func (i *Instance) listCatalogue(c call) (any, error) {
	found := i.catalogue.For(c.who.Role)
	if found == nil {
		found = []queries.Query{}
	}
	return map[string]any{"queries": found}, nil
}

// asked is a query outside of a panel.
type asked struct {
	Query json.RawMessage `json:"query"`
	Range struct {
		From moment `json:"from"`
		To   moment `json:"to"`
	} `json:"range"`
	IntervalMS int64  `json:"intervalMs"`
	Search     string `json:"search"`
}

// moment is a time in JSON: RFC 3339, or milliseconds since 1970.
type moment struct{ time.Time }

// UnmarshalJSON implements [json.Unmarshaler].
func (m *moment) UnmarshalJSON(text []byte) error {
	var ms int64
	if err := json.Unmarshal(text, &ms); err == nil {
		m.Time = time.UnixMilli(ms)
		return nil
	}
	return json.Unmarshal(text, &m.Time)
}

// read reads a query and when it is asked for: by default the last six hours, as
// in Grafana.
func (i *Instance) readAsked(c call) (Model, window, error) {
	var body asked
	if err := readBody(c, &body); err != nil {
		return Model{}, window{}, err
	}
	model, err := parseModel(body.Query)
	if err != nil {
		return Model{}, window{}, err
	}
	if body.Search != "" {
		model.Search = body.Search
	}
	when := window{interval: time.Duration(max(body.IntervalMS, 1000)) * time.Millisecond}
	when.timeRange.To, when.timeRange.From = body.Range.To.Time, body.Range.From.Time
	if when.timeRange.To.IsZero() {
		when.timeRange.To = i.now()
	}
	if when.timeRange.From.IsZero() {
		when.timeRange.From = when.timeRange.To.Add(-6 * time.Hour)
	}
	return model, when, nil
}

// interpolate shows the SQL that a query becomes.
func (i *Instance) interpolate(c call) (any, error) {
	model, when, err := i.readAsked(c)
	if err != nil {
		return nil, err
	}
	p, err := i.plan(c.Context(), c.who, &model, when, originOf(c.who, c.Header.Get))
	if err != nil {
		return nil, err
	}
	notices := []string{}
	for _, notice := range p.notices {
		notices = append(notices, notice.In(c.language))
	}
	return map[string]any{"sql": p.statement.SQL, "parameters": p.statement.Parameters, "notices": notices, "executed": executed(p.statement)}, nil
}
