package clickhouse

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Access is the description of users, profiles and grants in sql/access.yaml.
// Users and roles are apart, and a role holds grants only, so that more roles and
// their row policies are more entries, not another form.
type Access struct {
	Profiles map[string]Profile    `yaml:"profiles"`
	Roles    map[string]AccessRole `yaml:"roles"`
	Users    map[string]AccessUser `yaml:"users"`
}

// Profile is a set of settings that hold for its users.
type Profile struct {
	Settings map[string]any   `yaml:"settings"`
	Limits   map[string]Limit `yaml:"limits"` // what a user may set for himself
}

// Limit bounds a setting; nil means unbounded on that side.
type Limit struct {
	Min any `yaml:"min"`
	Max any `yaml:"max"`
}

// AccessRole is what a role may do: the part of a GRANT between GRANT and TO.
type AccessRole struct {
	Grants []string `yaml:"grants"`
}

// AccessUser is an account.
type AccessUser struct {
	Profile string   `yaml:"profile"`
	Roles   []string `yaml:"roles"`
}

// ParseAccess reads access.yaml. Unknown fields, profiles and roles are errors.
func ParseAccess(text string) (Access, error) {
	var access Access
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)), yaml.Strict())
	if err := decoder.Decode(&access); err != nil {
		return access, fmt.Errorf("access.yaml: %w", err)
	}
	return access, access.validate()
}

func (a Access) validate() error {
	var faults []error
	for _, name := range sortedKeys(a.Users) {
		user := a.Users[name]
		if name == "default" {
			faults = append(faults, errors.New("access.yaml: the user default is the engine's own"))
		}
		if _, ok := a.Profiles[user.Profile]; !ok {
			faults = append(faults, fmt.Errorf("access.yaml: user %s has the unknown profile %q", name, user.Profile))
		}
		for _, role := range user.Roles {
			if _, ok := a.Roles[role]; !ok {
				faults = append(faults, fmt.Errorf("access.yaml: user %s has the unknown role %q", name, role))
			}
		}
	}
	return errors.Join(faults...)
}

// readOnly tells whether a user may change no settings, not even by a deadline.
func (a Access) readOnly(user string) bool {
	return fmt.Sprint(a.Profiles[a.Users[user].Profile].Settings["readonly"]) == "1"
}

// grants returns what a user may do, by all its roles.
func (a Access) grants(user string) []string {
	var grants []string
	for _, role := range a.Users[user].Roles {
		grants = append(grants, a.Roles[role].Grants...)
	}
	return grants
}

// Statements returns the SQL that makes the profiles, roles and users on a server,
// safe to repeat. The names get the prefix framsyn_, so that they take no other
// user's place; passwords are given by user.
func (a Access) Statements(passwords map[string]string) []string {
	var statements []string
	add := func(format string, args ...any) { statements = append(statements, fmt.Sprintf(format, args...)) }
	for _, name := range sortedKeys(a.Profiles) {
		add("CREATE SETTINGS PROFILE OR REPLACE %s%s", serverName(name), a.Profiles[name].sql())
	}
	for _, name := range sortedKeys(a.Roles) {
		add("CREATE ROLE IF NOT EXISTS %s", serverName(name))
		add("REVOKE ALL ON *.* FROM %s", serverName(name))
		for _, grant := range a.Roles[name].Grants {
			add("GRANT %s TO %s", grant, serverName(name))
		}
	}
	for _, name := range sortedKeys(a.Users) {
		user := a.Users[name]
		add("CREATE USER OR REPLACE %s IDENTIFIED WITH sha256_hash BY '%s' SETTINGS PROFILE '%s'",
			serverName(name), passwordHash(passwords[name]), serverName(user.Profile))
		for _, role := range user.Roles {
			add("GRANT %s TO %s", serverName(role), serverName(name))
		}
	}
	return statements
}

// serverName is the name of a user, role or profile on a server.
func serverName(name string) string { return "framsyn_" + name }

func (p Profile) sql() string {
	var parts []string
	for _, name := range sortedKeys(p.Settings) {
		part := fmt.Sprintf("%s = %s", name, settingLiteral(p.Settings[name]))
		if limit, ok := p.Limits[name]; ok {
			part += limit.sql()
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	return " SETTINGS " + strings.Join(parts, ", ")
}

func (l Limit) sql() string {
	var text string
	if l.Min != nil {
		text += " MIN " + settingLiteral(l.Min)
	}
	if l.Max != nil {
		text += " MAX " + settingLiteral(l.Max)
	}
	return text
}

func settingLiteral(value any) string {
	if text, ok := value.(string); ok {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return fmt.Sprint(value)
}

func sortedKeys[V any](values map[string]V) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
