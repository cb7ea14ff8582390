package reveal

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
)

// Options are the rules that a municipality may set.
type Options struct {
	// ActingRoles are the roles that may see identities; [queries.Manager] if nil.
	ActingRoles []queries.Role
	// ProtectedRoles are the roles that may see protected identities, too; nobody if nil.
	ProtectedRoles []queries.Role
	// MaxPersons is the most persons at once; DefaultMaxPersons if 0.
	MaxPersons int
}

// Limits that were chosen: a hundred is the largest group that the team of a unit
// plans for in one go, ten characters are a word or two.
const (
	DefaultMaxPersons = 100
	MinWhy            = 10  // characters of the reason
	MaxWhy            = 500 // characters of the reason
)

// MostAtOnce is the most persons that may be asked for at once.
func (o Options) MostAtOnce() int {
	if o.MaxPersons > 0 {
		return o.MaxPersons
	}
	return DefaultMaxPersons
}

// Acts says whether a role may see identities at all.
func (o Options) Acts(role queries.Role) bool {
	acting := o.ActingRoles
	if acting == nil {
		acting = []queries.Role{queries.Manager}
	}
	return slices.Contains(acting, role) || o.seesProtected(role)
}

func (o Options) seesProtected(role queries.Role) bool {
	return slices.Contains(o.ProtectedRoles, role)
}

// Asker is who asks, verified by the caller.
type Asker struct {
	Login    string
	Role     queries.Role
	Areas    []string // areas seen, with the units below them; no meaning with AllAreas
	AllAreas bool
	Account  queries.Role // of the database, for the log; empty where none is asked
	Address  string       // address or machine, as far as it is known
	Page     string       // page or command
}

// Request is what is asked for.
type Request struct {
	Clients []uint64
	Purpose string // code of core.purposes
	Why     string // in words
}

// Fault is a request that is wrong or not allowed.
type Fault struct {
	Text   queries.Text
	Access bool // it is not allowed, rather than wrong
}

// Error gives the message in English.
func (f *Fault) Error() string { return f.Text.EN }

func wrong(sv, en string, arguments ...any) *Fault {
	return &Fault{Text: queries.Text{SV: fmt.Sprintf(sv, arguments...), EN: fmt.Sprintf(en, arguments...)}}
}

// check finds what is wrong without asking the database.
func (o Options) check(who Asker, r *Request) error {
	r.Why = strings.Join(strings.Fields(r.Why), " ")
	length := utf8.RuneCountInString(r.Why)
	slices.Sort(r.Clients)
	r.Clients = slices.Compact(r.Clients)
	switch {
	case !o.Acts(who.Role):
		return &Fault{Access: true, Text: queries.Text{
			SV: "Din roll arbetar inte direkt med brukare och får inte se vem någon är.",
			EN: "Your role does not act with clients and may not see who somebody is.",
		}}
	case who.Login == "":
		return &Fault{Access: true, Text: queries.Text{SV: "Det är inte känt vem som frågar.", EN: "It is not known who asks."}}
	case len(r.Clients) == 0:
		return wrong("Välj minst en brukare.", "Choose at least one client.")
	case len(r.Clients) > o.MostAtOnce():
		return wrong("Det är %d personer, och högst %d kan visas åt gången: välj färre.", "There are %d persons, and at most %d can be shown at once: choose fewer.",
			len(r.Clients), o.MostAtOnce())
	case r.Purpose == "":
		return wrong("Välj ett ändamål.", "Choose a purpose.")
	case length < MinWhy:
		return wrong("Skriv varför, med minst %d tecken.", "Write why, in at least %d characters.", MinWhy)
	case length > MaxWhy:
		return wrong("Skriv varför med högst %d tecken.", "Write why in at most %d characters.", MaxWhy)
	}
	if _, n := identity.Mask(r.Why); n > 0 {
		return wrong("Skriv inte personnummer i texten: den sparas i åtkomstloggen.", "Do not write identity numbers in the text: it is kept in the access log.")
	}
	return nil
}
