package access

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// prefix of all names on a server, so that they take no other user's place.
const prefix = "framsyn_"

// ServerName is the name of an account, profile, quota or role on a server.
func ServerName(name string) string { return prefix + name }

// Existing are names on a server that begin with framsyn_, as its system tables
// give them.
type Existing struct {
	Users    []string
	Policies []Policy
}

// Policy is a row policy on a server.
type Policy struct{ Name, Database, Table string }

// Statements returns the SQL that makes the plan on a server, safe to repeat, and
// that takes away what is there and not in the plan. Passwords are by account.
// Between two statements an account may have less than it should, never more.
func (p Plan) Statements(passwords map[string]string, there Existing) []string {
	var statements []string
	add := func(format string, args ...any) { statements = append(statements, fmt.Sprintf(format, args...)) }
	for _, user := range there.Users {
		if !slices.Contains(p.Names(), strings.TrimPrefix(user, prefix)) {
			add("DROP USER IF EXISTS %s", sqlfs.Quoted(user))
			add("DROP ROLE IF EXISTS %s", sqlfs.Quoted(user))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Profiles)) {
		add("CREATE SETTINGS PROFILE OR REPLACE %s%s", ServerName(name), p.Profiles[name].sql())
	}
	policies := p.policies()
	for _, policy := range policies {
		add("%s", policy.statement)
	}
	for _, account := range p.Accounts {
		account.statements(passwords[account.Name], add)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Quotas)) {
		add("CREATE QUOTA OR REPLACE %s KEYED BY user_name %s", ServerName(name), p.Quotas[name].sql(p.with(name)))
	}
	for _, policy := range there.Policies {
		isWanted := slices.ContainsFunc(policies, func(wanted policyStatement) bool { return wanted.Policy == policy })
		if !isWanted && strings.HasPrefix(policy.Name, prefix) {
			add("DROP ROW POLICY IF EXISTS %s ON %s.%s", sqlfs.Quoted(policy.Name), sqlfs.Quoted(policy.Database), sqlfs.Quoted(policy.Table))
		}
	}
	return statements
}

// statements make an account: a role with its grants, and the user who has it.
func (a Account) statements(password string, add func(format string, args ...any)) {
	name := ServerName(a.Name)
	add("CREATE ROLE IF NOT EXISTS %s", name)
	add("REVOKE ALL ON *.* FROM %s", name)
	for _, grant := range a.Grants {
		add("GRANT %s TO %s", grant, name)
	}
	add("CREATE USER OR REPLACE %s IDENTIFIED WITH sha256_hash BY '%s' SETTINGS PROFILE '%s'", name, passwordHash(password), ServerName(a.Profile))
	add("GRANT %s TO %s", name, name)
}

type policyStatement struct {
	Policy

	statement string
}

// policies are the row policies: one for each filter, and one on each filtered
// table for all others, since a table with a policy is empty for those without one.
func (p Plan) policies() []policyStatement {
	var found []policyStatement
	limited := map[Policy][]string{} // accounts by table
	for _, account := range p.Accounts {
		for _, filter := range account.Filters {
			policy := Policy{ServerName(account.Name), filter.Database, filter.Object}
			found = append(found, policyStatement{policy, fmt.Sprintf("CREATE ROW POLICY OR REPLACE %s ON %s.%s FOR SELECT USING %s TO %s",
				policy.Name, policy.Database, policy.Table, filter.Condition, ServerName(account.Name))})
			table := Policy{ServerName("others"), filter.Database, filter.Object}
			limited[table] = append(limited[table], ServerName(account.Name))
		}
	}
	tables := slices.SortedFunc(maps.Keys(limited), func(a, b Policy) int { return strings.Compare(a.Database+"."+a.Table, b.Database+"."+b.Table) })
	for _, policy := range tables {
		found = append(found, policyStatement{policy, fmt.Sprintf("CREATE ROW POLICY OR REPLACE %s ON %s.%s FOR SELECT USING 1 TO ALL EXCEPT %s",
			policy.Name, policy.Database, policy.Table, strings.Join(limited[policy], ", "))})
	}
	return found
}

// with names the accounts with a quota, as on a server.
func (p Plan) with(quota string) []string {
	var names []string
	for _, account := range p.Accounts {
		if account.Quota == quota {
			names = append(names, ServerName(account.Name))
		}
	}
	return names
}

func (q Quota) sql(users []string) string {
	var limits []string
	for _, limit := range []struct {
		name  string
		value int64
	}{{"queries", q.Queries}, {"result_rows", q.ResultRows}, {"execution_time", q.ExecutionTime}} {
		if limit.value > 0 {
			limits = append(limits, fmt.Sprintf("%s = %d", limit.name, limit.value))
		}
	}
	text := fmt.Sprintf("FOR INTERVAL %d second MAX %s", q.Seconds, strings.Join(limits, ", "))
	if len(users) > 0 {
		text += " TO " + strings.Join(users, ", ")
	}
	return text
}

func (p Profile) sql() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(p.Settings)) {
		part := fmt.Sprintf("%s = %s", name, settingLiteral(p.Settings[name]))
		if limit, ok := p.Limits[name]; ok {
			part += limit.sql()
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return ""
	}
	return " SETTINGS " + strings.Join(parts, ", ")
}

func (l Limit) sql() string {
	var text string
	if l.Min != nil {
		text += " MIN " + settingLiteral(l.Min)
	}
	if l.Max != nil {
		text += " MAX " + settingLiteral(l.Max)
	}
	return text
}

func settingLiteral(value any) string {
	if text, ok := value.(string); ok {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return fmt.Sprint(value)
}

func passwordHash(password string) string {
	sum := sha256.Sum256([]byte(password))
	return hex.EncodeToString(sum[:])
}
