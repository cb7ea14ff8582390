package approval

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/identity"
)

// Why a person's decision is not taken.
var (
	// ErrNoReason says that no reason is given.
	ErrNoReason = errors.New("a decision needs a reason in words, which is kept")
	// ErrIdentity says that the reason holds an identity number.
	ErrIdentity = errors.New("the reason must not hold identity numbers")
	// ErrNobody says that it is not told who decides, or told as [Automatic].
	ErrNobody = errors.New("a decision needs the name of a person")
	// ErrAudit says that the audit of the run has failed, and that it was not said that it
	// is to be approved in spite of that.
	ErrAudit = errors.New("the bias audit of the run has failed")
)

// Ask is what a person decides on runs.
type Ask struct {
	Approve      bool // else it rejects
	DespiteAudit bool // approves what has failed the bias audit too
	By, Why      string
}

// Validate tests what is so whichever the runs are: [ErrNoReason], [ErrIdentity] or
// [ErrNobody].
func (a Ask) Validate() error {
	why, by := strings.TrimSpace(a.Why), strings.TrimSpace(a.By)
	switch masked, n := identity.Mask(why); {
	case by == "" || by == Automatic:
		return ErrNobody
	case why == "":
		return ErrNoReason
	case n > 0 || masked != why:
		return ErrIdentity
	}
	return nil
}

// Judge tests whether a run may be decided on so: [ErrAudit] where its audit says no.
func (a Ask) Judge(s State) error {
	if a.Approve && s.Failed > 0 && !a.DespiteAudit {
		return ErrAudit
	}
	return nil
}

// Decide appends the decision on a run, if it may be made.
func (a Ask) Decide(ctx context.Context, conn driver.Conn, s State, at time.Time) (Decision, error) {
	d := Decision{Run: s.Run, Decision: Rejected, By: strings.TrimSpace(a.By), Why: strings.TrimSpace(a.Why), Failed: s.Failed, At: at}
	if a.Approve {
		d.Decision = Approved
	}
	if err := errors.Join(a.Validate(), a.Judge(s)); err != nil {
		return d, err
	}
	return d, Write(ctx, conn, d)
}
