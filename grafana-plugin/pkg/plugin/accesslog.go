package plugin

import (
	"context"
	"fmt"
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
)

// askerOf is who asks, as the access log has it.
func askerOf(who identity.Identity, address, page string) audit.Asker {
	asker := audit.Asker{Login: who.Login, Role: who.Role, Account: who.Account, Address: address, Page: page}
	if !who.AllAreas {
		asker.Areas = who.Areas
	}
	return asker
}

// readingOf begins the access log's row of a query.
func (i *Instance) readingOf(who identity.Identity, model *Model, origin store.Origin) *audit.Reading {
	surface, page := audit.Page, told(model.Page)
	switch {
	case origin.Rule != "":
		surface, page = audit.Alert, told("alert "+origin.Rule)
	case origin.Dashboard != "":
		surface, page = audit.Panel, told("d/"+origin.Dashboard)
		if origin.Panel != "" {
			page = told("d/" + origin.Dashboard + " panel " + origin.Panel)
		}
	}
	if model.Kind != kindNamed {
		surface = audit.SQL
	}
	return i.log.Follow(audit.Begin(askerOf(who, origin.Address, page), surface, model.known(i.catalogue), i.now(), i.persons))
}

// known is the query of the catalogue that a model names. Other names are not written
// down: they may be anything.
func (m *Model) known(catalogue queries.Catalogue) string {
	if _, ok := catalogue.Get(m.Name); ok && m.Kind == kindNamed {
		return m.Name
	}
	return ""
}

// readingOfCall begins the row of a call of a route.
func (i *Instance) readingOfCall(c call) *audit.Reading {
	return i.log.Follow(audit.Begin(askerOf(c.who, addressOf(c.Header.Get), ""), audit.Page, c.Pattern, i.now(), i.persons))
}

// end writes the row of a reading with what came of it, and returns what did: where
// clients were to be shown and the row cannot be written, they are not.
func (i *Instance) end(ctx context.Context, reading *audit.Reading, err error, name string) error {
	outcome, code := outcomeOf(err, name)
	if unwritten := i.log.End(ctx, reading, outcome, code); err == nil {
		err = unwritten
	}
	return err
}

// outcomeOf is an error in the words of the log.
func outcomeOf(err error, name string) (outcome audit.Outcome, code string) {
	if err == nil {
		return audit.OK, ""
	}
	told := reportOf(err, "en", name)
	switch told.Class {
	case store.Access:
		return audit.Refused, told.Code
	case store.Cancelled:
		return audit.Cancelled, told.Code
	case store.Yours, store.Ours, store.Network, store.Limit:
	}
	return audit.Failed, told.Code
}

// logRefusal writes down somebody who was not let in.
func (i *Instance) logRefusal(ctx context.Context, err error, request string, header func(name string) string) {
	asker := audit.Asker{Address: addressOf(header)}
	if refused, ok := identity.IsRefusal(err); ok {
		asker.Login = told(refused.Login)
	}
	_ = i.end(ctx, audit.Begin(asker, audit.Page, request, i.now(), i.persons), err, "") // it has been refused already
}

// clientOf is the one client whom a named query is about; 0 for none.
func clientOf(query queries.Query, values map[string]any) uint64 {
	if _, ok := query.Parameter("client"); !ok {
		return 0
	}
	id, err := strconv.ParseUint(fmt.Sprint(values["client"]), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// logFault says what is wrong with the access log; empty where nothing is.
func (i *Instance) logFault() string {
	state := i.log.State()
	switch {
	case state.Err != nil:
		return fmt.Sprintf("åtkomstloggen kan inte skrivas: %v. Uppgifter om brukare visas inte förrän den kan det; %d rader väntar, %d har inte fått plats", state.Err, state.Waiting, state.Lost)
	case state.Lost > 0:
		return fmt.Sprintf("åtkomstloggen saknar %d rader om annat än brukare, som det inte fanns plats för när den inte kunde skrivas", state.Lost)
	}
	return ""
}

func warnOfLog(err error, waiting int) {
	backend.Logger.Error("the access log cannot be written: rows about clients are not shown until it can", "waiting", waiting, "error", err)
}
