package plugin

import (
	"slices"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/sql/queries"
)

// action is something that a role lets people do besides asking queries.
type action string

// The actions.
const (
	exportPersons   action = "export persons"   // rows about single clients
	exportForecasts action = "export forecasts" // the forecast and what follows from it
)

// may tells whether somebody may do something. It is the one table of roles and
// actions; queries say in their own files who may ask them.
func may(who identity.Identity, what action) bool {
	allowed := map[action][]queries.Role{
		exportPersons:   {queries.Manager, queries.Analyst},
		exportForecasts: {queries.Leader, queries.Manager, queries.Analyst, queries.Planner},
	}
	return slices.Contains(allowed[what], who.Role)
}
