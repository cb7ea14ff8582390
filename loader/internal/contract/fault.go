package contract

import "github.com/framsyn/framsyn/sql/identity"

// Fault is why a record is rejected. It never holds a value.
type Fault struct {
	// Field is the title or number of the column; empty for the whole row.
	Field string
	// Class says what kind of value stood there.
	Class  string
	Rule   string
	Reason Text
}

// DeletedPerson is the fault of a row about somebody whose data was deleted by rule. It is
// not kept to be mended.
func DeletedPerson() Fault {
	return Fault{Class: "row", Rule: RuleDeleted, Reason: reason(RuleDeleted)}
}

// fail notes a fault of a column.
func (d *Decoder) fail(s *step, rule string) {
	f := Fault{Field: maskTitle(s.title), Class: classOf(d.field(s.at)), Rule: rule, Reason: reason(rule)}
	if rule == rulePattern && s.column.Reason != (Text{}) {
		f.Reason = s.column.Reason
	}
	d.Faults = append(d.Faults, f)
}

// failRow notes a fault of the whole record.
func (d *Decoder) failRow(rule string) {
	d.Faults = append(d.Faults, Fault{Class: "row", Rule: rule, Reason: reason(rule)})
}

// failRule notes that a rule between columns is broken; its first column is named.
func (d *Decoder) failRule(r *check) {
	s := &d.plan.steps[r.args[0]]
	d.Faults = append(d.Faults, Fault{Field: maskTitle(s.title), Class: classOf(d.field(s.at)), Rule: r.rule.Name, Reason: r.rule.Reason})
}

// maskTitle masks titles too: a file without header has data where titles should be.
func maskTitle(title string) string {
	masked, _ := identity.Mask(title)
	return masked
}

// classOf says what kind of value a field holds.
func classOf(text []byte) string {
	digits, letters, others := 0, 0, 0
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80:
			letters++
		case c != '-' && c != ',' && c != '.':
			others++
		}
	}
	_, isDate := parseDate(text, dateForms{true, true}, false)
	switch {
	case len(text) == 0:
		return "empty"
	case isDate:
		return "date"
	case identity.Looks(text):
		return "identity-like"
	case letters == 0 && others == 0 && digits > 0:
		return "number"
	case len(text) <= 8 && letters > 0 && others == 0:
		return "code"
	default:
		return "text"
	}
}

// FailRange notes that the value of a column is beyond what its raw column holds.
func (d *Decoder) FailRange(column int) { d.fail(&d.plan.steps[column], ruleRange) }
