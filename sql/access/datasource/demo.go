package datasource

import "github.com/framsyn/framsyn/sql/access"

// DemoMembers are the made-up people of the pages without Grafana, one for each
// role; the manager sees some areas. In an installed Grafana whoever may look
// around is a leader, and its administrators are analysts.
func DemoMembers(areas []string) access.Members {
	people := map[string]access.Member{"demo-manager": {Role: "manager", Areas: areas}}
	for _, role := range []string{"leader", "analyst", "planner", "steward", "officer"} {
		people["demo-"+role] = access.Member{Role: role}
	}
	return access.Members{
		Contact:           "Framsyns förvaltare",
		SmallCells:        access.SmallCells{Threshold: 5, RoundTo: 5},
		People:            people,
		OrganisationRoles: map[string]access.Member{"Viewer": {Role: "leader"}, "Admin": {Role: "analyst"}},
		Services:          "service",
	}
}
