package identity

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/settings"
)

// Grafana tells who asks by Grafana's signed id token. It is safe for use by
// several goroutines.
type Grafana struct {
	settings *settings.Settings
	keys     *keySet
	now      func() time.Time
}

// NewGrafana returns a resolver. client fetches the keys; now is the clock.
func NewGrafana(s *settings.Settings, client *http.Client, now func() time.Time) *Grafana {
	maxAge := time.Duration(s.Identity.KeysMaxAgeSeconds) * time.Second
	return &Grafana{
		settings: s,
		keys:     &keySet{url: s.Identity.KeysAddress(), maxAge: maxAge, client: client, now: now},
		now:      now,
	}
}

var _ Resolver = (*Grafana)(nil)

// CheckKeys tells whether Grafana's keys can be had.
func (g *Grafana) CheckKeys(ctx context.Context) error {
	keys, err := g.keys.fetch(ctx)
	if err == nil && len(keys) == 0 {
		err = errors.New("there is none")
	}
	return err
}

// tokenClaims is what Grafana writes besides the registered claims.
type tokenClaims struct {
	Type        string   `json:"type"` // user, service-account, anonymous, …
	Identifier  string   `json:"identifier"`
	Namespace   string   `json:"namespace"` // org-1, default or stacks-…
	Username    string   `json:"username"`
	DisplayName string   `json:"displayName"`
	Email       string   `json:"email"`
	Role        string   `json:"role"`
	Groups      []string `json:"groups"`
}

// scheduler is the login by which Grafana evaluates alert rules. It has no token;
// a person of that name would have one, and count as that person.
const scheduler = "grafana_scheduler"

// Resolve implements [Resolver].
func (g *Grafana) Resolve(ctx context.Context, plugin backend.PluginContext, headers http.Header) (Identity, error) {
	token := headers.Get(backend.GrafanaUserSignInTokenHeaderName)
	if token == "" {
		if plugin.User == nil || plugin.User.Login == scheduler {
			return service(g.settings)
		}
		return Identity{}, &Error{Reason: NoToken, Login: plugin.User.Login, Contact: g.settings.Contact}
	}
	who, err := g.verify(ctx, plugin, token)
	if err != nil {
		return Identity{}, err
	}
	if plugin.User != nil && plugin.User.Login != "" && !who.isUnnamed && !strings.EqualFold(plugin.User.Login, who.login) {
		return Identity{}, &Error{Reason: OtherPerson, Login: who.login, Contact: g.settings.Contact}
	}
	if who.orgRole == "" && plugin.User != nil {
		who.orgRole = plugin.User.Role // Grafana says so itself, for the person of the token
	}
	return granted(g.settings, who)
}

// verify returns what a token says, if it is one of Grafana's for this
// organisation and valid now.
func (g *Grafana) verify(ctx context.Context, plugin backend.PluginContext, token string) (claims, error) {
	refuse := func(reason Reason, err error) (claims, error) {
		return claims{}, &Error{Reason: reason, Contact: g.settings.Contact, Err: err}
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return refuse(BadToken, err)
	}
	if len(parsed.Headers) != 1 || parsed.Headers[0].KeyID == "" {
		return refuse(BadToken, errors.New("the token names no key"))
	}
	key, known, err := g.keys.get(ctx, parsed.Headers[0].KeyID)
	if err != nil {
		return refuse(NoKeys, err)
	}
	if !known {
		return refuse(BadToken, fmt.Errorf("the key %q is not one of Grafana's", parsed.Headers[0].KeyID))
	}
	var registered jwt.Claims
	var said tokenClaims
	if err := parsed.Claims(key.Key, &registered, &said); err != nil {
		return refuse(BadToken, err)
	}
	if err := g.validate(plugin, registered, said.Namespace); err != nil {
		if errors.Is(err, jwt.ErrExpired) || errors.Is(err, jwt.ErrNotValidYet) || errors.Is(err, jwt.ErrIssuedInTheFuture) {
			return refuse(ExpiredToken, err)
		}
		return refuse(BadToken, err)
	}
	who := claims{login: said.Username, name: said.DisplayName, orgRole: said.Role, groups: said.Groups}
	switch {
	case said.Type == "user" && who.login != "":
	case said.Type == "service-account" && who.login != "":
	case said.Type == "service-account" && strings.HasPrefix(registered.Subject, "service-account:"):
		who.login, who.isUnnamed = registered.Subject, true
	default:
		return refuse(BadToken, fmt.Errorf("the token is of %q, want a person with a login or a service account", said.Type))
	}
	return who, nil
}

// validate tests issuer, audience, organisation and time. A token without an end
// is refused.
func (g *Grafana) validate(plugin backend.PluginContext, registered jwt.Claims, namespace string) error {
	if registered.Expiry == nil {
		return errors.New("the token has no end")
	}
	if plugin.Namespace != "" && namespace != "" && plugin.Namespace != namespace {
		return fmt.Errorf("the token is for %q, asked is %q", namespace, plugin.Namespace)
	}
	audience := g.settings.Identity.Audience
	if audience == "" {
		audience = audienceOf(plugin)
	}
	expected := jwt.Expected{Issuer: g.settings.Identity.Issuer, AnyAudience: jwt.Audience{audience}, Time: g.now()}
	return registered.ValidateWithLeeway(expected, time.Duration(g.settings.Identity.ClockSkewSeconds)*time.Second)
}

// audienceOf is whom Grafana signs tokens for: org:<number> of the organisation.
// Its namespaces are default for the first and org-<number> for the others.
func audienceOf(plugin backend.PluginContext) string {
	if number, ok := strings.CutPrefix(plugin.Namespace, "org-"); ok {
		return "org:" + number
	}
	if plugin.Namespace == "default" {
		return "org:1"
	}
	return fmt.Sprintf("org:%d", plugin.OrgID) //nolint:staticcheck // not every Grafana from 12.3 on sends a namespace
}
