package access_test

import (
	"slices"
	"strings"
	"testing"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/chtest"
)

func shipped(t *testing.T) (access.Description, []sqlfs.Object) {
	t.Helper()
	description, err := access.ReadDescription(sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	objects, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	return description, objects
}

func TestTheDescriptionIsReadStrictly(t *testing.T) {
	const roles = "profiles: {p: {}}\nroles: {a: {profile: p, clients: %s, reads: [%s]}}"
	for _, text := range []string{
		"services: {a: {profile: none}}",
		"profiles: {p: {}}\nservices: {default: {profile: p}}",
		"profiles: {p: {setings: {}}}",
		"profiles: {p: {}}\nroles: {a: {profile: p, clients: some}}",
		strings.NewReplacer("%s, reads", "none, reads", "[%s]", "[person]").Replace(roles),
		strings.NewReplacer("%s, reads", "own_areas, reads", "[%s]", "[person, aggregate]").Replace(roles),
		strings.NewReplacer("%s, reads", "all, reads", "[%s]", "[person, identity]").Replace(roles),
		strings.NewReplacer("%s, reads", "none, reads", "[%s]", "[persons]").Replace(roles),
	} {
		if _, err := access.ParseDescription(text); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}

func TestMembersThatCannotBeAreToldApart(t *testing.T) {
	description, _ := shipped(t)
	for text, want := range map[string]string{
		"people: {a: {role: boss}}":                             `people.a has the unknown role "boss"`,
		"people: {a: {role: manager}}":                          "people.a is manager and has no areas",
		"people: {a: {role: analyst, areas: [C1]}}":             "people.a has areas, but a analyst sees all clients",
		"groups: {g: {role: manager, areas: [C1, '']}}":         "groups.g: an area is empty",
		"organisation_roles: {Owner: {role: leader}}":           "organisation_roles.Owner is no role",
		"services: analyst":                                     "no role that sees no clients",
		"small_cells: {threshold: 500}":                         "1 to 100",
		"peoples: {}":                                           "peoples",
		"people: {a: {role: leader, without_health_care: nej}}": "cannot unmarshal",
	} {
		_, err := access.ParseMembers([]byte(text), description)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", text, err, want)
		}
	}
}

func TestMembersOfTheSameAreasShareAnAccount(t *testing.T) {
	description, objects := shipped(t)
	members, err := access.ParseMembers([]byte(`
people:
  anna: {role: manager, areas: [NO, C1]}
  bo: {role: manager, areas: [C1, NO]}
  cia: {role: manager, areas: [SO]}
  dan: {role: analyst, without_health_care: true}
`), description)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := access.Compile(description, members, objects)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, account := range plan.Accounts {
		if account.Role != "" {
			names = append(names, account.Name)
		}
	}
	if len(names) != 9 { // six roles that see none or all, two sets of areas, one without health care
		t.Errorf("accounts are %v", names)
	}
	if a, b := description.AccountOf(members.People["anna"]), description.AccountOf(members.People["bo"]); a != b {
		t.Errorf("anna asks as %s, bo as %s", a, b)
	}
	withYAML, err := members.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := access.ParseMembers(withYAML, description)
	if err != nil || len(again.People) != 4 || !slices.Equal(again.People["anna"].Areas, []string{"NO", "C1"}) {
		t.Errorf("written and read again: %+v, %v", again, err)
	}
}

// An object whose file says nothing of who may read it is read by its owner only.
func TestEveryObjectHasAClass(t *testing.T) {
	_, objects := shipped(t)
	for _, object := range objects {
		secrecy := object.Header.Access
		if secrecy.Class == "" {
			t.Errorf("sql/%s: the header has no Access", object.File)
		}
		inside := map[string]sqlfs.Access{"raw": sqlfs.Delivery, "stg": sqlfs.Delivery, "vault": sqlfs.Identity}
		if class, ok := inside[object.Database]; ok && class != secrecy.Class {
			t.Errorf("sql/%s: Access is %s, want %s", object.File, secrecy.Class, class)
		}
		columns := object.Columns()
		if slices.Contains(columns, "client_id") && !slices.Contains([]sqlfs.Access{sqlfs.Person, sqlfs.Delivery, sqlfs.Identity, sqlfs.Log}, secrecy.Class) {
			t.Errorf("sql/%s: Access is %s, but it has the column client_id", object.File, secrecy.Class)
		}
		for _, column := range secrecy.HealthCareColumns {
			if !slices.Contains(columns, column) {
				t.Errorf("sql/%s: Access names the column %s, which it does not have", object.File, column)
			}
		}
	}
}

// A server gets the accounts by SQL; the embedded engine can at least parse it.
func TestStatementsForAServerAreSQL(t *testing.T) {
	description, objects := shipped(t)
	members, err := access.ParseMembers([]byte("people: {a: {role: manager, areas: ['å\\''']}, b: {role: analyst, without_health_care: true}}"), description)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := access.Compile(description, members, objects)
	if err != nil {
		t.Fatal(err)
	}
	statements := plan.Statements(map[string]string{"owner": "a"}, access.Existing{
		Users:    []string{"framsyn_manager_old", "framsyn_owner"},
		Policies: []access.Policy{{Name: "framsyn_manager_old", Database: "core", Table: "clients"}},
	})
	text := strings.Join(statements, "\n")
	for _, want := range []string{
		"DROP USER IF EXISTS `framsyn_manager_old`", "DROP ROW POLICY IF EXISTS `framsyn_manager_old` ON `core`.`clients`",
		"CREATE ROW POLICY OR REPLACE framsyn_others ON core.clients FOR SELECT USING 1 TO ALL EXCEPT framsyn_analyst_without_health_care, framsyn_manager_",
		"CREATE QUOTA OR REPLACE framsyn_people",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%.3000s", want, text)
		}
	}
	if strings.Contains(text, "DROP USER IF EXISTS `framsyn_owner`") {
		t.Error("an account in the plan is dropped")
	}
	db := chtest.New(t)
	for _, statement := range statements {
		db.Query("SELECT formatQuery(" + sqlfs.Literal(statement) + ")")
	}
}

