package reveal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/identity"
)

// Outcome says what came of one person.
type Outcome string

// The outcomes.
const (
	Shown     Outcome = "shown"
	Protected Outcome = "protected"   // protected identity, which the role may not see
	NotYours  Outcome = "not_yours"   // of another area, or not known at all
	NoNumber  Outcome = "no_identity" // the vault has no row, as after a deletion
)

// Person is the answer for one client.
type Person struct {
	ClientID    uint64
	Outcome     Outcome
	IsProtected bool // protected identity; only told where it is shown
	Number      string
}

// Masked is the number without its last four places.
func (p Person) Masked() string {
	if len(p.Number) < 8 {
		return ""
	}
	return p.Number[:8] + "-••••"
}

// Written is the number as people write it, YYYYMMDD-NNNN.
func (p Person) Written() string {
	if len(p.Number) < 8 {
		return ""
	}
	return p.Number[:8] + "-" + p.Number[8:]
}

// Revealer shows identities.
type Revealer struct {
	Options
	// Conn may read vault.identities, core.clients, core.purposes, mart.candidates and
	// stg.person_events with what they read, and add to ops.access_log.
	Conn driver.Conn
	// Key opens the vault.
	Key identity.Key
	Now func() time.Time
}

// Show answers for each client in the order of their ids. The error is a [*Fault]
// where the request is wrong or nobody of it may be shown for reasons of role.
func (r *Revealer) Show(ctx context.Context, who Asker, request Request) ([]Person, error) {
	if err := r.check(who, &request); err != nil {
		return nil, err
	}
	if err := checkPurpose(ctx, r.Conn, request.Purpose); err != nil {
		return nil, err
	}
	found, err := find(ctx, r.Conn, request.Clients)
	if err != nil {
		return nil, err
	}
	for i := range found {
		found[i].outcome = r.decide(who, found[i])
	}
	if err := r.log(ctx, who, request, found); err != nil {
		return nil, fmt.Errorf("nothing is shown, since the access log cannot be written: %w", err)
	}
	return r.open(found)
}

// decide says what comes of a person.
func (r *Revealer) decide(who Asker, c candidate) Outcome {
	switch {
	case !c.isKnown, !who.sees(c):
		return NotYours
	case c.isProtected && !r.seesProtected(who.Role):
		return Protected
	case c.sealed == "":
		return NoNumber
	}
	return Shown
}

// sees tells whether a client is of the asker's areas or of a unit below one.
func (a Asker) sees(c candidate) bool {
	return a.AllAreas || slices.Contains(a.Areas, c.area) || c.above != "" && slices.Contains(a.Areas, c.above)
}

// open decrypts those who may be shown.
func (r *Revealer) open(found []candidate) ([]Person, error) {
	vault, err := identity.NewVault(r.Key)
	if err != nil {
		return nil, err
	}
	persons := make([]Person, len(found))
	for i, c := range found {
		persons[i] = Person{ClientID: c.id, Outcome: c.outcome}
		if c.outcome != Shown {
			continue
		}
		number, err := vault.Open([]byte(c.sealed), c.id)
		if err != nil {
			return nil, errors.Join(err, fmt.Errorf("the row was made with the key %s, the key here is %s", c.keyID, vault.KeyID))
		}
		persons[i].Number, persons[i].IsProtected = string(number), c.isProtected
	}
	return persons, nil
}
