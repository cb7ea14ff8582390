package datasource

import (
	"reflect"
	"testing"

	"github.com/goccy/go-yaml"
)

// Grafana reads $NAME in a value as a variable of the environment, and $$ as $; names it takes as they are.
func TestProvisioningKeepsDollars(t *testing.T) {
	text, err := Provisioning(Settings{
		JSONData:       map[string]any{"contact": "Kö$ta: åäö", "mapping": map[string]any{"groups": map[string]string{"chefer$1": "leader"}}, "hosts": []string{"$HOST:9000"}},
		SecureJSONData: map[string]string{"password_leader": "a$b$$c"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Datasources []struct {
			UID            string            `yaml:"uid"`
			JSONData       map[string]any    `yaml:"jsonData"`
			SecureJSONData map[string]string `yaml:"secureJsonData"`
		} `yaml:"datasources"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	got := file.Datasources[0]
	data := map[string]any{"contact": "Kö$$ta: åäö", "mapping": map[string]any{"groups": map[string]any{"chefer$1": "leader"}}, "hosts": []any{"$$HOST:9000"}}
	if !reflect.DeepEqual(got.JSONData, data) || got.SecureJSONData["password_leader"] != "a$$b$$$$c" || got.UID != "framsyn" {
		t.Errorf("Grafana reads %+v", got)
	}
}
