package sqlfs

import (
	"slices"
	"strings"
)

// Access is the class of an object: what it says about whom, which decides who may
// read it (see access.yaml).
type Access string

// The classes.
const (
	Reference Access = "reference" // code lists, norms, areas, population: about nobody
	Person    Access = "person"    // about clients, one by one
	Aggregate Access = "aggregate" // about groups of clients, the smallest too
	Model     Access = "model"     // what models are, and how good
	Operation Access = "operation" // loads, jobs, the schema
	Log       Access = "log"       // who saw and took what
	Delivery  Access = "delivery"  // as delivered: raw and stg
	Identity  Access = "identity"  // who is who: vault
)

// Released is what objects of the class [Aggregate] become for those who may see
// no persons: small cells hidden, counts rounded. No file has it.
const Released Access = "released"

// AccessClasses returns the classes that a file may name.
func AccessClasses() []Access {
	return []Access{Reference, Person, Aggregate, Model, Operation, Log, Delivery, Identity}
}

// Secrecy is the Access line of a header: its class, and what of it is about
// municipal health care (HSL), a secrecy area of its own.
type Secrecy struct {
	Class             Access
	IsHealthCare      bool     // all of it is
	HealthCareColumns []string // some columns are
}

// String writes the line as a file has it, without the stop.
func (s Secrecy) String() string {
	switch {
	case s.IsHealthCare:
		return string(s.Class) + ", health care"
	case len(s.HealthCareColumns) > 0:
		return string(s.Class) + "; health care: " + strings.Join(s.HealthCareColumns, ", ")
	}
	return string(s.Class)
}

// parseSecrecy reads "person.", "person, health care." or "person; health care: a, b.".
func parseSecrecy(file, text string) (Secrecy, error) {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	class, columns, some := strings.Cut(text, "; health care:")
	class, whole := strings.CutSuffix(strings.TrimSpace(class), ", health care")
	found := Secrecy{Class: Access(class), IsHealthCare: whole}
	if text == "" {
		return found, nil // of no class: nobody but its owner reads it
	}
	if !slices.Contains(AccessClasses(), found.Class) {
		return found, faultf(file, 0, "Access: %q is no class: want one of %v", class, AccessClasses())
	}
	if !some {
		return found, nil
	}
	for column := range strings.SplitSeq(columns, ",") {
		column = strings.TrimSpace(column)
		if !isColumnName(column) {
			return found, faultf(file, 0, "Access: %q is no column", column)
		}
		found.HealthCareColumns = append(found.HealthCareColumns, column)
	}
	return found, nil
}
