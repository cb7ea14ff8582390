package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/sql/queries"
)

// Class says whose an error is.
type Class string

// The classes of error.
const (
	Yours     Class = "yours"     // the query or its values: whoever wrote them changes them
	Ours      Class = "ours"      // Framsyn: a bug, or a setting of the data source
	Network   Class = "network"   // the database does not answer
	Access    Class = "access"    // not granted
	Limit     Class = "limit"     // too much time, memory, rows or queries at once
	Cancelled Class = "cancelled" // nobody waits for the answer any more
)

// Error is what went wrong with a query.
type Error struct {
	Class Class
	Code  int    // of ClickHouse; 0 for none
	Name  string // of the query in the catalogue that is at fault; empty where that is not it
	Err   error
}

var (
	// errTimeout is the cause of a context that took longer than the data source lets.
	errTimeout = errors.New("the query took too long")
	// errBusy is that no connection became free in that time.
	errBusy = errors.New("all connections are in use")
)

// Unwrap returns what lies behind.
func (e *Error) Unwrap() error { return e.Err }

// Error is the message in English.
func (e *Error) Error() string { return e.Text("en") }

// Text is the message in a language, sv or en: what to do, and what the database
// says.
func (e *Error) Text(language string) string {
	advice := e.advice().In(language)
	detail := message(e.Err)
	if detail == "" {
		return advice
	}
	return advice + " " + detail
}

// Label names the error for programs: its class, and ClickHouse's code.
func (e *Error) Label() string {
	if e.Code == 0 {
		return string(e.Class)
	}
	return fmt.Sprintf("%s_%d", e.Class, e.Code)
}

// Source says to Grafana whom to blame: alerts and metrics tell plugins from what
// lies behind them.
func (e *Error) Source() backend.ErrorSource {
	if e.Class == Ours {
		return backend.ErrorSourcePlugin
	}
	return backend.ErrorSourceDownstream
}

// Status is the status of HTTP that says the same.
func (e *Error) Status() backend.Status {
	switch e.Class {
	case Yours:
		return backend.StatusBadRequest
	case Access:
		return backend.StatusForbidden
	case Network:
		return backend.StatusBadGateway
	case Limit:
		if e.Code == 0 || e.Code == codeTimeout {
			return backend.StatusTimeout
		}
		return backend.StatusTooManyRequests
	case Cancelled:
		return backend.Status(499)
	case Ours:
	}
	return backend.StatusInternal
}

// Classify says whose an error is.
func Classify(err error) *Error { return classify(context.Background(), err) }

// classify says whose an error is that came of a query run under a context.
func classify(ctx context.Context, err error) *Error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	if exception, ok := errors.AsType[*ch.Exception](err); ok {
		return &Error{Class: classOf(exception.Code), Code: int(exception.Code), Err: err}
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errTimeout):
		return &Error{Class: Limit, Err: errTimeout}
	case cause != nil && !errors.Is(cause, errDone):
		return &Error{Class: Cancelled, Err: cause}
	case errors.Is(err, ch.ErrAcquireConnTimeout): // the pool has room: it is the connecting that takes long
		return &Error{Class: Network, Err: err}
	case isNetwork(err):
		return &Error{Class: Network, Err: err}
	}
	return &Error{Class: Ours, Err: err}
}

func isNetwork(err error) bool {
	_, isOp := errors.AsType[*net.OpError](err)
	_, isDNS := errors.AsType[*net.DNSError](err)
	return isOp || isDNS || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, ch.ErrAcquireConnNoAddress) || strings.Contains(err.Error(), "tls:") || strings.Contains(err.Error(), "x509:") ||
		errors.Is(err, context.DeadlineExceeded)
}

// message is what the database says, without its stack trace and version.
func message(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if exception, ok := errors.AsType[*ch.Exception](err); ok {
		text = strings.TrimPrefix(exception.Message, "DB::Exception: ")
	}
	if i := strings.Index(text, ". Stack trace:"); i >= 0 {
		text = text[:i]
	}
	const longest = 600
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + " …"
	}
	if exception, ok := errors.AsType[*ch.Exception](err); ok {
		return fmt.Sprintf("(%d) %s", exception.Code, text)
	}
	return "(" + text + ")"
}

// advice says what to change.
func (e *Error) advice() queries.Text {
	if e.Name != "" {
		return queries.Text{
			SV: fmt.Sprintf("Katalogens fråga %s går inte att ställa till den här databasen: kör framsyn schema apply, och anmäl det om det inte hjälper.", e.Name),
			EN: fmt.Sprintf("The catalogue's query %s cannot be asked of this database: run framsyn schema apply, and report it if that does not help.", e.Name),
		}
	}
	if text, ok := adviceByCode(e.Code); ok {
		return text
	}
	switch e.Class {
	case Yours:
		return queries.Text{SV: "Frågan kunde inte köras: rätta den.", EN: "The query could not be run: correct it."}
	case Access:
		return queries.Text{SV: "Din roll får inte läsa detta.", EN: "Your role may not read this."}
	case Network:
		return queries.Text{SV: "Databasen svarar inte: kontrollera att den är igång, och hosts och tls i datakällans inställningar.", EN: "The database does not answer: check that it runs, and hosts and tls in the data source's settings."}
	case Limit:
		if errors.Is(e.Err, errTimeout) {
			return queries.Text{SV: "Frågan tog för lång tid: begränsa den, eller höj pool.queryTimeoutSeconds.", EN: "The query took too long: limit it, or raise pool.queryTimeoutSeconds."}
		}
		return queries.Text{SV: "Alla anslutningar är upptagna: försök igen, eller höj pool.maxOpen.", EN: "All connections are in use: try again, or raise pool.maxOpen."}
	case Cancelled:
		return queries.Text{SV: "Frågan avbröts.", EN: "The query was cancelled."}
	case Ours:
	}
	return queries.Text{SV: "Något gick fel i Framsyn: anmäl det.", EN: "Something went wrong in Framsyn: report it."}
}
