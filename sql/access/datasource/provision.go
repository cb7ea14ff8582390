package datasource

import (
	"fmt"

	"github.com/goccy/go-yaml"
)

// Provisioning writes settings as Grafana reads them from its folder
// provisioning/datasources. The text holds passwords.
func Provisioning(s Settings) ([]byte, error) {
	type source struct {
		Name      string `yaml:"name"`
		UID       string `yaml:"uid"`
		Type      string `yaml:"type"`
		Access    string `yaml:"access"`
		OrgID     int    `yaml:"orgId"`
		IsDefault bool   `yaml:"isDefault"`
		Editable  bool   `yaml:"editable"`
		Settings  `yaml:",inline"`
	}
	text, err := yaml.Marshal(map[string]any{"apiVersion": 1, "datasources": []source{{
		Name: "Framsyn", UID: "framsyn", Type: "framsyn-care-datasource", Access: "proxy", OrgID: 1, IsDefault: true, Settings: s,
	}}})
	if err != nil {
		return nil, fmt.Errorf("provision the data source: %w", err)
	}
	return text, nil
}
