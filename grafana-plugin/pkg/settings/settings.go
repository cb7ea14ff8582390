package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/framsyn/framsyn/sql/queries"
)

// Settings is what the data source runs with.
type Settings struct {
	Hosts       []string            `json:"hosts"`       // host:port of the native protocol; the next is tried when one does not answer
	Database    string              `json:"database"`    // for names without a database; empty for the user's own
	TLS         TLS                 `json:"tls"`         //
	Pool        Pool                `json:"pool"`        //
	Caps        Caps                `json:"caps"`        //
	Roles       map[Account]Role    `json:"roles"`       // by account: the database user who asks for those who have it
	Mapping     Mapping             `json:"mapping"`     // who has which role
	Areas       map[string][]string `json:"areas"`       // by login: areas of those whose role does not see all, where the account has none of its own
	Writer      string              `json:"writer"`      // database user who writes what the pages save; empty where nothing may be saved
	Vault       Vault               `json:"vault"`       // shows identities; none without a key file
	AccessLog   AccessLog           `json:"accessLog"`   //
	ServiceRole Account             `json:"serviceRole"` // of alert rules and other callers without a person; empty refuses them
	Identity    Identity            `json:"identity"`    //
	Contact     string              `json:"contact"`     // whom to ask for access, shown in messages
	Timezone    string              `json:"timezone"`    // of local days; Europe/Stockholm by default
	Passwords   map[Account]string  `json:"-"`           // by account, from secureJsonData.password_<account>
	WriterPass  string              `json:"-"`           // of Writer, from secureJsonData.password_writer
	Location    *time.Location      `json:"-"`           // of Timezone
}

// TLS says how connections are protected.
type TLS struct {
	Enabled    bool   `json:"enabled"`
	SkipVerify bool   `json:"skipVerify"` // takes any certificate: for tests only
	ServerName string `json:"serverName"` // name in the certificate, where it is not that of the host
	CACert     string `json:"-"`          // PEM, secureJsonData.tlsCaCert; empty for the system's
	ClientCert string `json:"-"`          // PEM, secureJsonData.tlsClientCert; empty for none
	ClientKey  string `json:"-"`          // PEM, secureJsonData.tlsClientKey
}

// Pool bounds the connections of each database user.
type Pool struct {
	MaxOpen             int `json:"maxOpen"`             // connections at once; 8 by default
	MaxIdle             int `json:"maxIdle"`             // connections kept; 4 by default
	MaxLifetimeSeconds  int `json:"maxLifetimeSeconds"`  // of a connection; 3600 by default
	DialTimeoutSeconds  int `json:"dialTimeoutSeconds"`  // to connect, and to wait for a free connection; 5 by default
	QueryTimeoutSeconds int `json:"queryTimeoutSeconds"` // of a query; 60 by default
}

// Caps bounds what a query gives.
type Caps struct {
	Rows  int `json:"rows"`  // 100 000 by default
	Bytes int `json:"bytes"` // of values, about; 64 MiB by default
}

// Account names an entry of [Settings.Roles]: a role, or a role in some areas,
// such as manager_39bf160c, as framsyn access gives them.
type Account = queries.Role

// Role is how the database is asked for those who have a role.
type Role struct {
	Role     queries.Role `json:"role"`     // that the account is of; by default its name
	User     string       `json:"user"`     // of the database
	RawSQL   bool         `json:"rawSql"`   // may write SQL of his own
	AllAreas bool         `json:"allAreas"` // sees all areas; else those of Areas
	Areas    []string     `json:"areas"`    // seen, where all who have the account see the same; else those of the login
	// Released says that the user reads the tables of the database released, in which small groups are hidden, in the place of
	// the objects that they are of.
	Released bool `json:"released"`
	// RowPolicies says that row policies of the database limit the user to what the role may see. Without it a role that sees
	// some areas may not write SQL, for nothing else would limit that.
	RowPolicies bool `json:"rowPolicies"`
}

