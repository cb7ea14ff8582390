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

// newInstance makes what a Grafana server at a URL would have of the data source.
func newInstance(o Options, url string) (*instance, error) {
	settings := o.Settings(url, audience)
	jsonData, err := json.Marshal(settings.JSONData)
	if err != nil {
		return nil, fmt.Errorf("settings of the data source: %w", err)
	}
	return &instance{jsonData: jsonData, secure: settings.SecureJSONData, updatedMS: o.Clock().UnixMilli(), url: url, version: o.Version}, nil
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
