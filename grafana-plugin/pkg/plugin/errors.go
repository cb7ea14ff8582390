package plugin

import (
	"errors"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/frames"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/macros"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
)

// settingsFault is what is wrong with the data source's settings.
type settingsFault struct{ err error }

func (f *settingsFault) Error() string { return f.Text("en") }

// Text is the message in a language.
func (f *settingsFault) Text(language string) string {
	text := queries.Text{SV: "Datakällans inställningar är inte i ordning:\n", EN: "The data source's settings are not in order:\n"}
	return text.In(language) + f.err.Error()
}

// report is an error as a reader gets it.
type report struct {
	Code    string         `json:"code"`  // what, for programs
	Text    string         `json:"error"` // what and what to do, for readers
	Class   store.Class    `json:"class"`
	Contact string         `json:"contact,omitempty"` // whom to ask, where access is missing
	status  backend.Status // of HTTP
	source  backend.ErrorSource
}

// reportOf words an error. name is of the named query, empty for SQL: what is the
// author's fault in SQL is ours in a named query, unless a value is to blame.
func reportOf(err error, language, name string) report {
	if refused, ok := identity.IsRefusal(err); ok {
		return report{Code: string(refused.Reason), Text: refused.Text(language), Class: store.Access, status: refusalStatus(refused.Reason), source: backend.ErrorSourceDownstream}
	}
	if wrong, ok := errors.AsType[*settingsFault](err); ok {
		return report{Code: "settings", Text: wrong.Text(language), Class: store.Ours, status: backend.StatusInternal, source: backend.ErrorSourceDownstream}
	}
	if texts := textsOf(err, language); texts != "" {
		if wrong, ok := errors.AsType[*fault](err); ok && wrong.access {
			return report{Code: "not_allowed", Text: texts, Class: store.Access, status: backend.StatusForbidden, source: backend.ErrorSourceDownstream}
		}
		return report{Code: "bad_query", Text: texts, Class: store.Yours, status: backend.StatusBadRequest, source: backend.ErrorSourceDownstream}
	}
	if errors.Is(err, frames.ErrNoTime) {
		text := queries.Text{SV: "En tidsserie behöver en kolumn med tid och minst en med tal: välj formatet tabell, eller lägg till dem.", EN: "A time series needs a column of time and at least one of numbers: choose the format table, or add them."}
		return report{Code: "no_time", Text: text.In(language), Class: store.Yours, status: backend.StatusBadRequest, source: backend.ErrorSourceDownstream}
	}
	if errors.Is(err, audit.ErrUnwritten) {
		text := queries.Text{
			SV: "Uppgifterna visas inte, eftersom åtkomstloggen inte kan skrivas just nu. Försök igen om en stund, och säg till den som sköter Framsyn om det inte hjälper.",
			EN: "The data are not shown, since the access log cannot be written now. Try again in a while, and tell whoever looks after Framsyn if that does not help.",
		}
		return report{Code: "not_logged", Text: text.In(language), Class: store.Ours, status: backend.StatusInternal, source: backend.ErrorSourceDownstream}
	}
	failed := store.Classify(err)
	if name != "" && failed.Class == store.Yours && failed.Code != 457 && failed.Code != 456 {
		failed = &store.Error{Class: store.Ours, Code: failed.Code, Name: name, Err: failed.Err}
	}
	return report{Code: failed.Label(), Text: failed.Text(language), Class: failed.Class, status: failed.Status(), source: failed.Source()}
}

func refusalStatus(reason identity.Reason) backend.Status {
	switch reason {
	case identity.NoKeys:
		return backend.StatusBadGateway
	case identity.NoToken, identity.BadToken, identity.ExpiredToken, identity.OtherPerson:
		return backend.StatusUnauthorized
	case identity.NoRole, identity.NoServices, identity.NoAreas:
	}
	return backend.StatusForbidden
}

// textsOf joins the messages of faults in a query; empty where there are none.
func textsOf(err error, language string) string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		text := ""
		for _, one := range joined.Unwrap() {
			if part := textsOf(one, language); part != "" {
				if text != "" {
					text += "\n"
				}
				text += part
			}
		}
		return text
	}
	if wrong, ok := errors.AsType[*fault](err); ok {
		return wrong.Text.In(language)
	}
	if wrong, ok := errors.AsType[*macros.Error](err); ok {
		return wrong.In(language)
	}
	return ""
}

// failure is the answer to a query that failed.
func failure(err error, language, name string) backend.DataResponse {
	r := reportOf(err, language, name)
	return backend.DataResponse{Error: errors.New(r.Text), Status: r.status, ErrorSource: r.source}
}