// What a model says of one client is hidden for those who are left out, also when it
// stands in a new table.
func TestEveryTableOfAModelLeavesOutTheExcluded(t *testing.T) {
	description, objects := shipped(t)
	named := slices.Concat(description.Excluded.FromModels, description.Excluded.FromModelsHidden, description.Excluded.FromSelections)
	for _, object := range objects {
		if object.Database == "model" && object.Kind == sqlfs.Table && object.Header.Access.Class == sqlfs.Person && !slices.Contains(named, object.FullName()) {
			t.Errorf("%s is about clients and not in excluded of access.yaml", object.FullName())
		}
		if i := slices.Index(named, object.FullName()); i >= 0 {
			named = slices.Delete(named, i, i+1)
			columns := object.Columns()
			if object.Kind != sqlfs.Table || !slices.Contains(columns, "client_id") && !slices.Contains(columns, "decision_id") {
				t.Errorf("access.yaml: excluded: %s has no rows of clients", object.FullName())
			}
		}
	}
	if len(named) > 0 {
		t.Errorf("access.yaml: excluded names %v, which are no tables", named)
	}
}

// What a view shows as its owner sees it no row filter limits.
func TestViewsRunAsTheirOwnerNameNoClients(t *testing.T) {
	_, objects := shipped(t)
	var n int
	for _, object := range objects {
		if !object.IsDefiner() {
			continue
		}
		n++
		if columns := object.Columns(); slices.Contains(columns, "client_id") || slices.Contains(columns, "decision_id") {
			t.Errorf("%s shows clients of all areas to whoever may read it", object.FullName())
		}
	}
	if n == 0 {
		t.Error("no view is run as its owner: has IsDefiner lost them?")
	}
}
