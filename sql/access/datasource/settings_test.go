package datasource

import (
	"testing"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

func TestTheDataSourceIsProtectedAsTheServerIs(t *testing.T) {
	for _, c := range []struct {
		dsn           string
		enabled, skip any
	}{
		{"clickhouse://u:p@db:9000/", nil, nil},
		{"clickhouse://u:p@db:9440/?secure=true", true, false},
		{"clickhouse://u:p@db:9440/?secure=true&skip_verify=true", true, true},
	} {
		target, err := clickhouse.ParseTarget(c.dsn)
		if err != nil {
			t.Fatal(err)
		}
		tls, _ := Make(Source{Target: target}, "http://localhost:3000", "").JSONData["tls"].(map[string]any)
		if tls["enabled"] != c.enabled || tls["skipVerify"] != c.skip {
			t.Errorf("%s: %v", c.dsn, tls)
		}
	}
}
