package plugin

import (
	"context"
	dbsql "database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/export"
	"github.com/framsyn/framsyn/sql/queries"
)

const (
	// maxExports is how many exports run at once; each holds a connection and, for
	// XLSX, some 20 MB.
	maxExports = 4
	// exportWait is how long an export waits for its turn.
	exportWait = 20 * time.Second
)

// errBrokenOff ends an answer that has begun and cannot be finished: whoever waits for
// it must not take it for the whole.
var errBrokenOff = errors.New("the export broke off")

// CallResource implements [backend.CallResourceHandler].
func (i *Instance) CallResource(ctx context.Context, request *backend.CallResourceRequest, sender backend.CallResourceResponseSender) (err error) {
	defer func() {
		caught := recover()
		if caught == nil {
			return
		}
		if caught != http.ErrAbortHandler { //nolint:errorlint // net/http's own way to end an answer
			panic(caught)
		}
		err = errBrokenOff
	}()
	return i.resources.CallResource(ctx, request, sender)
}

// export answers with a file, in pieces.
func (i *Instance) export(c call, w http.ResponseWriter) error {
	var body exportBody
	if err := readBody(c, &body); err != nil {
		return err
	}
	if body.Language != "" {
		c.language = body.Language
	}
	r, err := i.exportRequest(c, body)
	if err != nil {
		return err
	}
	r.Account, r.OwnAreas, r.Address, r.Page = c.who.Account, c.who.Areas, addressOf(c.Header.Get), told(body.Page)
	read, err := i.store.Reader(c.who.Account)
	if err != nil {
		return err
	}
	keep, err := i.store.Writer()
	if err != nil {
		return err
	}
	release, err := i.exportTurn(c.Context())
	if err != nil {
		return err
	}
	defer release()
	ctx, stop := exportContext(c)
	defer stop()
	return i.deliver(ctx, read, keep, r, w)
}

// deliver writes the file. An error comes back while nothing has been sent; later
// the answer is broken off.
func (i *Instance) deliver(ctx context.Context, read, keep driver.Conn, r export.Request, w http.ResponseWriter) error {
	d := newDownload(w, ctx.Err, r)
	result, err := export.ToReader(ctx, read, keep, r, d, func(result export.Result) {
		audit.From(ctx).Leave() // the export has its own row
		d.begin(result)
	})
	if err == nil {
		d.flush()
		backend.Logger.FromContext(ctx).Info("exported", "what", r.What, "login", r.User, "rows", result.Rows, "bytes", result.Bytes, "export", result.ID)
		return nil
	}
	log := backend.Logger.FromContext(ctx).Error
	if _, isTheirs := errors.AsType[export.RequestError](err); isTheirs || errors.Is(err, context.Canceled) {
		log = backend.Logger.FromContext(ctx).Warn
	}
	log("an export failed", "what", r.What, "login", r.User, "rows", result.Rows, "sent", d.isSent, "export", result.ID, "error", err)
	if d.isSent {
		panic(http.ErrAbortHandler)
	}
	d.drop()
	return exportFault(err)
}

// exportTurn waits until few enough exports run.
func (i *Instance) exportTurn(ctx context.Context) (release func(), err error) {
	wait := time.NewTimer(exportWait)
	defer wait.Stop()
	select {
	case i.exports <- struct{}{}:
		return func() { <-i.exports }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-wait.C:
		return nil, &store.Error{Class: store.Limit, Err: fmt.Errorf("%d exports are running", maxExports)}
	}
}

// exportContext ends when the caller's does but has no deadline, which the driver
// would make a setting that a reading user may not set. The quota is the caller's.
func exportContext(c call) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(c.Context()))
	unhook := context.AfterFunc(c.Context(), cancel)
	return ch.Context(ctx, ch.WithQuotaKey(c.who.Login)), func() { unhook(); cancel() }
}

// exportFault words a fault of what was asked for.
func exportFault(err error) error {
	if wrong, ok := errors.AsType[export.RequestError](err); ok {
		return &fault{Text: queries.Text{SV: "Uttaget går inte att göra: " + wrong.Error(), EN: "The export cannot be made: " + wrong.Error()}}
	}
	return err
}

// exportStatus tells how far an export of the caller's has come, so that who has got
// a file can see that it is all of it.
func (i *Instance) exportStatus(c call) (any, error) {
	log, err := i.store.Writer()
	if err != nil {
		return nil, err
	}
	var found struct {
		State   string `json:"state"`
		Rows    uint64 `json:"rows"`
		Clients uint64 `json:"clients"`
		Bytes   uint64 `json:"bytes"`
	}
	ctx, stop := exportContext(c)
	defer stop()
	err = log.QueryRow(ch.Context(ctx, ch.WithParameters(ch.Parameters{"id": sqlfs.StringParameter(c.URL.Query().Get("id")), "login": sqlfs.StringParameter(c.who.Login)})),
		`SELECT toString(state), n_rows, n_clients, n_bytes FROM ops.export_log
		WHERE toString(export_id) = {id:String} AND user_name = {login:String} ORDER BY state = 'started' LIMIT 1`).
		Scan(&found.State, &found.Rows, &found.Clients, &found.Bytes)
	if errors.Is(err, dbsql.ErrNoRows) {
		return nil, &fault{Text: queries.Text{SV: "Det finns inget sådant uttag av dig.", EN: "There is no such export of yours."}}
	}
	return found, err
}
