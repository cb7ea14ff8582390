package plugin

import (
	"slices"
	"testing"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/sql/queries"
)

func TestWhoMay(t *testing.T) {
	for what, roles := range map[action][]queries.Role{
		exportPersons: {queries.Manager, queries.Analyst}, seeClients: {queries.Manager, queries.Analyst}, saveSelections: {queries.Manager, queries.Analyst},
		exportForecasts: {queries.Leader, queries.Manager, queries.Analyst, queries.Planner}, saveScenario: {queries.Leader, queries.Analyst, queries.Planner},
		decideInterventions: {queries.Manager}, reviewAccess: {queries.Officer}, approveModels: {queries.Leader, queries.Analyst},
	} {
		for _, role := range queries.Roles() {
			want := slices.Contains(roles, role)
			if got := may(identity.Identity{Role: role}, what); got != want {
				t.Errorf("%s may %s: %v, want %v", role, what, got, want)
			}
			if got := must(identity.Identity{Role: role}, what) == nil; got != want {
				t.Errorf("%s must %s: %v, want %v", role, what, got, want)
			}
			if may(identity.Identity{Role: role, IsService: true}, what) {
				t.Errorf("a service as %s may %s", role, what)
			}
		}
	}
}
