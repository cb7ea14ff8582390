package sqlfs

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Kind says what an object is.
type Kind string

// The kinds of object.
const (
	Table Kind = "table"
	View  Kind = "view"
)

// Load says how a table is filled: the meanings are in docs/development.md.
type Load string

// The ways to fill a table. A view has none.
const (
	LoadNone     Load = ""                  // a view
	LoadAppended Load = "appended"          // written by the loader or a job; an INSERT adds what is missing
	LoadWhole    Load = "replaced whole"    // twin, insert, exchange
	LoadByMonth  Load = "replaced by month" // twin, insert, replace partitions
	LoadSeed     Load = "seed"              // from seeds/<object>.csv
)

// Object is one table or view, as its file describes it.
type Object struct {
	Database string
	Name     string
	Kind     Kind
	Header   Header
	DDL      string // the CREATE statement, as written
	Insert   string // the INSERT … SELECT that fills it; empty for views and for loaded tables
	File     string // path inside the tree
	Hash     string // SHA-256 of what is applied, in hexadecimal

	DDLLine    int // line of the CREATE statement; the first is 1
	InsertLine int // line of the INSERT statement; 0 without one

	ddlEnd, insertEnd int // where the target's name ends in DDL and Insert
}

// FullName returns <database>.<name>.
func (o Object) FullName() string { return o.Database + "." + o.Name }

// Load returns how the table is filled, from the header's Load line.
func (o Object) Load() Load {
	text := o.Header.Load
	for _, load := range []Load{LoadAppended, LoadWhole, LoadByMonth, LoadSeed} {
		if text == string(load) || strings.HasPrefix(text, string(load)+" ") || strings.HasPrefix(text, string(load)+",") ||
			strings.HasPrefix(text, string(load)+";") || strings.HasPrefix(text, string(load)+":") {
			return load
		}
	}
	return LoadNone
}

func hashOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// ParseObject reads the file of one object. The path gives database and name; the
// text must agree. Faults are of type [*Fault], joined.
func ParseObject(file, text string) (Object, error) {
	folder, base, _ := strings.Cut(file, "/")
	object := Object{Database: folder, Name: strings.TrimSuffix(base, ".sql"), File: file}
	var faults faultList

	header, err := parseHeader(file, text)
	if err != nil {
		faults.add(err)
	}
	object.Header = header

	for _, statement := range Split(text) {
		object.take(statement, &faults)
	}
	if object.DDL == "" {
		faults.add(faultf(file, 0, "has no CREATE TABLE or CREATE VIEW"))
	}
	object.checkWhole(&faults)
	object.Hash = hashOf(object.DDL, object.Insert, object.viewTitle())
	return object, faults.err()
}

// viewTitle is the title of a view, which is its comment where it has none.
func (o Object) viewTitle() string {
	if o.Kind == View {
		return o.Header.Title
	}
	return ""
}

// take puts a statement into its place.
func (o *Object) take(statement Statement, faults *faultList) {
	found, err := findTarget(statement.Text)
	if err != nil {
		faults.add(faultf(o.File, statement.Line, "%v", err))
		return
	}
	if found.database != o.Database || found.name != o.Name {
		faults.add(faultf(o.File, statement.Line, "names %s.%s, the file is of %s", found.database, found.name, o.FullName()))
		return
	}
	switch {
	case found.verb == "INTO" && o.Insert != "":
		faults.add(faultf(o.File, statement.Line, "has more than one INSERT"))
	case found.verb == "INTO":
		o.Insert, o.InsertLine, o.insertEnd = statement.Text, statement.Line, found.end
	case o.DDL != "":
		faults.add(faultf(o.File, statement.Line, "has more than one CREATE: one object a file"))
	default:
		o.DDL, o.DDLLine, o.ddlEnd = statement.Text, statement.Line, found.end
		o.Kind = Table
		if found.verb == "VIEW" {
			o.Kind = View
		}
	}
}

// checkWhole finds parts that do not fit together.
func (o *Object) checkWhole(faults *faultList) {
	derived := o.Load() == LoadWhole || o.Load() == LoadByMonth
	switch {
	case o.DDL == "" || o.Header.Load == "" && o.Kind == Table:
		return // said already
	case o.Kind == View && o.Insert != "":
		faults.add(faultf(o.File, o.InsertLine, "a view has no INSERT"))
	case o.Kind == Table && o.Load() == LoadNone:
		faults.add(faultf(o.File, 0, "Load: %q is none of: appended by <who>, replaced whole, replaced by month, seed", o.Header.Load))
	case o.Kind == Table && derived && o.Insert == "":
		faults.add(faultf(o.File, 0, "Load: %s, but there is no INSERT", o.Header.Load))
	case o.Load() == LoadSeed && o.Insert != "":
		faults.add(faultf(o.File, o.InsertLine, "Load: seed, but there is an INSERT"))
	}
	if o.Load() == LoadByMonth && o.Kind == Table {
		for _, parameter := range []string{"from_month", "to_month"} {
			if !hasParameter(o.Insert, parameter) {
				faults.add(faultf(o.File, o.InsertLine, "replaced by month, but the INSERT does not use {%s:Date}", parameter))
			}
		}
	}
}

// hasParameter tells whether a statement takes {name:…}.
func hasParameter(sql, name string) bool {
	tokens := loud(sql)
	for i := range len(tokens) - 2 {
		if tokens[i].Text == "{" && tokens[i+1].Text == name && tokens[i+2].Text == ":" {
			return true
		}
	}
	return false
}