// Vault is how identities are shown to those who act.
type Vault struct {
	User           string         `json:"user"`           // of the database, who may read the vault and add to the access log
	KeyFile        string         `json:"keyFile"`        // path of the vault's key on the machine of the plugin; empty where identities are not shown
	MaxPersons     int            `json:"maxPersons"`     // at once; 100 by default
	ProtectedRoles []queries.Role `json:"protectedRoles"` // that may see protected identities; none by default
	Password       string         `json:"-"`              // from secureJsonData.password_vault
}

// AccessLog says how is written down who saw what.
type AccessLog struct {
	MaxClients int `json:"maxClients"` // that a row names; of more it has the number only; 1000 by default
}

// Mapping says who has which account. A login goes before a group, a group before
// the role in the organisation; who is in none has none.
type Mapping struct {
	Logins   map[string]Account `json:"logins"`
	Groups   map[string]Account `json:"groups"`
	OrgRoles map[string]Account `json:"orgRoles"` // Viewer, Editor, Admin
}

// Identity says how Grafana's signed id tokens are verified.
type Identity struct {
	GrafanaURL        string `json:"grafanaUrl"`        // where its keys are: <grafanaUrl>/api/signing-keys/keys
	KeysURL           string `json:"keysUrl"`           // where the keys are, if elsewhere
	Issuer            string `json:"issuer"`            // that a token must name; by default any
	Audience          string `json:"audience"`          // that a token must name; by default org:<id of the organisation that asks>
	ClockSkewSeconds  int    `json:"clockSkewSeconds"`  // that clocks may differ; 30 by default
	KeysMaxAgeSeconds int    `json:"keysMaxAgeSeconds"` // that keys are kept; 600 by default
}

// Parse reads and validates settings. secure holds the decrypted secureJsonData.
func Parse(jsonData []byte, secure map[string]string) (Settings, error) {
	var s Settings
	if len(bytes.TrimSpace(jsonData)) == 0 {
		jsonData = []byte("{}")
	}
	if err := json.Unmarshal(jsonData, &s); err != nil {
		return Settings{}, fmt.Errorf("settings: %w", typeFault(err))
	}
	s.TLS.CACert, s.TLS.ClientCert, s.TLS.ClientKey = secure["tlsCaCert"], secure["tlsClientCert"], secure["tlsClientKey"]
	s.Passwords = map[Account]string{}
	for account, role := range s.Roles {
		s.Passwords[account] = secure["password_"+string(account)]
		if role.Role == "" {
			role.Role = account
			s.Roles[account] = role
		}
	}
	s.WriterPass, s.Vault.Password = secure["password_writer"], secure["password_vault"]
	s.fillDefaults()
	if err := s.Validate(); err != nil {
		return Settings{}, err
	}
	return s, nil
}

// typeFault says which field has a value of the wrong kind.
func typeFault(err error) error {
	if fault, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s is a %s: want %s", fault.Field, fault.Value, fault.Type)
	}
	return err
}

func (s *Settings) fillDefaults() {
	orDefault := func(value *int, otherwise int) {
		if *value == 0 {
			*value = otherwise
		}
	}
	orDefault(&s.Pool.MaxOpen, 8)
	if s.Pool.MaxIdle == 0 {
		s.Pool.MaxIdle = min(4, s.Pool.MaxOpen)
	}
	orDefault(&s.Pool.MaxLifetimeSeconds, 3600)
	orDefault(&s.Pool.DialTimeoutSeconds, 5)
	orDefault(&s.Pool.QueryTimeoutSeconds, 60)
	orDefault(&s.AccessLog.MaxClients, 1000)
	orDefault(&s.Caps.Rows, 100_000)
	orDefault(&s.Caps.Bytes, 64<<20)
	orDefault(&s.Identity.ClockSkewSeconds, 30)
	orDefault(&s.Identity.KeysMaxAgeSeconds, 600)
	if s.Timezone == "" {
		s.Timezone = "Europe/Stockholm"
	}
}

// QueryTimeout is the longest time of a query.
func (s *Settings) QueryTimeout() time.Duration {
	return time.Duration(s.Pool.QueryTimeoutSeconds) * time.Second
}
