package access

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"
)

// Members is a municipality's own access.yaml: who has which role.
type Members struct {
	Contact           string            `yaml:"contact,omitempty"`            // whom to ask for access, shown to those who have none
	SmallCells        SmallCells        `yaml:"small_cells,omitempty"`        //
	People            map[string]Member `yaml:"people,omitempty"`             // by verified login
	Groups            map[string]Member `yaml:"groups,omitempty"`             // by group that the identity provider gives
	OrganisationRoles map[string]Member `yaml:"organisation_roles,omitempty"` // by role in Grafana: Viewer, Editor, Admin
	Services          string            `yaml:"services,omitempty"`           // role of alert rules and other callers without a person; empty refuses them
}

// Member is what somebody is given.
type Member struct {
	Role  string   `yaml:"role"`
	Areas []string `yaml:"areas,omitempty"` // area_id of those that a role of own areas sees, with what lies below them; - for clients without an area
	// WithoutHealthCare keeps municipal health care (HSL) from a member: it is a secrecy area of its own.
	WithoutHealthCare bool `yaml:"without_health_care,omitempty"`
}

// NoArea stands in a member's areas for clients whom no area has: those without a
// decision, whom only health care knows.
const NoArea = "-"

// SmallCells says how groups of few persons are hidden from those who see
// aggregates only.
type SmallCells struct {
	Threshold int `yaml:"threshold"` // persons: cells of 1 to one less are hidden; 5 by default
	RoundTo   int `yaml:"round_to"`  // counts of persons are rounded to multiples of it; 1 for none, 5 by default
}

// The defaults of [SmallCells].
const (
	defaultThreshold = 5
	defaultRoundTo   = 5
)

// OrDefault puts the defaults in the place of what is not set.
func (s SmallCells) OrDefault() SmallCells {
	if s.Threshold == 0 {
		s.Threshold = defaultThreshold
	}
	if s.RoundTo == 0 {
		s.RoundTo = defaultRoundTo
	}
	return s
}

// ParseMembers reads a municipality's access.yaml, and tests it against the roles
// of a description.
func ParseMembers(text []byte, d Description) (Members, error) {
	var m Members
	if len(bytes.TrimSpace(text)) > 0 {
		if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&m); err != nil {
			return m, fmt.Errorf("access.yaml: %w", err)
		}
	}
	m.SmallCells = m.SmallCells.OrDefault()
	return m, m.validate(d)
}

// YAML writes the members as [ParseMembers] reads them.
func (m Members) YAML() ([]byte, error) {
	text, err := yaml.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("access.yaml: %w", err)
	}
	return text, nil
}

func (m Members) validate(d Description) error {
	var found faults
	for _, list := range m.lists() {
		for _, name := range slices.Sorted(maps.Keys(list.members)) {
			checkMember(&found, list.field+"."+name, list.members[name], d)
		}
	}
	for name := range m.OrganisationRoles {
		if !slices.Contains([]string{"Viewer", "Editor", "Admin"}, name) {
			found.add("access.yaml: organisation_roles.%s is no role of a Grafana organisation: want Viewer, Editor or Admin", name)
		}
	}
	if role, ok := d.Roles[m.Services]; m.Services != "" && (!ok || role.Clients != NoClients) {
		found.add("access.yaml: services: %q is no role that sees no clients", m.Services)
	}
	if m.SmallCells.Threshold < 1 || m.SmallCells.Threshold > 100 || m.SmallCells.RoundTo < 1 || m.SmallCells.RoundTo > 100 {
		found.add("access.yaml: small_cells: threshold and round_to are 1 to 100, not %d and %d", m.SmallCells.Threshold, m.SmallCells.RoundTo)
	}
	return errors.Join(found...)
}

// list is one of the three lists of members.
type list struct {
	field   string
	members map[string]Member
}

func (m Members) lists() []list {
	return []list{{"people", m.People}, {"groups", m.Groups}, {"organisation_roles", m.OrganisationRoles}}
}

func checkMember(found *faults, field string, member Member, d Description) {
	role, ok := d.Roles[member.Role]
	switch {
	case !ok:
		found.add("access.yaml: %s has the unknown role %q: want one of %v", field, member.Role, slices.Sorted(maps.Keys(d.Roles)))
	case role.Clients == OwnAreas && len(member.Areas) == 0:
		found.add("access.yaml: %s is %s and has no areas: want areas: [area_id, …] of core.areas", field, member.Role)
	case role.Clients != OwnAreas && len(member.Areas) > 0:
		found.add("access.yaml: %s has areas, but a %s sees %s clients whatever they are", field, member.Role, role.Clients)
	}
	if slices.Contains(member.Areas, "") {
		found.add("access.yaml: %s: an area is empty", field)
	}
}
