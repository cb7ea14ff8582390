package host

import "net/http"

// text is a text in both languages.
type text struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// person is somebody whom a visitor can be.
type person struct {
	Role    string `json:"id"` // of Framsyn: see sql/queries
	Title   text   `json:"title"`
	OrgRole string `json:"-"` // in Grafana
	rawSQL  bool   // may write SQL
	some    bool   // sees some areas only
}

// login is the made-up person's name in Grafana.
func (p person) login() string { return "demo-" + p.Role }

// people are those of design.md who look at pages.
func people() []person {
	return []person{
		{Role: "leader", Title: text{SV: "Verksamhetschef", EN: "Head of elderly care"}, OrgRole: "Viewer"},
		{Role: "manager", Title: text{SV: "Enhetschef och förebyggande team", EN: "Unit manager and prevention team"}, OrgRole: "Viewer", some: true},
		{Role: "analyst", Title: text{SV: "Analytiker", EN: "Analyst"}, OrgRole: "Editor", rawSQL: true},
		{Role: "planner", Title: text{SV: "Planerare", EN: "Planner"}, OrgRole: "Viewer"},
		{Role: "steward", Title: text{SV: "Dataförvaltare", EN: "Data steward"}, OrgRole: "Editor"},
		{Role: "officer", Title: text{SV: "Dataskyddsombud", EN: "Data protection officer"}, OrgRole: "Viewer"},
	}
}

// visitor is whom the request's cookie chose, else the first.
func visitor(r *http.Request) person {
	all := people()
	if cookie, err := r.Cookie("framsyn_role"); err == nil {
		for _, p := range all {
			if p.Role == cookie.Value {
				return p
			}
		}
	}
	return all[0]
}
