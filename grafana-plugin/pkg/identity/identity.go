package identity

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/queries"
)

// Identity is a caller whose name has been verified.
type Identity struct {
	Login     string       `json:"login"` // "service" for a caller without a person
	Name      string       `json:"name"`
	OrgRole   string       `json:"orgRole"` // Viewer, Editor or Admin in Grafana; empty for services
	Role      queries.Role `json:"role"`
	Account   queries.Role `json:"-"`        // name in the settings of how the database is asked for him
	Areas     []string     `json:"areas"`    // areas seen, the empty one for clients without; no meaning with AllAreas
	AllAreas  bool         `json:"allAreas"` // sees all areas
	RawSQL    bool         `json:"rawSql"`   // may write SQL of his own
	IsService bool         `json:"isService"`
}

// Resolver tells who asks.
type Resolver interface {
	// Resolve fails with an *Error when in doubt.
	Resolve(ctx context.Context, plugin backend.PluginContext, headers http.Header) (Identity, error)
}

// Reason says why somebody is refused.
type Reason string

// The reasons.
const (
	NoToken      Reason = "no_token"      // a person without a signed token
	BadToken     Reason = "bad_token"     // forged, foreign, malformed or of another kind
	ExpiredToken Reason = "expired_token" // not valid at this time
	NoKeys       Reason = "no_keys"       // Grafana's keys could not be had
	NoRole       Reason = "no_role"       // verified, but nobody has given a role
	NoServices   Reason = "no_services"   // services are not let in
	OtherPerson  Reason = "other_person"  // the token is not of the person that Grafana names
	NoAreas      Reason = "no_areas"      // the role needs areas, and there are none
)

// Error is a refusal.
type Error struct {
	Reason  Reason
	Login   string // where it is known
	Contact string // whom to ask; empty where not set
	Err     error  // what lies behind; nil for none
}

// Error says what is wrong and what to do.
func (e *Error) Error() string { return e.Text("en") }

// Unwrap returns what lies behind.
func (e *Error) Unwrap() error { return e.Err }

// Text is the message in a language, sv or en.
func (e *Error) Text(language string) string {
	texts := map[Reason]queries.Text{
		NoToken:      {SV: "Grafana skickade ingen signerad identitet (X-Grafana-Id).", EN: "Grafana sent no signed identity (X-Grafana-Id)."},
		BadToken:     {SV: "Den signerade identiteten kunde inte verifieras.", EN: "The signed identity could not be verified."},
		ExpiredToken: {SV: "Den signerade identiteten gäller inte just nu: läs in sidan igen, och kontrollera serverns klocka.", EN: "The signed identity is not valid now: reload the page, and check the server's clock."},
		NoKeys:       {SV: "Grafanas nycklar kunde inte hämtas: kontrollera identity.grafanaUrl i datakällans inställningar.", EN: "Grafana's keys could not be fetched: check identity.grafanaUrl in the data source's settings."},
		NoRole:       {SV: "Du är inloggad men har ingen behörighet i Framsyn.", EN: "You are signed in but have no role in Framsyn."},
		NoServices:   {SV: "Frågor utan inloggad person, som larmregler, är inte tillåtna: sätt serviceRole i datakällans inställningar.", EN: "Queries without a signed-in person, such as alert rules, are not allowed: set serviceRole in the data source's settings."},
		OtherPerson:  {SV: "Den signerade identiteten tillhör någon annan än den som frågar.", EN: "The signed identity belongs to somebody else than the one who asks."},
		NoAreas:      {SV: "Din roll ser vissa områden, men inget är angivet för dig.", EN: "Your role sees some areas, but none has been set for you."},
	}
	text := texts[e.Reason].In(language)
	if e.Contact != "" {
		text += fmt.Sprintf(queries.Text{SV: " Kontakta %s.", EN: " Contact %s."}.In(language), e.Contact)
	}
	return text
}

// IsRefusal tells whether an error is a refusal, and returns it.
func IsRefusal(err error) (*Error, bool) { return errors.AsType[*Error](err) }

// claims is who somebody is, as a verified token says.
type claims struct {
	login   string
	name    string
	orgRole string
	groups  []string
	// isUnnamed says that the token has no login, and that the login is its subject, such as service-account:3: not every Grafana
	// names service accounts.
	isUnnamed bool
}

// granted gives a verified person a role.
func granted(s *settings.Settings, who claims) (Identity, error) {
	account, ok := accountOf(s, who)
	if !ok {
		return Identity{}, &Error{Reason: NoRole, Login: who.login, Contact: s.Contact}
	}
	identity, err := withRole(s, Identity{Login: who.login, Name: who.name, OrgRole: who.orgRole}, account)
	if err != nil {
		return Identity{}, err
	}
	if !identity.AllAreas && len(identity.Areas) == 0 {
		identity.Areas = areasOf(s.Areas[who.login])
		if len(identity.Areas) == 0 {
			return Identity{}, &Error{Reason: NoAreas, Login: who.login, Contact: s.Contact}
		}
	}
	return identity, nil
}

// service is the identity of a caller without a person.
func service(s *settings.Settings) (Identity, error) {
	if s.ServiceRole == "" {
		return Identity{}, &Error{Reason: NoServices, Contact: s.Contact}
	}
	return withRole(s, Identity{Login: "service", Name: "service", IsService: true}, s.ServiceRole)
}

func withRole(s *settings.Settings, identity Identity, account settings.Account) (Identity, error) {
	entry, ok := s.Roles[account]
	if !ok {
		return Identity{}, &Error{Reason: NoRole, Login: identity.Login, Contact: s.Contact}
	}
	identity.Role, identity.Account, identity.RawSQL, identity.AllAreas = entry.Role, account, entry.RawSQL, entry.AllAreas
	if !entry.AllAreas {
		identity.Areas = areasOf(entry.Areas)
	}
	return identity, nil
}

// areasOf are areas as tables have them, where clients without an area have the
// empty one.
func areasOf(set []string) []string {
	areas := slices.Clone(set)
	for n, area := range areas {
		if area == access.NoArea {
			areas[n] = ""
		}
	}
	return areas
}

// accountOf looks for login, group and role in the organisation, in this order. Of
// several groups the first with an account counts, in the token's order.
func accountOf(s *settings.Settings, who claims) (settings.Account, bool) {
	if account, ok := s.Mapping.Logins[who.login]; ok {
		return account, true
	}
	for _, group := range who.groups {
		if account, ok := s.Mapping.Groups[group]; ok {
			return account, true
		}
	}
	account, ok := s.Mapping.OrgRoles[who.orgRole]
	return account, ok
}
