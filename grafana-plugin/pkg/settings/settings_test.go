package settings

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/queries"
)

const good = `{
	"hosts": ["db1:9000", "db2:9000"],
	"roles": {"analyst": {"user": "a", "rawSql": true, "allAreas": true}, "service": {"user": "s", "allAreas": true}},
	"mapping": {"logins": {"anna": "analyst"}, "orgRoles": {"Viewer": "analyst"}},
	"serviceRole": "service",
	"identity": {"grafanaUrl": "http://localhost:3000/"}
}`

func TestParse(t *testing.T) {
	s, err := Parse([]byte(good), map[string]string{"password_analyst": "hemligt"})
	if err != nil {
		t.Fatal(err)
	}
	if s.Pool.MaxOpen != 8 || s.Pool.MaxIdle != 4 || s.Caps.Rows != 100_000 || s.Pool.QueryTimeoutSeconds != 60 || s.Location.String() != "Europe/Stockholm" {
		t.Errorf("defaults are not filled in: %+v", s)
	}
	if s.Passwords[queries.Analyst] != "hemligt" || s.Passwords[queries.Service] != "" {
		t.Errorf("passwords %v", s.Passwords)
	}
	if got := s.Identity.KeysAddress(); got != "http://localhost:3000/api/signing-keys/keys" {
		t.Errorf("keys at %s", got)
	}
}

// Every fault is named, each with its field.
func TestFaults(t *testing.T) {
	text := `{
		"hosts": ["db1", "db2:99999", "db3:8123"],
		"tls": {"skipVerify": true},
		"pool": {"maxOpen": 2, "maxIdle": 5, "maxLifetimeSeconds": -1, "dialTimeoutSeconds": 9999, "queryTimeoutSeconds": 99999},
		"caps": {"rows": -5, "bytes": 5},
		"roles": {"boss": {"user": "", "rawSql": true}},
		"mapping": {"logins": {"anna": "analyst"}, "groups": {"g": "leader"}, "orgRoles": {"Boss": "service"}},
		"serviceRole": "service", "timezone": "Mars/Olympus",
		"identity": {"grafanaUrl": "localhost", "clockSkewSeconds": 5000, "keysMaxAgeSeconds": -1}
	}`
	_, err := Parse([]byte(text), map[string]string{"tlsCaCert": "nope", "tlsClientCert": "nope"})
	want := []string{
		"hosts[0]", "hosts[1]", "hosts[2]", "tlsClientCert", "tlsCaCert", "tls.enabled", "pool.maxIdle", "pool.maxLifetimeSeconds", "pool.dialTimeoutSeconds", "pool.queryTimeoutSeconds",
		"caps.rows", "caps.bytes", "identity.clockSkewSeconds", "identity.keysMaxAgeSeconds", "roles.boss", "roles.boss.user", "roles.boss.rawSql", "mapping.logins.anna", "mapping.groups.g", "mapping.orgRoles.Boss", "mapping.orgRoles.Boss", "mapping.orgRoles.Boss", "serviceRole", "identity.grafanaUrl", "timezone",
	}
	var fields []string
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("got %v", err)
	}
	for _, one := range joined.Unwrap() {
		fault, ok := errors.AsType[*Fault](one)
		if !ok {
			t.Fatalf("%v is no fault", one)
		}
		fields = append(fields, fault.Field)
	}
	if !slices.Equal(fields, want) {
		t.Errorf("got  %v\nwant %v", fields, want)
	}
}

func TestEmptyAndOfOtherTypes(t *testing.T) {
	if _, err := Parse(nil, nil); err == nil || !strings.Contains(err.Error(), "hosts: there is none") || !strings.Contains(err.Error(), "roles: there is none") || !strings.Contains(err.Error(), "identity.grafanaUrl") {
		t.Errorf("nothing set: %v", err)
	}
	_, err := Parse([]byte(`{"pool": {"maxOpen": "many"}}`), nil)
	if err == nil || !strings.Contains(err.Error(), "pool.maxOpen is a string: want int") {
		t.Errorf("a text for a number: %v", err)
	}
}

func TestPasswordsAreNotWritten(t *testing.T) {
	s, err := Parse([]byte(good), map[string]string{"password_analyst": "hemligt", "tlsClientKey": ""})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(s); err != nil || strings.Contains(string(text), "hemligt") {
		t.Errorf("a password is in %s (%v)", text, err)
	}
}
