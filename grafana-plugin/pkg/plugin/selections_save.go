package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/selections"
)

// saveSelectionRoute saves a selection, new or as a new version, for all in the
// municipality who may open the page.
func (i *Instance) saveSelectionRoute(c call) (any, error) {
	if err := must(c.who, saveSelections); err != nil {
		return nil, err
	}
	var body toSave
	if err := readBody(c, &body); err != nil {
		return nil, err
	}
	expires, err := body.validate()
	if err != nil {
		return nil, err
	}
	condition, text, err := i.toSaveAs(c, body.Filter)
	if err != nil {
		return nil, err
	}
	seen, err := i.savedSelections(c.Context(), c.who)
	if err != nil {
		return nil, err
	}
	taken, err := i.allSelections(c.Context())
	if err != nil {
		return nil, err
	}
	id, err := idFor(body, seen, taken)
	if err != nil {
		return nil, err
	}
	return i.write(c, selections.Selection{
		ID: id, Name: strings.TrimSpace(body.Name), Theme: body.Theme, Goal: body.Goal, Description: body.Description, Steps: body.Steps, Why: body.Why,
		Purpose: body.Purpose, Author: c.who.Login, Created: i.now().UTC().Truncate(24 * time.Hour), Expires: &expires, Filter: condition, FilterJSON: text,
	})
}

// toSaveAs checks a filter and gives its condition and its JSON.
func (i *Instance) toSaveAs(c call, given json.RawMessage) (condition, text string, err error) {
	filter, err := selections.ReadFilter(given)
	if err != nil {
		return "", "", filterFault(err)
	}
	if condition, err = i.checked(c.Context(), c.who, filter); err != nil {
		return "", "", err
	}
	written, err := json.Marshal(filter)
	return condition, string(written), err
}

// write saves a selection, and who is in it from the beginning.
func (i *Instance) write(c call, s selections.Selection) (any, error) {
	writer, err := i.store.Writer()
	if errors.Is(err, store.ErrNoWriter) {
		return nil, &fault{Text: queries.Text{
			SV: "Urval går inte att spara: den som sköter Framsyn ställer in writer i datakällan.",
			EN: "Selections cannot be saved: whoever looks after Framsyn sets writer in the data source.",
		}}
	}
	if err != nil {
		return nil, err
	}
	read, err := i.store.Reader(c.who.Account)
	if err != nil {
		return nil, err
	}
	saved, err := selections.Save(c.Context(), writer, read, s)
	if err != nil {
		return nil, selectionFault(err)
	}
	i.follow(c.Context(), saved)
	return i.savedAs(saved), nil
}

// follow writes who is in a selection that was just saved, so that the page can tell.
// It asks as the analyst, who sees all areas. Where that fails the selections job does
// it in the night.
func (i *Instance) follow(ctx context.Context, saved selections.Selection) {
	err := func() error {
		writer, err := i.store.Writer()
		if err != nil {
			return err
		}
		read, err := i.store.Reader(queries.Analyst)
		if err != nil {
			return err
		}
		_, err = selections.Follow(ctx, writer, read, saved, i.now())
		return err
	}()
	if err != nil {
		backend.Logger.FromContext(ctx).Warn("a selection was saved and not followed", "selection", saved.ID, "error", err)
	}
}

// allSelections are those that the caller does not see as well: a new one must not
// take the id of one of them.
func (i *Instance) allSelections(ctx context.Context) ([]selections.Selection, error) {
	writer, err := i.store.Writer()
	if errors.Is(err, store.ErrNoWriter) {
		return nil, nil // nothing will be saved
	}
	if err != nil {
		return nil, err
	}
	return selections.All(ctx, writer)
}

// idFor is the id of the selection that gets a new version, which the caller must
// see, or one made of the name that nobody has.
func idFor(body toSave, seen, taken []selections.Selection) (string, error) {
	place := func(all []selections.Selection, id string) int {
		return slices.IndexFunc(all, func(s selections.Selection) bool { return s.ID == id })
	}
	if body.ID != "" {
		switch place := place(seen, body.ID); {
		case place < 0:
			return "", &fault{Text: queries.Text{SV: "Det finns inget sparat urval " + body.ID + ".", EN: "There is no saved selection " + body.ID + "."}}
		case seen[place].Author == authorOfExamples:
			return "", &fault{Text: queries.Text{SV: "Exemplen ändras inte: spara som ett nytt urval.", EN: "The examples are not changed: save as a new selection."}}
		}
		return body.ID, nil
	}
	id := idOf(body.Name, "urval")
	for n := 2; place(taken, id) >= 0; n++ {
		id = fmt.Sprintf("%s_%d", idOf(body.Name, "urval"), n)
	}
	return id, nil
}
