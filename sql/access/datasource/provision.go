package datasource

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
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
	tree, err := yaml.ValueToNode(map[string]any{"apiVersion": 1, "datasources": []source{{
		Name: "Framsyn", UID: "framsyn", Type: "framsyn-care-datasource", Access: "proxy", OrgID: 1, IsDefault: true, Settings: s,
	}}})
	if err != nil {
		return nil, fmt.Errorf("provision the data source: %w", err)
	}
	ast.Walk(literal{}, tree)
	return []byte(tree.String() + "\n"), nil
}

// literal keeps Grafana from taking $NAME in a value for a variable of the
// environment; the names of values it leaves as they are.
type literal struct{}

func (l literal) Visit(node ast.Node) ast.Visitor {
	switch n := node.(type) {
	case *ast.MappingValueNode:
		ast.Walk(l, n.Value)
		return nil
	case *ast.StringNode:
		n.Value = strings.ReplaceAll(n.Value, "$", "$$")
	}
	return l
}
