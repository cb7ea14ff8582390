package sqlfs

import "strings"

// Check is a query that must return no rows.
type Check struct {
	Name    string // of the file, without .sql
	Asserts string // what it asserts, from its first comment line
	Query   string
	File    string // path inside the tree
}

// Checks returns the checks, sorted by name.
func (t Tree) Checks() ([]Check, error) {
	names, err := t.list("checks", ".sql")
	if err != nil {
		return nil, err
	}
	var checks []Check
	var faults faultList
	for _, name := range names {
		text, err := t.read("checks", name)
		if err != nil {
			return nil, err
		}
		check, err := parseCheck("checks/"+name, text)
		if err != nil {
			faults.add(err)
			continue
		}
		checks = append(checks, check)
	}
	return checks, faults.err()
}

func parseCheck(file, text string) (Check, error) {
	name := strings.TrimSuffix(strings.TrimPrefix(file, "checks/"), ".sql")
	first, _, _ := strings.Cut(text, "\n")
	asserts, ok := strings.CutPrefix(first, "-- ")
	if !ok {
		return Check{}, faultf(file, 1, "the first line must be a comment that says what the check asserts")
	}
	asserts = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(asserts, "checks."), name+":"))
	statements := Split(text)
	if len(statements) != 1 {
		return Check{}, faultf(file, 0, "has %d statements, want one query", len(statements))
	}
	return Check{Name: name, Asserts: asserts, Query: statements[0].Text, File: file}, nil
}
