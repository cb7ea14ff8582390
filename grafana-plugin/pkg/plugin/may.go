package plugin

import (
	"slices"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/sql/queries"
)

// action is something that a route does and that not every role may.
type action string

// The actions.
const (
	exportPersons   action = "export_persons"   // take out rows about single clients
	exportForecasts action = "export_forecasts" // take out the forecast and what follows from it
)

// may tells whether somebody may do something. What the database lets a role's user
// read and write holds besides.
func may(who identity.Identity, what action) bool {
	roles := map[action][]queries.Role{
		exportPersons:   {queries.Manager, queries.Analyst},
		exportForecasts: {queries.Leader, queries.Manager, queries.Analyst, queries.Planner},
	}
	return !who.IsService && slices.Contains(roles[what], who.Role)
}
