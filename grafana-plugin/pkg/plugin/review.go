package plugin

import (
	"context"
	"errors"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/queries"
)

// markReview writes down what the control of a finding or a sample of the access log
// came to.
func (i *Instance) markReview(c call) (any, error) {
	if !may(c.who, reviewAccess) {
		return nil, refuse("Rollen %s granskar inte åtkomstloggen: det gör dataskyddsombudet.", "The role %s does not review the access log: the data protection officer does.", c.who.Role)
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
