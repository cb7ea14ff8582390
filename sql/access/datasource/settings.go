// Package datasource makes the settings of the plugin's data source from who may
// see what: the same for the pages without Grafana, for an installed Grafana and
// for provisioning.
package datasource

import (
	"maps"
	"slices"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Settings are those of grafana-plugin/pkg/settings, as Grafana keeps them.
type Settings struct {
	JSONData       map[string]any    `yaml:"jsonData"`
	SecureJSONData map[string]string `yaml:"secureJsonData"`
}

// Source is what settings are made of.
type Source struct {
	Target      clickhouse.Target
	Description access.Description
	Members     access.Members
	KeyFile     string // of the vault, on the machine of the plugin; empty for none
}

// Make makes the settings. grafanaURL is where Grafana's keys are; audience may be
// empty.
func Make(s Source, grafanaURL, audience string) Settings {
	roles := map[string]any{}
	secure := map[string]string{"password_writer": s.Target.Password(clickhouse.Pages)}
	for _, account := range s.Target.Plan().Accounts {
		if account.Role == "" {
			continue
		}
		role := s.Description.Roles[account.Role]
		entry := map[string]any{
			"role": account.Role, "user": s.Target.Username(clickhouse.Role(account.Name)),
			"allAreas": role.Clients != access.OwnAreas, "rowPolicies": true,
			"rawSql": account.WritesSQL, "released": !slices.Contains(role.Reads, sqlfs.Aggregate),
		}
		if role.Clients == access.OwnAreas {
			entry["areas"] = account.Areas
		}
		roles[account.Name] = entry
		secure["password_"+account.Name] = s.Target.Password(clickhouse.Role(account.Name))
	}
	data := map[string]any{
		"hosts": s.Target.Hosts(), "roles": roles, "mapping": s.mapping(),
		"writer":   s.Target.Username(clickhouse.Pages),
		"identity": map[string]any{"grafanaUrl": grafanaURL, "audience": audience},
		"contact":  s.Members.Contact,
	}
	if tls := s.Target.TLS(); tls != nil {
		data["tls"] = map[string]any{"enabled": true, "skipVerify": tls.InsecureSkipVerify, "serverName": tls.ServerName}
	}
	if s.Members.Services != "" {
		data["serviceRole"] = s.Members.Services
	}
	if s.KeyFile != "" {
		data["vault"] = map[string]any{"user": s.Target.Username(clickhouse.Vault), "keyFile": s.KeyFile}
		secure["password_vault"] = s.Target.Password(clickhouse.Vault)
	}
	return Settings{JSONData: data, SecureJSONData: secure}
}

// mapping says who has which account.
func (s Source) mapping() map[string]any {
	accounts := func(members map[string]access.Member) map[string]string {
		found := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(members)) {
			found[name] = s.Description.AccountOf(members[name])
		}
		return found
	}
	return map[string]any{
		"logins": accounts(s.Members.People), "groups": accounts(s.Members.Groups), "orgRoles": accounts(s.Members.OrganisationRoles),
	}
}
