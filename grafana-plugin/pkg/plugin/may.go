package plugin

import (
	"fmt"
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
	seeClients      action = "see_clients"      // lists of clients, and what is counted over them
	saveSelections  action = "save_selections"  // under a name, for all in the municipality
)

// may tells whether somebody may do something. What the database lets a role's user
// read and write holds besides.
func may(who identity.Identity, what action) bool {
	roles := map[action][]queries.Role{
		exportPersons:   {queries.Manager, queries.Analyst},
		exportForecasts: {queries.Leader, queries.Manager, queries.Analyst, queries.Planner},
		seeClients:      {queries.Manager, queries.Analyst},
		saveSelections:  {queries.Manager, queries.Analyst},
	}
	return !who.IsService && slices.Contains(roles[what], who.Role)
}

// must is may as an error that says who may choose among clients.
func must(who identity.Identity, what action) error {
	if may(who, what) {
		return nil
	}
	return &fault{access: true, Text: queries.Text{
		SV: fmt.Sprintf("Rollen %s ser inte enskilda brukare. Det gör enhetschefer, för sina områden, och analytiker.", who.Role),
		EN: fmt.Sprintf("The role %s does not see single clients. Unit managers do, for their areas, and analysts.", who.Role),
	}}
}
