package plugin

import (
	"errors"
	"net"
	"strconv"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/audit"
	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/reveal"
)

// Vault is what showing identities takes.
type Vault struct {
	// Connect connects as the database user that may read the vault and add to the access log.
	Connect func() (driver.Conn, error)
	// KeyFile is the path of the vault's key. It is read at each request, so that a
	// rotated key counts at once and none stays in memory.
	KeyFile string
	Rules   reveal.Options
}

// secondsShown is how long a page shows an identity before it hides it again.
const secondsShown = 60

// revealer is how identities are shown; a fault where they cannot be.
func (i *Instance) revealer(c call) (*reveal.Revealer, error) {
	if i.vault == nil {
		return nil, &fault{Text: queries.Text{
			SV: "Identiteter kan inte visas här: det är inte inställt var nyckeln till dem finns (vault.keyFile).",
			EN: "Identities cannot be shown here: where their key is has not been set (vault.keyFile).",
		}}
	}
	if !i.vault.Rules.Acts(c.who.Role) { // before the key is read
		return nil, &fault{access: true, Text: queries.Text{
			SV: "Din roll arbetar inte direkt med brukare och får inte se vem någon är.",
			EN: "Your role does not act with clients and may not see who somebody is.",
		}}
	}
	key, err := identity.ReadKey(i.vault.KeyFile, identity.PurposeVault)
	if err != nil {
		return nil, err
	}
	conn, err := i.vault.Connect()
	if err != nil {
		return nil, err
	}
	return &reveal.Revealer{Options: i.vault.Rules, Conn: conn, Key: key, Now: i.now}, nil
}

// identityPurposes gives what the dialog before an identity asks for.
func (i *Instance) identityPurposes(c call) (any, error) {
	r, err := i.revealer(c)
	if err != nil {
		return nil, err
	}
	purposes, err := reveal.Purposes(c.Context(), r.Conn)
	if err != nil {
		return nil, err
	}
	return map[string]any{"purposes": purposes, "maxPersons": r.MostAtOnce(), "minWhy": reveal.MinWhy, "maxWhy": reveal.MaxWhy, "seconds": secondsShown}, nil
}

// shownPerson is a person as a page gets him or her; ids are texts, since numbers
// of JavaScript cannot hold them.
type shownPerson struct {
	ClientID    string         `json:"clientId"`
	Outcome     reveal.Outcome `json:"outcome"`
	Number      string         `json:"number,omitempty"`
	IsProtected bool           `json:"isProtected,omitempty"`
}

// identities shows who clients are, after the access log has been written.
func (i *Instance) identities(c call) (any, error) {
	r, err := i.revealer(c)
	if err != nil {
		return nil, err
	}
	var body struct {
		Clients            []string
		Purpose, Why, Page string
	}
	if err := readBody(c, &body); err != nil {
		return nil, err
	}
	request := reveal.Request{Purpose: body.Purpose, Why: body.Why}
	for _, text := range body.Clients {
		id, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return nil, &fault{Text: queries.Text{SV: "En av brukarna är ingen pseudonym.", EN: "One of the clients is no pseudonym."}}
		}
		request.Clients = append(request.Clients, id)
	}
	who := reveal.Asker{
		Login: c.who.Login, Role: c.who.Role, Areas: c.who.Areas, AllAreas: c.who.AllAreas,
		Account: c.who.Account, Address: addressOf(c.Header.Get), Page: told(body.Page),
	}
	if c.who.IsService {
		who.Login = "" // nobody to write down
	}
	persons, err := r.Show(c.Context(), who, request)
	if refused, ok := errors.AsType[*reveal.Fault](err); ok {
		return nil, &fault{Text: refused.Text, access: refused.Access}
	}
	if err != nil {
		return nil, err
	}
	audit.From(c.Context()).Leave() // there is a row for each person
	answer := make([]shownPerson, len(persons))
	for n, p := range persons {
		answer[n] = shownPerson{ClientID: strconv.FormatUint(p.ClientID, 10), Outcome: p.Outcome, Number: p.Written(), IsProtected: p.IsProtected}
	}
	return map[string]any{"persons": answer, "seconds": secondsShown}, nil
}

// addressOf is where a request came from, as far as proxies before Grafana tell it:
// a hint for who reads the log, never a reason to let somebody in.
func addressOf(header func(name string) string) string {
	for _, name := range []string{"X-Forwarded-For", "X-Real-Ip"} {
		first, _, _ := strings.Cut(header(name), ",")
		if ip := net.ParseIP(strings.TrimSpace(first)); ip != nil {
			return ip.String()
		}
	}
	return ""
}

// told is a short text that the page sends for the log, without numbers of persons.
func told(text string) string {
	const most = 100 // characters; chosen
	masked, _ := identity.Mask(text)
	if runes := []rune(masked); len(runes) > most {
		return string(runes[:most])
	}
	return masked
}
