package plugin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/framsyn/framsyn/sql/approval"
	"github.com/framsyn/framsyn/sql/queries"
)

// approvalForm tells who approves runs, the limits or a person, and whether the caller may.
func (i *Instance) approvalForm(c call) (any, error) {
	read, err := i.store.Reader(c.who.Account)
	if err != nil {
		return nil, err
	}
	mode, err := approval.Mode(context.WithoutCancel(c.Context()), read)
	if err != nil {
		return nil, err
	}
	return map[string]any{"mode": mode, "mayDecide": may(c.who, approveModels) && i.settings.Writer != "", "longestWhy": longestReason}, nil
}

// decideRun appends a person's decision on whether a run may be shown: the same, by
// the same rules, as framsyn model approve and reject. What is read of its scores
// follows when the scheduler has seen it.
func (i *Instance) decideRun(c call) (any, error) {
	if err := must(c.who, approveModels); err != nil {
		return nil, err
	}
	var body struct {
		Run          string `json:"run"`
		Decision     string `json:"decision"` // approved or rejected
		DespiteAudit bool   `json:"despiteAudit"`
		Why          string `json:"why"`
	}
	if err := readBody(c, &body); err != nil {
		return nil, err
	}
	if body.Decision != approval.Approved && body.Decision != approval.Rejected {
		return nil, &fault{Text: queries.Text{SV: "Beslutet ska vara approved eller rejected.", EN: "The decision is approved or rejected."}}
	}
	if len([]rune(body.Why)) > longestReason {
		return nil, &fault{Text: queries.Text{
			SV: fmt.Sprintf("Skälet är för långt: högst %d tecken.", longestReason), EN: fmt.Sprintf("The reason is too long: at most %d characters.", longestReason),
		}}
	}
	ask := approval.Ask{Approve: body.Decision == approval.Approved, DespiteAudit: body.DespiteAudit, By: c.who.Login, Why: body.Why}
	if err := ask.Validate(); err != nil { // before anything is read
		return nil, decisionFault(err)
	}
	state, err := i.runState(c, body.Run)
	if err != nil {
		return nil, err
	}
	write, err := i.store.Writer()
	if err != nil {
		return nil, err
	}
	decided, err := ask.Decide(context.WithoutCancel(c.Context()), write, state, i.now())
	if err != nil {
		return nil, decisionFault(err)
	}
	return map[string]string{"run": body.Run, "decision": decided.Decision}, nil
}

// runState is where a run stands, as the caller sees it.
func (i *Instance) runState(c call, run string) (approval.State, error) {
	read, err := i.store.Reader(c.who.Account)
	if err != nil {
		return approval.State{}, err
	}
	// A deadline would be a setting, which an account that only reads may not set.
	states, err := approval.States(context.WithoutCancel(c.Context()), read)
	if err != nil {
		return approval.State{}, err
	}
	at := slices.IndexFunc(states, func(s approval.State) bool { return fmt.Sprint(s.Run) == strings.TrimSpace(run) })
	if at < 0 {
		return approval.State{}, &fault{Text: queries.Text{SV: "Det finns ingen sådan körning.", EN: "There is no such run."}}
	}
	return states[at], nil
}

// decisionFault words why a decision is not taken.
func decisionFault(err error) error {
	for reason, text := range map[error]queries.Text{
		approval.ErrNoReason: {SV: "Skriv skälet till beslutet: det sparas.", EN: "Write the reason for the decision: it is kept."},
		approval.ErrIdentity: {SV: "Skälet får inte innehålla personnummer.", EN: "The reason must not hold identity numbers."},
		approval.ErrNobody:   {SV: "Det går inte att se vem som beslutar.", EN: "It cannot be seen who decides."},
		approval.ErrAudit: {
			SV: "Granskningen av snedhet har underkänt körningen. Läs kortet, och säg att den godkänns trots det.",
			EN: "The bias audit has failed the run. Read its card, and say that it is approved in spite of that.",
		},
	} {
		if errors.Is(err, reason) {
			return &fault{Text: text}
		}
	}
	return err
}
