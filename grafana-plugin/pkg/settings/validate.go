package settings

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/framsyn/framsyn/sql/queries"
)

// Fault is one thing wrong in the settings.
type Fault struct {
	Field string // as in jsonData or secureJsonData, such as pool.maxOpen
	Text  string // what is wrong and what is wanted
}

// Error gives field and text.
func (f *Fault) Error() string { return f.Field + ": " + f.Text }

// faults collects what is wrong.
type faults []error

func (f *faults) add(field, format string, arguments ...any) {
	*f = append(*f, &Fault{Field: field, Text: fmt.Sprintf(format, arguments...)})
}

// Validate names every fault at once; each is a [*Fault]. It sets Location.
func (s *Settings) Validate() error {
	var found faults
	s.checkHosts(&found)
	s.checkTLS(&found)
	s.checkNumbers(&found)
	s.checkRoles(&found)
	s.checkIdentity(&found)
	location, err := time.LoadLocation(s.Timezone)
	if err != nil {
		found.add("timezone", "%q is not known: want a name such as Europe/Stockholm", s.Timezone)
	}
	s.Location = location
	return errors.Join(found...)
}

func (s *Settings) checkHosts(found *faults) {
	if len(s.Hosts) == 0 {
		found.add("hosts", "there is none: want at least one host:port of ClickHouse's native protocol, such as clickhouse:9000 (9440 with TLS)")
	}
	for i, host := range s.Hosts {
		field := fmt.Sprintf("hosts[%d]", i)
		name, port, err := net.SplitHostPort(host)
		if err != nil || name == "" {
			found.add(field, "%q is not host:port", host)
			continue
		}
		number, err := strconv.Atoi(port)
		switch {
		case err != nil || number < 1 || number > 65535:
			found.add(field, "port %q is not 1-65535", port)
		case number == 8123 || number == 8443:
			found.add(field, "%d is the port of the HTTP protocol: want that of the native one, most often %d", number, map[int]int{8123: 9000, 8443: 9440}[number])
		}
	}
}

func (s *Settings) checkTLS(found *faults) {
	if (s.TLS.ClientCert == "") != (s.TLS.ClientKey == "") {
		found.add("tlsClientCert", "certificate and key (tlsClientKey) come together")
	} else if s.TLS.ClientCert != "" {
		if _, err := tls.X509KeyPair([]byte(s.TLS.ClientCert), []byte(s.TLS.ClientKey)); err != nil {
			found.add("tlsClientCert", "certificate and key do not fit: %v", err)
		}
	}
	if s.TLS.CACert != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(s.TLS.CACert)) {
		found.add("tlsCaCert", "there is no certificate in it: want PEM, -----BEGIN CERTIFICATE-----")
	}
	if !s.TLS.Enabled && (s.TLS.CACert != "" || s.TLS.ClientCert != "" || s.TLS.SkipVerify || s.TLS.ServerName != "") {
		found.add("tls.enabled", "is false, but other settings of TLS are set")
	}
}

func (s *Settings) checkNumbers(found *faults) {
	within := func(field string, value, least, most int) {
		if value < least || value > most {
			found.add(field, "%d is not %d-%d", value, least, most)
		}
	}
	within("pool.maxOpen", s.Pool.MaxOpen, 1, 1000)
	within("pool.maxIdle", s.Pool.MaxIdle, 1, max(1, s.Pool.MaxOpen))
	within("pool.maxLifetimeSeconds", s.Pool.MaxLifetimeSeconds, 1, 7*24*3600)
	within("pool.dialTimeoutSeconds", s.Pool.DialTimeoutSeconds, 1, 300)
	within("pool.queryTimeoutSeconds", s.Pool.QueryTimeoutSeconds, 1, 3600)
	within("caps.rows", s.Caps.Rows, 1, 10_000_000)
	within("caps.bytes", s.Caps.Bytes, 1<<10, 1<<30)
	within("identity.clockSkewSeconds", s.Identity.ClockSkewSeconds, 1, 600)
	within("identity.keysMaxAgeSeconds", s.Identity.KeysMaxAgeSeconds, 1, 24*3600)
}

func (s *Settings) checkRoles(found *faults) {
	if len(s.Roles) == 0 {
		found.add("roles", "there is none: want a database user for each role, such as {\"analyst\": {\"user\": \"framsyn_analyst\"}}")
	}
	for _, role := range slices.Sorted(maps.Keys(s.Roles)) {
		field := "roles." + string(role)
		if !slices.Contains(queries.Roles(), s.Roles[role].Role) {
			found.add(field, "unknown role: want one of %v, as the name or as role", queries.Roles())
		}
		if s.Roles[role].User == "" {
			found.add(field+".user", "is empty: want the database user of this role")
		}
		if entry := s.Roles[role]; entry.RawSQL && !entry.AllAreas && !entry.RowPolicies {
			found.add(field+".rawSql", "a role that sees some areas may not write SQL, unless row policies in the database limit its user: say so by rowPolicies, or take rawSql away")
		}
	}
	s.checkMapping(found)
	if s.ServiceRole != "" {
		s.checkRole(found, "serviceRole", s.ServiceRole)
	}
}

// checkRole tests that a role has a database user.
func (s *Settings) checkRole(found *faults, field string, role queries.Role) {
	if _, ok := s.Roles[role]; !ok {
		found.add(field, "role %q has no entry in roles", role)
	}
}

func (s *Settings) checkMapping(found *faults) {
	for _, part := range []struct {
		field   string
		entries map[string]queries.Role
	}{{"mapping.logins", s.Mapping.Logins}, {"mapping.groups", s.Mapping.Groups}, {"mapping.orgRoles", s.Mapping.OrgRoles}} {
		for _, name := range slices.Sorted(maps.Keys(part.entries)) {
			field := part.field + "." + name
			if part.field == "mapping.orgRoles" && !slices.Contains([]string{"Viewer", "Editor", "Admin"}, name) {
				found.add(field, "is no role of a Grafana organisation: want Viewer, Editor or Admin")
			}
			s.checkRole(found, field, part.entries[name])
			if part.entries[name] == queries.Service || s.Roles[part.entries[name]].Role == queries.Service {
				found.add(field, "the role service is for callers without a person")
			}
		}
	}
}

func (s *Settings) checkIdentity(found *faults) {
	if s.Identity.GrafanaURL == "" && s.Identity.KeysURL == "" {
		found.add("identity.grafanaUrl", "is empty: want the address where this server reaches Grafana, such as http://localhost:3000; its keys verify who asks")
	}
	for _, part := range []struct{ field, text string }{{"identity.grafanaUrl", s.Identity.GrafanaURL}, {"identity.keysUrl", s.Identity.KeysURL}} {
		if part.text == "" {
			continue
		}
		address, err := url.Parse(part.text)
		if err != nil || address.Host == "" || !slices.Contains([]string{"http", "https"}, address.Scheme) {
			found.add(part.field, "%q is no address such as http://localhost:3000", part.text)
		}
	}
}

// KeysAddress is where Grafana's keys are.
func (i Identity) KeysAddress() string {
	if i.KeysURL != "" {
		return i.KeysURL
	}
	return strings.TrimSuffix(i.GrafanaURL, "/") + "/api/signing-keys/keys"
}
