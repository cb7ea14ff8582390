package plugin

import (
	"fmt"
	"slices"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	"github.com/framsyn/framsyn/sql/queries"
)

// action is something that a role lets people do besides asking queries.
type action string

// The actions.
const (
	exportPersons       action = "export_persons"       // take out rows about single clients
	exportForecasts     action = "export_forecasts"     // take out the forecast and what follows from it
	seeClients          action = "see_clients"          // lists of clients, and what is counted over them
	saveSelections      action = "save_selections"      // under a name, for all in the municipality
	saveScenario        action = "save_scenario"        // suppose something that the forecast then works out for all in the municipality
	decideInterventions action = "decide_interventions" // on clients in one's own areas
	reviewAccess        action = "review_access"        // say what a control of the access log came to
	approveModels       action = "approve_models"       // say whether a run of a model may be shown
)

// may tells whether somebody may do something. It is the one table of roles and
// actions; queries say in their own files who may ask them, and what the database
// lets an account read and write holds besides.
func may(who identity.Identity, what action) bool {
	roles := map[action][]queries.Role{
		exportPersons:       {queries.Manager, queries.Analyst},
		exportForecasts:     {queries.Leader, queries.Manager, queries.Analyst, queries.Planner},
		seeClients:          {queries.Manager, queries.Analyst},
		saveSelections:      {queries.Manager, queries.Analyst},
		saveScenario:        {queries.Leader, queries.Planner, queries.Analyst},
		decideInterventions: {queries.Manager},
		reviewAccess:        {queries.Officer},
		// Who answers for the work and who knows the models. The officer supervises what is
		// decided (GDPR art. 38.6 and 39), and so does not decide it, as in access.yaml.
		approveModels: {queries.Leader, queries.Analyst},
	}
	return !who.IsService && slices.Contains(roles[what], who.Role)
}

// must is may as an error that says who may.
func must(who identity.Identity, what action) error {
	if may(who, what) {
		return nil
	}
	text, ok := map[action]queries.Text{
		saveScenario: {
			SV: "Rollen %s får inte spara scenarier. Det får verksamhetschefer, planerare och analytiker.",
			EN: "The role %s may not save scenarios. Leaders, planners and analysts may.",
		},
		reviewAccess: {
			SV: "Rollen %s granskar inte åtkomstloggen: det gör dataskyddsombudet.",
			EN: "The role %s does not review the access log: the data protection officer does.",
		},
		approveModels: {
			SV: "Rollen %s godkänner inte modeller. Det gör verksamhetschefer och analytiker.",
			EN: "The role %s does not approve models. Leaders and analysts do.",
		},
	}[what]
	if !ok {
		text = queries.Text{
			SV: "Rollen %s ser inte enskilda brukare. Det gör enhetschefer, för sina områden, och analytiker.",
			EN: "The role %s does not see single clients. Unit managers do, for their areas, and analysts.",
		}
	}
	return &fault{access: true, Text: queries.Text{SV: fmt.Sprintf(text.SV, who.Role), EN: fmt.Sprintf(text.EN, who.Role)}}
}
