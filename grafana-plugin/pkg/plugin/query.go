package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/frames"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/audit"
)

// QueryData implements [backend.QueryDataHandler]. The queries of a panel run at
// the same time.
func (i *Instance) QueryData(ctx context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	who, err := i.who(ctx, request.PluginContext, request.GetHTTPHeaders())
	if err != nil {
		i.logRefusal(ctx, err, "query", func(name string) string { return headerOf(request, name) })
		for _, query := range request.Queries {
			response.Responses[query.RefID] = failure(err, language(query.JSON), "")
		}
		return response, nil
	}
	origin := originOf(who, func(name string) string { return headerOf(request, name) })
	var group sync.WaitGroup
	var mutex sync.Mutex
	for _, query := range request.Queries {
		group.Go(func() {
			answer := i.answer(ctx, who, query, origin)
			mutex.Lock()
			defer mutex.Unlock()
			response.Responses[query.RefID] = answer
		})
	}
	group.Wait()
	return response, nil
}

// who resolves the caller, with the units below the areas, unless the settings are at
// fault.
func (i *Instance) who(ctx context.Context, plugin backend.PluginContext, headers http.Header) (identity.Identity, error) {
	if i.fault != nil {
		return identity.Identity{}, &settingsFault{i.fault}
	}
	who, err := i.resolver.Resolve(ctx, plugin, headers)
	if refused, ok := identity.IsRefusal(err); ok {
		backend.Logger.FromContext(ctx).Warn("a caller is refused", "reason", refused.Reason, "login", refused.Login, "error", refused.Err)
	}
	if err != nil {
		return who, err
	}
	return i.units.withUnits(ctx, who), nil
}

// language reads the language of a query that may be unreadable otherwise.
func language(text json.RawMessage) string {
	var model struct {
		Language string `json:"language"`
	}
	_ = json.Unmarshal(text, &model)
	return model.Language
}

// headerOf returns a header, forwarded or set by Grafana itself. Those read by it
// are for the log only.
func headerOf(request *backend.QueryDataRequest, name string) string {
	if value := request.GetHTTPHeader(name); value != "" {
		return value
	}
	for key, value := range request.Headers {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

func originOf(who identity.Identity, header func(name string) string) store.Origin {
	return store.Origin{
		Login: who.Login, Role: string(who.Role),
		Dashboard: header("X-Dashboard-Uid"), Panel: header("X-Panel-Id"), Rule: header("X-Rule-Uid"), Address: addressOf(header),
	}
}

// answer answers one query. A panic becomes an error of this query: the process
// serves others too.
func (i *Instance) answer(ctx context.Context, who identity.Identity, query backend.DataQuery, origin store.Origin) (response backend.DataResponse) {
	model, err := parseModel(query.JSON)
	defer func() {
		if caught := recover(); caught != nil {
			backend.Logger.FromContext(ctx).Error("panic in a query", "panic", caught, "stack", string(debug.Stack()))
			response = failure(fmt.Errorf("panic: %v", caught), model.Language, model.Name)
		}
	}()
	if err != nil {
		return failure(err, model.Language, model.Name)
	}
	reading := i.readingOf(who, &model, origin)
	frame, err := i.frame(audit.With(ctx, reading), who, &model, window{query.TimeRange, query.Interval}, origin)
	if err = i.end(ctx, reading, err, model.Name); err != nil {
		if told := reportOf(err, "en", model.Name); told.Class == store.Ours {
			backend.Logger.FromContext(ctx).Error("a query failed by our fault", "query", model.Name, "login", who.Login, "error", told.Text)
		}
		return failure(err, model.Language, model.Name)
	}
	frame.RefID = query.RefID
	return backend.DataResponse{Frames: data.Frames{frame}, Status: backend.StatusOK}
}

// Custom is what a frame's meta says besides Grafana's own fields.
type Custom struct {
	store.Progress
	frames.Outcome
	Query string `json:"query,omitempty"` // name in the catalogue
}

// frame runs a query.
func (i *Instance) frame(ctx context.Context, who identity.Identity, model *Model, when window, origin store.Origin) (*data.Frame, error) {
	p, err := i.plan(ctx, who, model, when, origin)
	if err != nil {
		return nil, err
	}
	if err := noteExtract(ctx, p, model.Why); err != nil {
		return nil, err
	}
	options := frames.Options{
		MaxRows: i.settings.Caps.Rows, MaxBytes: i.settings.Caps.Bytes, Known: p.known, Language: model.Language,
		Plain: model.DisplayNames != nil && !*model.DisplayNames, CanFilter: p.canFilter,
	}
	if model.MaxRows > 0 {
		options.MaxRows = min(options.MaxRows, model.MaxRows)
	}
	var frame *data.Frame
	var custom Custom
	custom.Progress, err = i.store.Run(ctx, p.statement, func(rows driver.Rows) (err error) {
		frame, custom.Outcome, err = frames.Read(rows, options)
		return err
	})
	if err != nil {
		return nil, err
	}
	custom.Query = p.statement.Origin.Query
	frame.Meta.Custom = custom
	frame.Meta.ExecutedQueryString = executed(p.statement)
	for _, notice := range p.notices {
		frames.Notify(frame, data.NoticeSeverityInfo, notice.In(model.Language))
	}
	if p.format == formatTimeSeries {
		return frames.Series(frame, model.Language)
	}
	return frame, nil
}

// executed is the statement as one can paste it into clickhouse-client.
func executed(statement store.Query) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(statement.Parameters)) {
		fmt.Fprintf(&text, "SET param_%s = %s;\n", name, sqlfs.Literal(statement.Parameters[name]))
	}
	text.WriteString(statement.SQL)
	return text.String()
}
