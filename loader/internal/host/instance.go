package host

import (
	"encoding/json"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// instance is the demo's data source as a Grafana server would hold it.
type instance struct {
	jsonData  []byte
	secure    map[string]string
	updatedMS int64
	url       string
	version   string
}

// newInstance makes the settings that grafana-plugin/pkg/settings reads. Every
// role asks as the same database user until the role matrix has one for each.
func newInstance(o Options, url string) (*instance, error) {
	roles := map[string]any{"service": map[string]any{"user": o.Database.User, "allAreas": true}}
	secure := map[string]string{"password_service": o.Database.Password, "password_writer": o.Database.WriterPW}
	logins, areas := map[string]string{}, map[string][]string{}
	for _, p := range people() {
		roles[p.Role] = map[string]any{"user": o.Database.User, "rawSql": p.rawSQL, "allAreas": !p.some}
		secure["password_"+p.Role] = o.Database.Password
		logins[p.login()] = p.Role
		if p.some {
			areas[p.login()] = o.Areas
		}
	}
	jsonData, err := json.Marshal(map[string]any{
		"hosts":       o.Database.Hosts,
		"roles":       roles,
		"mapping":     map[string]any{"logins": logins},
		"areas":       areas,
		"writer":      o.Database.Writer,
		"serviceRole": "service",
		"identity":    map[string]any{"grafanaUrl": url, "audience": audience},
	})
	if err != nil {
		return nil, fmt.Errorf("settings of the data source: %w", err)
	}
	return &instance{jsonData: jsonData, secure: secure, updatedMS: o.Clock().UnixMilli(), url: url, version: o.Version}, nil
}

// contextOf is what Grafana tells the plugin about a request.
func (i *instance) contextOf(p person) *pluginv2.PluginContext {
	return &pluginv2.PluginContext{
		OrgId:    1,
		PluginId: datasourceID,
		User:     &pluginv2.User{Login: p.login(), Name: p.Title.SV, Role: p.OrgRole},
		DataSourceInstanceSettings: &pluginv2.DataSourceInstanceSettings{
			Id:  1, //nolint:staticcheck // deprecated, and sent by Grafana all the same
			Uid: datasourceUID, Name: "Framsyn", JsonData: i.jsonData, DecryptedSecureJsonData: i.secure, LastUpdatedMS: i.updatedMS,
		},
		GrafanaConfig: map[string]string{"GF_APP_URL": i.url},
		PluginVersion: i.version,
		UserAgent:     "Grafana/12.3.0",
		Namespace:     "default",
	}
}
