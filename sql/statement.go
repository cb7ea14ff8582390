package sqlfs

import (
	"errors"
	"strings"
)

// errNoTarget is returned for a statement that is not of the form that names a
// target.
var errNoTarget = errors.New("want CREATE TABLE, CREATE VIEW or INSERT INTO with <database>.<name>")

// target is the place in a statement where the object that it makes or fills is
// named.
type target struct {
	verb           string // "TABLE", "VIEW" or "INTO"
	database, name string
	head           int // offset of the first word of the statement
	begin, end     int // the span of <database>.<name>
}

// findTarget reads CREATE TABLE|VIEW [IF NOT EXISTS] db.name or INSERT INTO
// [TABLE] db.name.
func findTarget(sql string) (target, error) {
	tokens := loud(sql)
	at := func(i int) Token {
		if i < len(tokens) {
			return tokens[i]
		}
		return Token{Kind: TokenSymbol}
	}
	if len(tokens) == 0 {
		return target{}, errNoTarget
	}
	found := target{head: tokens[0].Offset}
	i := 2
	switch {
	case at(0).Is("CREATE") && (at(1).Is("TABLE") || at(1).Is("VIEW")):
		found.verb = strings.ToUpper(at(1).Text)
		if at(2).Is("IF") && at(3).Is("NOT") && at(4).Is("EXISTS") {
			i = 5
		}
	case at(0).Is("INSERT") && at(1).Is("INTO"):
		found.verb = "INTO"
		if at(2).Is("TABLE") {
			i = 3
		}
	default:
		return target{}, errNoTarget
	}
	database, dot, name := at(i), at(i+1), at(i+2)
	if !isNameToken(database) || dot.Text != "." || !isNameToken(name) {
		return target{}, errNoTarget
	}
	found.database, found.name = unquote(database), unquote(name)
	found.begin, found.end = database.Offset, name.Offset+len(name.Text)
	return found, nil
}

func isNameToken(t Token) bool { return t.Kind == TokenWord || t.Kind == TokenName }

// Qualified writes a database and a name for use in SQL, in backticks.
func Qualified(database, name string) string {
	return Quoted(database) + "." + Quoted(name)
}

// Quoted writes a name for use in SQL, in backticks.
func Quoted(name string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`").Replace(name) + "`"
}

// Literal writes a string for use in SQL, in single quotes.
func Literal(text string) string {
	return "'" + strings.NewReplacer("\\", "\\\\", "'", "\\'").Replace(text) + "'"
}

// StringParameter writes a text as the engine reads the value of a {name:String}
// parameter: in the escapes of TabSeparated.
func StringParameter(text string) string {
	return strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n", "\r", "\\r", "\x00", "\\0").Replace(text)
}

// CreateAs returns the object's CREATE statement for another name, such as a
// scratch copy.
func (o Object) CreateAs(database, name string) string {
	return "CREATE " + o.verb() + " " + Qualified(database, name) + o.DDL[o.ddlEnd:]
}

// CreateOrReplace returns a view's statement so that it takes the place of an
// older one.
func (o Object) CreateOrReplace() string {
	return "CREATE OR REPLACE " + o.verb() + " " + Qualified(o.Database, o.Name) + o.DDL[o.ddlEnd:]
}

func (o Object) verb() string {
	if o.Kind == View {
		return "VIEW"
	}
	return "TABLE"
}

// InsertInto returns the object's INSERT statement with another target, such as
// its twin. It is empty when the object has no INSERT.
func (o Object) InsertInto(database, name string) string {
	if o.Insert == "" {
		return ""
	}
	return "INSERT INTO " + Qualified(database, name) + o.Insert[o.insertEnd:]
}
