package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/grafana-plugin/pkg/store"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/selections"
)

// chosenBy is a filter in a request: the choices themselves, or the name of a saved
// selection.
type chosenBy struct {
	Filter      json.RawMessage `json:"filter"`
	SelectionID string          `json:"selection_id"`
}

// clientsScope limits to the clients whom somebody may see.
func clientsScope(who identity.Identity) string {
	if who.AllAreas {
		return "1"
	}
	return selections.InAreas(who.Areas)
}

// condition is what the choices of a request mean, checked. A saved selection of which
// the purpose has expired cannot be asked for.
func (i *Instance) condition(ctx context.Context, who identity.Identity, asked chosenBy) (string, error) {
	if asked.SelectionID != "" {
		saved, err := i.findSelection(ctx, who, asked.SelectionID)
		if err != nil {
			return "", err
		}
		if err := saved.Usable(i.now()); err != nil {
			return "", &fault{Text: queries.Text{
				SV: "Urvalet " + saved.Name + " får inte användas längre: dess dag har gått ut. Spara en ny version om ändamålet gäller än.",
				EN: "The selection " + saved.Name + " may not be used any more: it has expired. Save a new version if its purpose still holds.",
			}}
		}
		filter := filterOf(saved)
		return i.checked(ctx, who, filter)
	}
	filter, err := selections.ReadFilter(asked.Filter)
	if err != nil {
		return "", filterFault(err)
	}
	return i.checked(ctx, who, filter)
}

// checked compiles a filter. SQL in it must be a condition and nothing more, and
// written by somebody who may, or part of a saved selection.
func (i *Instance) checked(ctx context.Context, who identity.Identity, filter selections.Filter) (string, error) {
	if strings.TrimSpace(filter.SQL) == "" {
		return filter.Condition(), nil
	}
	if !who.RawSQL {
		isSaved, err := i.isSavedSQL(ctx, who, filter.SQL)
		if err != nil {
			return "", err
		}
		if !isSaved {
			return "", &fault{access: true, Text: queries.Text{
				SV: "Din roll får inte skriva egna villkor i SQL, bara använda dem som ingår i sparade urval.",
				EN: "Your role may not write conditions in SQL, only use those of saved selections.",
			}}
		}
	}
	read, err := i.store.Reader(who.Account)
	if err != nil {
		return "", err
	}
	if err := selections.CheckCondition(ctx, read, filter.SQL); err != nil {
		return "", selectionFault(err)
	}
	return filter.Condition(), nil
}

// isSavedSQL tells whether a condition in SQL is that of a saved selection.
func (i *Instance) isSavedSQL(ctx context.Context, who identity.Identity, text string) (bool, error) {
	all, err := i.savedSelections(ctx, who)
	if err != nil {
		return false, err
	}
	for _, saved := range all {
		if filterOf(saved).SQL == text {
			return true, nil
		}
	}
	return false, nil
}

// filterOf is what was chosen for a saved selection; one written in SQL is its
// condition.
func filterOf(saved selections.Selection) selections.Filter {
	if saved.FilterJSON != "" {
		if filter, err := selections.ReadFilter([]byte(saved.FilterJSON)); err == nil && filter.Condition() == saved.Filter {
			return filter
		}
	}
	return selections.Filter{SQL: saved.Filter}
}

func (i *Instance) savedSelections(ctx context.Context, who identity.Identity) ([]selections.Selection, error) {
	read, err := i.store.Reader(who.Account)
	if err != nil {
		return nil, err
	}
	return selections.All(ctx, read)
}

func (i *Instance) findSelection(ctx context.Context, who identity.Identity, id string) (selections.Selection, error) {
	all, err := i.savedSelections(ctx, who)
	if err != nil {
		return selections.Selection{}, err
	}
	for _, saved := range all {
		if saved.ID == id {
			return saved, nil
		}
	}
	return selections.Selection{}, &fault{Text: queries.Text{SV: "Det finns inget sparat urval " + id + ".", EN: "There is no saved selection " + id + "."}}
}

// filterFault words what is wrong with a filter, all of it.
func filterFault(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		faults := make([]error, 0, len(joined.Unwrap()))
		for _, one := range joined.Unwrap() {
			faults = append(faults, filterFault(one))
		}
		return errors.Join(faults...)
	}
	if wrong, ok := errors.AsType[*selections.FilterError](err); ok {
		return &fault{Text: wrong.Text}
	}
	return err
}

// selectionFault words what is wrong with a condition or a selection. Its details are
// the engine's, in English.
func selectionFault(err error) error {
	if wrong, ok := errors.AsType[selections.Fault](err); ok {
		return &fault{Text: queries.Text{SV: "Det går inte att använda: " + wrong.Error(), EN: "It cannot be used: " + wrong.Error()}}
	}
	return err
}

// rowsOf runs a statement as somebody and calls read for each row.
func (i *Instance) eachRow(c call, name, statement string, parameters map[string]string, read func(rows driver.Rows) error) error {
	origin := originOf(c.who, c.Header.Get)
	origin.Query = name
	query := store.Query{SQL: statement, Account: c.who.Account, Origin: origin, Parameters: parameters}
	_, err := i.store.Run(c.Context(), query, func(rows driver.Rows) error {
		for rows.Next() {
			if err := read(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return err
}

// dayText writes a day as JSON has it; nil stays.
func dayText(day *time.Time) *string {
	if day == nil {
		return nil
	}
	text := day.Format(time.DateOnly)
	return &text
}
