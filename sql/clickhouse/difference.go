package clickhouse

import (
	"fmt"
	"maps"
	"slices"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// difference returns the ALTER commands that turn one table into another, and
// what cannot be done by such commands without a decision.
func difference(have, wanted tableShape) (commands, faults []string) {
	commands, faults = columnDifference(have.columns, wanted.columns)
	for _, name := range slices.Sorted(maps.Keys(have.constraints)) {
		if wanted.constraints[name] != have.constraints[name] {
			commands = append(commands, "DROP CONSTRAINT "+sqlfs.Quoted(name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(wanted.constraints)) {
		if wanted.constraints[name] != have.constraints[name] {
			commands = append(commands, "ADD CONSTRAINT "+sqlfs.Quoted(name)+" "+wanted.constraints[name])
		}
	}
	if have.comment != wanted.comment {
		commands = append(commands, "MODIFY COMMENT "+sqlfs.Literal(wanted.comment))
	}
	if have.engine != wanted.engine {
		faults = append(faults, fmt.Sprintf("engine, keys or settings are %q and should be %q", have.engine, wanted.engine))
	}
	if have.indices != wanted.indices {
		faults = append(faults, fmt.Sprintf("indices are %q and should be %q", have.indices, wanted.indices))
	}
	return commands, faults
}

func columnDifference(have, wanted []columnShape) (commands, faults []string) {
	find := func(columns []columnShape, name string) (columnShape, bool) {
		i := slices.IndexFunc(columns, func(c columnShape) bool { return c.name == name })
		if i < 0 {
			return columnShape{}, false
		}
		return columns[i], true
	}
	for _, old := range have {
		if _, ok := find(wanted, old.name); !ok {
			faults = append(faults, fmt.Sprintf("column %s is no longer in the file", old.name))
		}
	}
	place := "FIRST"
	for _, column := range wanted {
		old, ok := find(have, column.name)
		switch {
		case !ok:
			commands = append(commands, "ADD COLUMN "+column.definition()+" "+place)
		case old.typeName != column.typeName:
			faults = append(faults, fmt.Sprintf("column %s is of type %s and should be %s", column.name, old.typeName, column.typeName))
		case old.defaultKind != column.defaultKind || old.defaultText != column.defaultText:
			faults = append(faults, fmt.Sprintf("column %s has %q and should have %q", column.name,
				old.defaultKind+" "+old.defaultText, column.defaultKind+" "+column.defaultText))
		case old.codec != column.codec:
			commands = append(commands, "MODIFY COLUMN "+column.definition())
		case old.comment != column.comment:
			commands = append(commands, "COMMENT COLUMN "+sqlfs.Quoted(column.name)+" "+sqlfs.Literal(column.comment))
		}
		place = "AFTER " + sqlfs.Quoted(column.name)
	}
	return commands, faults
}

// definition is the column as in CREATE TABLE.
func (c columnShape) definition() string {
	text := sqlfs.Quoted(c.name) + " " + c.typeName
	if c.defaultKind != "" {
		text += " " + c.defaultKind + " " + c.defaultText
	}
	text += " COMMENT " + sqlfs.Literal(c.comment)
	if c.codec != "" {
		text += " " + c.codec
	}
	return text
}
