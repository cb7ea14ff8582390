package access

import (
	"fmt"
	"slices"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// rowsOf is the condition on the rows of a table that an account sees; empty for
// all rows. A view needs none: the tables below it have theirs.
func (d Description) rowsOf(role Role, account Account, object sqlfs.Object) string {
	if object.Kind == sqlfs.View || object.Header.Access.Class != sqlfs.Person {
		return ""
	}
	var conditions []string
	for _, condition := range []string{seenRows(role, account, object), ofClients(object, d.Excluded.condition(object))} {
		if condition != "" {
			conditions = append(conditions, condition)
		}
	}
	return strings.Join(conditions, " AND ")
}

// seenRows is the part of the condition that is about areas and health care.
func seenRows(role Role, account Account, object sqlfs.Object) string {
	if slices.Contains(object.Columns(), decisionArea) {
		return seenClients(role, account, decisionArea, decisionParentArea+" IN (%s)")
	}
	condition := seenClients(role, account, "area_id", "area_id IN (SELECT areas.area_id FROM core.areas AS areas WHERE areas.parent_area_id IN (%s))")
	switch name := object.FullName(); {
	case condition == "", name == "core.clients":
		return condition
	case name == savedSelections:
		return namesOnly(condition)
	}
	return ofClients(object, "client_id IN (SELECT clients.client_id FROM core.clients AS clients WHERE "+condition+")")
}

// A table with these columns says of each client itself what core.clients does, for
// lists that must answer at once: to find one's clients there first takes longer.
const (
	decisionArea       = "decision_area_id"
	decisionParentArea = "decision_parent_area_id"
)

// seenClients is the condition on the columns of clients that an account sees; empty
// for all. Below is that on units, where %s is a list of the areas above them.
func seenClients(role Role, account Account, area, below string) string {
	var who []string
	if role.Clients == OwnAreas {
		who = append(who, ownAreas(account.Areas, area, below))
	}
	if account.WithoutHealthCare {
		who = append(who, "has_decision")
	}
	return strings.Join(who, " AND ")
}

// ofClients is a condition on clients as one on the rows of a table.
func ofClients(object sqlfs.Object, condition string) string {
	columns := object.Columns()
	switch {
	case condition == "" || slices.Contains(columns, "client_id"):
		return condition
	case slices.Contains(columns, "decision_id"):
		return "decision_id IN (SELECT decisions.decision_id FROM core.service_decisions AS decisions WHERE " + condition + ")"
	}
	return ""
}

// condition leaves out the clients who are left out of what a table is for.
func (e Excluded) condition(object sqlfs.Object) string {
	var column string
	switch name := object.FullName(); {
	case slices.Contains(e.FromModels, name), slices.Contains(e.FromModelsHidden, name):
		column = "is_from_models"
	case slices.Contains(e.FromSelections, name):
		column = "is_from_selections"
	default:
		return ""
	}
	return markOfClient + " NOT IN (SELECT marks.mark FROM core.exclusion_marks AS marks WHERE marks." + column + ")"
}

// markOfClient is what core.exclusion_marks has in place of a pseudonym.
const markOfClient = "bitShiftRight(intHash64(client_id), 20)"

// ownAreas is the condition on the area of clients for some areas and the units below
// them. A client is of the area of the newest decision, so a whole course is seen or
// none of it.
func ownAreas(areas []string, column, below string) string {
	var own, above []string
	for _, area := range areas {
		if area == NoArea { // it is not above those that have none above them
			own = append(own, "''")
			continue
		}
		own, above = append(own, sqlfs.Literal(area)), append(above, sqlfs.Literal(area))
	}
	condition := column + " IN (" + strings.Join(own, ", ") + ")"
	if len(above) > 0 {
		condition = "(" + condition + " OR " + fmt.Sprintf(below, strings.Join(above, ", ")) + ")"
	}
	return condition
}

// savedSelections belong to the municipality, their members do not.
const savedSelections = "core.selections"

// namesOnly is the condition on saved selections for who sees the clients of a
// condition: those that name no others. A selection may be of clients chosen by
// hand, or its condition written in SQL name some.
func namesOnly(condition string) string {
	return "hasAll((SELECT groupArray(toString(clients.client_id)) FROM core.clients AS clients WHERE " + condition + "), extractAll(concat(filter_sql, ' ', filter_json), '[0-9]{12,20}'))"
}

// unfiltered finds tables about persons that an account of some areas would see
// whole.
func unfiltered(role Role, account Account, objects []sqlfs.Object) error {
	if len(account.Areas) == 0 && !account.WithoutHealthCare {
		return nil
	}
	var found faults
	for _, object := range objects {
		isRead := slices.ContainsFunc(account.Objects, func(r Readable) bool { return r.Object == object.FullName() })
		isFiltered := seenRows(role, account, object) != ""
		isTable := object.Kind == sqlfs.Table && object.Header.Access.Class == sqlfs.Person
		if isRead && isTable && !isFiltered {
			found.add("sql/%s: Access is person, but there is no client_id or decision_id to filter its rows by", object.File)
		}
	}
	if len(found) > 0 {
		return found[0]
	}
	return nil
}
