package macros

import (
	"fmt"
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
)

// adHocFilters writes the filters that name a column of the table; others are told
// of in a notice.
func adHocFilters(e *expander, c call) (string, error) {
	table, ok := literal(c.arguments[0])
	if inner, isMacro := variableName(c.arguments[0]); isMacro && inner == "__table" {
		table, ok = e.scope.Table, e.scope.Table != ""
	}
	if !ok {
		return "", fault(c.line, "skriv $__adHocFilters('databas.tabell')", "write $__adHocFilters('database.table')")
	}
	if len(e.scope.Filters) == 0 {
		return "(1 = 1)", nil
	}
	types := map[string]string{}
	if e.scope.Types != nil {
		var err error
		if types, err = e.scope.Types(e.ctx, table); err != nil {
			return "", fmt.Errorf("types of %s: %w", table, err)
		}
	}
	var conditions []string
	for _, filter := range e.scope.Filters {
		column, ok := columnOf(filter.Key, table)
		typ, known := types[column]
		if !ok || !known {
			e.result.Notices = append(e.result.Notices, queries.Text{
				SV: fmt.Sprintf("Filtret på %s gäller inte här: %s har ingen sådan kolumn.", filter.Key, table),
				EN: fmt.Sprintf("The filter on %s does not apply here: %s has no such column.", filter.Key, table),
			})
			continue
		}
		condition, err := e.filter(c.line, filter, column, typ)
		if err != nil {
			return "", err
		}
		conditions = append(conditions, condition)
	}
	if len(conditions) == 0 {
		return "(1 = 1)", nil
	}
	return "(" + strings.Join(conditions, " AND ") + ")", nil
}

// columnOf returns the column that a key names, if it is one of the table's: the
// key is column, table.column or database.table.column, and columns may have dots.
func columnOf(key, table string) (string, bool) {
	if column, ok := strings.CutPrefix(key, table+"."); ok {
		return column, true
	}
	_, name, _ := strings.Cut(table, ".")
	if column, ok := strings.CutPrefix(key, name+"."); ok && name != "" {
		return column, true
	}
	if strings.Count(key, ".") >= 1 && isOtherTable(key) {
		return "", false
	}
	return key, true
}

// isOtherTable tells whether a key begins with one of our databases.
func isOtherTable(key string) bool {
	database, _, _ := strings.Cut(key, ".")
	for _, ours := range sqlfs.Databases() {
		if database == ours {
			return true
		}
	}
	return false
}

// filter writes one condition; the value has the type of the column.
func (e *expander) filter(line int, filter Filter, column, typ string) (string, error) {
	left, base := sqlfs.Quoted(column), bare(typ)
	if element, ok := arrayOf(base); ok {
		return e.arrayFilter(line, filter, left, bare(element))
	}
	if strings.HasPrefix(base, "Enum") {
		left, base = "toString("+left+")", "String"
	}
	if filter.Operator == "=~" || filter.Operator == "!~" {
		pattern, err := e.next("String", filter.Value)
		if err != nil {
			return "", err
		}
		return negated(filter.Operator == "!~", fmt.Sprintf("match(toString(%s), %s)", left, pattern)), nil
	}
	if filter.Value == "__null__" && (filter.Operator == "=" || filter.Operator == "!=") {
		return negated(filter.Operator == "!=", "isNull("+left+")"), nil
	}
	var value any = filter.Value
	operator, ok := map[string]string{"=": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "=|": "IN", "!=|": "NOT IN"}[filter.Operator]
	if !ok {
		return "", fault(line, "filtret på %s har den okända operatorn %q", "the filter on %s has the unknown operator %q", filter.Key, filter.Operator)
	}
	if strings.HasSuffix(operator, "IN") {
		base, value = "Array("+base+")", filter.Values
	} else if filter.Value == "__empty__" {
		value = ""
	}
	right, err := e.next(base, value)
	if err != nil {
		return "", valueFault(line, queries.Text{SV: "filtret på " + filter.Key, EN: "the filter on " + filter.Key}, err)
	}
	return fmt.Sprintf("(%s %s %s)", left, operator, right), nil
}

// arrayFilter asks what an array holds.
func (e *expander) arrayFilter(line int, filter Filter, left, element string) (string, error) {
	values := filter.Values
	switch filter.Operator {
	case "=", "!=":
		values = []string{filter.Value}
	case "=|", "!=|":
	default:
		return "", fault(line, "filtret på %s: en lista jämförs med = eller !=", "the filter on %s: a list is compared by = or !=", filter.Key)
	}
	right, err := e.next("Array("+element+")", values)
	if err != nil {
		return "", valueFault(line, queries.Text{SV: "filtret på " + filter.Key, EN: "the filter on " + filter.Key}, err)
	}
	return negated(strings.HasPrefix(filter.Operator, "!"), fmt.Sprintf("hasAny(%s, %s)", left, right)), nil
}

// next binds a value under a name of its own.
func (e *expander) next(typ string, value any) (string, error) {
	e.counter++
	return e.parameter(fmt.Sprintf("__filter%d", e.counter), typ, value)
}

func negated(not bool, condition string) string {
	if not {
		return "(NOT " + condition + ")"
	}
	return "(" + condition + ")"
}

// bare takes Nullable and LowCardinality off a type.
func bare(typ string) string {
	for _, name := range []string{"LowCardinality(", "Nullable("} {
		if inner, ok := strings.CutPrefix(typ, name); ok {
			return bare(strings.TrimSuffix(inner, ")"))
		}
	}
	return typ
}

func arrayOf(typ string) (string, bool) {
	inner, ok := strings.CutPrefix(typ, "Array(")
	return strings.TrimSuffix(inner, ")"), ok
}
