package access

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Description says what accounts of programs and roles of people may do.
type Description struct {
	Profiles  map[string]Profile    `yaml:"profiles"`
	Quotas    map[string]Quota      `yaml:"quotas"`
	Services  map[string]Service    `yaml:"services"`  // accounts of programs, by name
	Roles     map[string]Role       `yaml:"roles"`     // of people, by name
	Everybody []string              `yaml:"everybody"` // grants of every role
	Decides   map[Decision][]string `yaml:"decides"`   // roles, by what they decide on single persons
	Excluded  Excluded              `yaml:"excluded"`
}

// Decision is something that a role may decide on single persons.
type Decision string

// The decisions.
const (
	ExcludePerson Decision = "exclude_person" // that a client is left out of models or selections
	ExportPerson  Decision = "export_person"  // that a person gets the own data
	DeleteByRule  Decision = "delete_by_rule" // that data whose time is over is deleted
)

// May tells whether a role may decide something.
func (d Description) May(role string, what Decision) bool {
	return slices.Contains(d.Decides[what], role)
}

// Excluded are the tables without rows of those who are left out, by what they are
// left out of.
type Excluded struct {
	FromModels       []string `yaml:"from_models"`        // rows are deleted and hidden
	FromModelsHidden []string `yaml:"from_models_hidden"` // rows are hidden
	FromSelections   []string `yaml:"from_selections"`    // rows are hidden
}

// Profile is a set of settings that hold for its accounts.
type Profile struct {
	Settings map[string]any   `yaml:"settings"`
	Limits   map[string]Limit `yaml:"limits"` // what an account may set for itself
}

// Limit bounds a setting; nil means unbounded on that side.
type Limit struct {
	Min any `yaml:"min"`
	Max any `yaml:"max"`
}

// Quota bounds what an account asks in a time; 0 is unbounded.
type Quota struct {
	Seconds       int   `yaml:"seconds"`
	Queries       int64 `yaml:"queries"`
	ResultRows    int64 `yaml:"result_rows"`
	ExecutionTime int64 `yaml:"execution_time"` // seconds
}

// Service is an account of a program.
type Service struct {
	Profile string   `yaml:"profile"`
	Grants  []string `yaml:"grants"` // the part of a GRANT between GRANT and TO
}

// Clients says which clients' rows a role sees.
type Clients string

// Which clients' rows.
const (
	NoClients  Clients = "none"
	OwnAreas   Clients = "own_areas"
	AllClients Clients = "all"
)

// Role is what somebody may do.
type Role struct {
	Title     Text           `yaml:"title"`
	Profile   string         `yaml:"profile"`
	Quota     string         `yaml:"quota"` // empty for none
	Reads     []sqlfs.Access `yaml:"reads"`
	Also      []string       `yaml:"also"` // more grants
	Clients   Clients        `yaml:"clients"`
	WritesSQL bool           `yaml:"writes_sql"`
}

// Text is a text in both languages.
type Text struct {
	SV string `yaml:"sv"`
	EN string `yaml:"en"`
}

// ReadDescription is that of access.yaml in a SQL tree.
func ReadDescription(tree sqlfs.Tree) (Description, error) {
	text, err := tree.Access()
	if err != nil {
		return Description{}, err
	}
	return ParseDescription(text)
}

// ParseDescription reads the text of access.yaml. Unknown fields, profiles,
// quotas and classes are errors.
func ParseDescription(text string) (Description, error) {
	var d Description
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)), yaml.Strict())
	if err := decoder.Decode(&d); err != nil {
		return d, fmt.Errorf("access.yaml: %w", err)
	}
	return d, d.validate()
}

// faults collects what is wrong.
type faults []error

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Errorf(format, args...)) }

func (d Description) validate() error {
	var found faults
	for _, name := range slices.Sorted(maps.Keys(d.Services)) {
		d.checkName(&found, name)
		d.checkProfile(&found, name, d.Services[name].Profile)
	}
	for _, name := range slices.Sorted(maps.Keys(d.Roles)) {
		d.checkName(&found, name)
		if _, ok := d.Services[name]; ok {
			found.add("access.yaml: %s is a service and a role", name)
		}
		d.checkRole(&found, name)
	}
	d.checkDecides(&found)
	return errors.Join(found...)
}

func (d Description) checkDecides(found *faults) {
	for _, what := range slices.Sorted(maps.Keys(d.Decides)) {
		if !slices.Contains([]Decision{ExcludePerson, ExportPerson, DeleteByRule}, what) {
			found.add("access.yaml: decides has the unknown decision %q", what)
		}
		for _, name := range d.Decides[what] {
			role, ok := d.Roles[name]
			if !ok {
				found.add("access.yaml: decides.%s has the unknown role %q", what, name)
			}
			if role.Clients == OwnAreas {
				found.add("access.yaml: decides.%s: %s acts with clients, and does not decide who is judged", what, name)
			}
		}
	}
}

func (d Description) checkName(found *faults, name string) {
	if name == "default" {
		found.add("access.yaml: the account default is the engine's own")
	}
}

func (d Description) checkProfile(found *faults, name, profile string) {
	if _, ok := d.Profiles[profile]; !ok {
		found.add("access.yaml: %s has the unknown profile %q", name, profile)
	}
}

func (d Description) checkRole(found *faults, name string) {
	role := d.Roles[name]
	d.checkProfile(found, name, role.Profile)
	if _, ok := d.Quotas[role.Quota]; role.Quota != "" && !ok {
		found.add("access.yaml: role %s has the unknown quota %q", name, role.Quota)
	}
	for _, class := range role.Reads {
		if !slices.Contains(sqlfs.AccessClasses(), class) && class != sqlfs.Released {
			found.add("access.yaml: role %s reads the unknown class %q: want one of %v or %s", name, class, sqlfs.AccessClasses(), sqlfs.Released)
		}
	}
	if !slices.Contains([]Clients{NoClients, OwnAreas, AllClients}, role.Clients) {
		found.add("access.yaml: role %s: clients is %q: want %s, %s or %s", name, role.Clients, NoClients, OwnAreas, AllClients)
	}
	if sees := slices.Contains(role.Reads, sqlfs.Person); sees != (role.Clients != NoClients) {
		found.add("access.yaml: role %s reads person or sees clients, but not both", name)
	}
	if role.Clients != AllClients && slices.Contains(role.Reads, sqlfs.Aggregate) {
		found.add("access.yaml: role %s reads aggregate and does not see all clients: want %s, which hides small cells", name, sqlfs.Released)
	}
	for _, class := range []sqlfs.Access{sqlfs.Identity, sqlfs.Delivery} {
		if slices.Contains(role.Reads, class) {
			found.add("access.yaml: role %s reads %s: no role of people may", name, class)
		}
	}
}
