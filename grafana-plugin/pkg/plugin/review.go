package plugin

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/reveal"
)

// markReview writes down what the control of a finding or a sample of the access log
// came to.
func (i *Instance) markReview(c call) (any, error) {
	if err := must(c.who, reviewAccess); err != nil {
		return nil, err
	}
	var body struct {
		ID      string `json:"id"` // of the finding, or of the access
		Verdict string `json:"verdict"`
		Note    string `json:"note"`
	}
	if err := readBody(c, &body); err != nil {
		return nil, err
	}
	read, err := i.store.Reader(c.who.Account)
	if err != nil {
		return nil, err
	}
	write, err := i.store.Writer()
	if err != nil {
		return nil, err
	}
	mark := audit.Mark{Subject: body.ID, Verdict: body.Verdict, Note: body.Note, By: c.who.Login}
	// A deadline would be a setting, which an account that only reads may not set.
	err = audit.AddMark(context.WithoutCancel(c.Context()), read, write, mark, i.now())
	if errors.Is(err, audit.ErrMark) {
		return nil, &fault{Text: queries.Text{SV: "Kontrollen kan inte skrivas in: " + err.Error(), EN: err.Error()}}
	}
	return map[string]string{"id": body.ID, "verdict": body.Verdict}, err
}

// noteExtract tells the access log of whom a client's extract is, and why, before it
// is read. Without a client it is empty, and no extract. Whatever runs a plan calls it.
func noteExtract(ctx context.Context, p plan, why string) error {
	if p.seen == "" {
		return nil
	}
	client, err := strconv.ParseUint(p.seen, 10, 64)
	if err != nil || client == 0 {
		return &fault{Text: queries.Text{SV: "Det är ingen pseudonym: en sådan är bara siffror.", EN: "That is no pseudonym: one is digits only."}}
	}
	why = strings.TrimSpace(why)
	switch masked, n := identity.Mask(why); {
	case len([]rune(why)) < reveal.MinWhy:
		return &fault{Text: queries.Text{
			SV: fmt.Sprintf("Skriv varför loggutdraget görs, med minst %d tecken: skälet sparas.", reveal.MinWhy),
			EN: fmt.Sprintf("Write why the extract is made, in at least %d characters: the reason is kept.", reveal.MinWhy),
		}}
	case n > 0 || masked != why:
		return &fault{Text: queries.Text{SV: "Skälet får inte innehålla personnummer.", EN: "The reason must not hold identity numbers."}}
	}
	audit.From(ctx).Extract(client, why)
	return nil
}
