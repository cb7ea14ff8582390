package access

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// Plan is every account of the database.
type Plan struct {
	Profiles map[string]Profile
	Quotas   map[string]Quota
	Accounts []Account // by name
	Excluded Excluded  // tables without those who are left out
}

// Account is a user of the database.
type Account struct {
	Name    string
	Profile string
	Quota   string   // empty for none
	Grants  []string // the part of a GRANT between GRANT and TO
	Filters []Filter // of rows, by object

	Role              string   // that it is of; empty for a program
	Areas             []string // of a role of own areas
	WithoutHealthCare bool
	WritesSQL         bool
	Objects           []Readable // of ours that it may read, by name; nil for a program
}

// Filter limits the rows of a table that an account sees.
type Filter struct {
	Database, Object string
	Condition        string
}

// Readable is an object that an account may read.
type Readable struct {
	Object  string   // <database>.<name>; released.* for all released ones
	Columns []string // nil for all
}

// ReadOnly tells whether an account may change no settings, not even by a deadline.
func (p Plan) ReadOnly(name string) bool {
	account, ok := p.Account(name)
	return ok && isReadOnly(p.Profiles[account.Profile])
}

func isReadOnly(profile Profile) bool { return profile.Settings["readonly"] == uint64(1) }

// Account finds an account by name.
func (p Plan) Account(name string) (Account, bool) {
	for _, account := range p.Accounts {
		if account.Name == name {
			return account, true
		}
	}
	return Account{}, false
}

// Names returns the names of all accounts.
func (p Plan) Names() []string {
	names := make([]string, len(p.Accounts))
	for i, account := range p.Accounts {
		names[i] = account.Name
	}
	return names
}

// AccountOf names the account of a member.
func (d Description) AccountOf(member Member) string {
	var suffix string
	if d.Roles[member.Role].Clients == OwnAreas {
		areas := slices.Compact(slices.Sorted(slices.Values(member.Areas)))
		sum := sha256.Sum256([]byte(strings.Join(areas, "\x00")))
		suffix = "_" + hex.EncodeToString(sum[:4])
	}
	if member.WithoutHealthCare {
		suffix += "_without_health_care"
	}
	return member.Role + suffix
}

// Compile makes the accounts that a municipality needs. Every role that sees none
// or all clients has its account whether it has members or not.
func Compile(d Description, m Members, objects []sqlfs.Object) (Plan, error) {
	plan := Plan{Profiles: d.Profiles, Quotas: d.Quotas, Excluded: d.Excluded}
	for _, name := range slices.Sorted(maps.Keys(d.Services)) {
		service := d.Services[name]
		plan.Accounts = append(plan.Accounts, Account{Name: name, Profile: service.Profile, Grants: service.Grants})
	}
	wanted := map[string]Member{}
	for name, role := range d.Roles {
		if role.Clients != OwnAreas {
			wanted[name] = Member{Role: name}
		}
	}
	for _, list := range m.lists() {
		for _, member := range list.members {
			wanted[d.AccountOf(member)] = member
		}
	}
	var found []error
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		account, err := d.account(name, wanted[name], objects)
		plan.Accounts = append(plan.Accounts, account)
		found = append(found, err)
	}
	slices.SortFunc(plan.Accounts, func(a, b Account) int { return strings.Compare(a.Name, b.Name) })
	return plan, errors.Join(found...)
}

// account makes the account of a member.
func (d Description) account(name string, member Member, objects []sqlfs.Object) (Account, error) {
	role := d.Roles[member.Role]
	account := Account{
		Name: name, Profile: role.Profile, Quota: role.Quota, Role: member.Role, WritesSQL: role.WritesSQL,
		WithoutHealthCare: member.WithoutHealthCare, Areas: slices.Compact(slices.Sorted(slices.Values(member.Areas))),
	}
	readable := reading(role, member, objects)
	for _, object := range objects {
		columns, ok := readable[object.FullName()]
		if !ok {
			continue
		}
		account.Objects = append(account.Objects, Readable{Object: object.FullName(), Columns: columns})
		what := "SELECT"
		if columns != nil {
			what += "(" + strings.Join(columns, ", ") + ")"
		}
		account.Grants = append(account.Grants, what+" ON "+object.FullName())
		if condition := d.rowsOf(role, account, object); condition != "" {
			account.Filters = append(account.Filters, Filter{object.Database, object.Name, condition})
		}
	}
	if slices.Contains(role.Reads, sqlfs.Released) {
		account.Objects = append(account.Objects, Readable{Object: "released.*"})
		account.Grants = append(account.Grants, "SELECT ON released.*")
	}
	account.Grants = append(append(account.Grants, role.Also...), d.Everybody...)
	return account, unfiltered(role, account, objects)
}

// reading returns the objects that a member may read, with their columns; nil for
// all columns. A view is readable where all that it reads is, for it is run as who
// asks, unless it says otherwise.
func reading(role Role, member Member, objects []sqlfs.Object) map[string][]string {
	readable := map[string][]string{}
	may := func(secrecy sqlfs.Secrecy) bool {
		return slices.Contains(role.Reads, secrecy.Class) && (!member.WithoutHealthCare || !secrecy.IsHealthCare)
	}
	for _, object := range objects {
		if secrecy := object.Header.Access; object.Kind == sqlfs.Table && may(secrecy) {
			readable[object.FullName()] = nil
			if member.WithoutHealthCare && len(secrecy.HealthCareColumns) > 0 {
				readable[object.FullName()] = slices.DeleteFunc(object.Columns(), func(name string) bool { return slices.Contains(secrecy.HealthCareColumns, name) })
			}
		}
	}
	for found := len(readable) - 1; found < len(readable); { // until no view is added that others read
		found = len(readable)
		for _, object := range objects {
			if object.Kind == sqlfs.View && may(object.Header.Access) && canRun(object, readable) {
				readable[object.FullName()] = nil
			}
		}
	}
	return readable
}

// canRun tells whether all columns of all that a view reads may be read.
func canRun(view sqlfs.Object, readable map[string][]string) bool {
	if view.IsDefiner() {
		return true
	}
	for _, source := range view.Header.Sources {
		if columns, ok := readable[source]; !ok || columns != nil {
			return false
		}
	}
	return true
}
