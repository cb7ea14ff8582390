package sqlfs

import (
	"regexp"
	"strings"
)

// Migration is a change of filled tables that cannot be made in place, such as
// another type or sorting key. It is run once, before the objects are applied,
// and never on a new database.
type Migration struct {
	Name       string // NNNN_<name>; they run in this order
	Statements []Statement
	Hash       string // SHA-256 of the text, in hexadecimal
	File       string // path inside the tree
}

// Migrations returns the migrations in the order of their numbers.
func (t Tree) Migrations() ([]Migration, error) {
	names, err := t.list("migrations", ".sql")
	if err != nil {
		return nil, err
	}
	form := regexp.MustCompile(`^\d{4}_[a-z0-9_]+\.sql$`)
	var migrations []Migration
	var faults faultList
	number := ""
	for _, name := range names {
		file := "migrations/" + name
		if !form.MatchString(name) {
			faults.add(faultf(file, 0, "is not named NNNN_<name>.sql"))
			continue
		}
		if name[:4] == number {
			faults.add(faultf(file, 0, "has the number of another migration"))
			continue
		}
		number = name[:4]
		text, err := t.read(file)
		if err != nil {
			return nil, err
		}
		migrations = append(migrations, Migration{
			Name: strings.TrimSuffix(name, ".sql"), Statements: Split(text), Hash: hashOf(text), File: file,
		})
	}
	return migrations, faults.err()
}
