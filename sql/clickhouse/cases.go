package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// CheckCases runs every example case of the tree. It empties tables and replaces
// views on the way, so conn must be the owner's of a database that was made for
// this and has the tree applied; [CheckCasesApart] makes one.
func CheckCases(ctx context.Context, conn driver.Conn, tree sqlfs.Tree) ([]Finding, error) {
	cases, err := tree.Cases()
	if err != nil {
		return nil, err
	}
	objects, err := tree.Objects()
	if err != nil {
		return nil, err
	}
	runner := caseRunner{conn: conn, tree: tree, objects: objects}
	var findings []Finding
	for _, example := range cases {
		finding := Finding{Kind: "case", Name: example.Name, Asserts: "the given rows make the expected ones"}
		if err := runner.run(ctx, example, &finding); err != nil {
			finding.Fault = err.Error()
		}
		findings = append(findings, finding)
		if err := ctx.Err(); err != nil {
			return findings, err
		}
	}
	return findings, runner.reset(ctx)
}

// CheckCasesApart runs the cases on an engine of their own, in a folder that is
// deleted afterwards. Of the options, ports and folder do not count.
func CheckCasesApart(ctx context.Context, options Options, tree sqlfs.Tree) (findings []Finding, err error) {
	dir, err := temporaryDir()
	if err != nil {
		return nil, err
	}
	options.Dir, options.TCPPort, options.HTTPPort, options.DSN, options.Temporary = dir, 0, 0, "", true
	engine, err := Start(ctx, options)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, engine.Stop()) }()
	conn, err := Connect(ctx, engine.Target(), Owner)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := Apply(ctx, conn, ApplyOptions{Tree: &tree}); err != nil {
		return nil, err
	}
	return CheckCases(ctx, conn, tree)
}

type caseRunner struct {
	conn    driver.Conn
	tree    sqlfs.Tree
	objects []sqlfs.Object

	replaced []sqlfs.Object // views that are tables now
	touched  []sqlfs.Object // code lists with other rows than their file's
}

func (r *caseRunner) run(ctx context.Context, example sqlfs.Case, finding *Finding) error {
	if err := r.reset(ctx); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(example.Given)) {
		if err := r.give(ctx, name, example.Given[name]); err != nil {
			return err
		}
	}
	path, err := r.path(example)
	if err != nil {
		return err
	}
	for _, object := range path {
		if object.Insert == "" {
			continue
		}
		from, to, err := months(object, example)
		if err != nil {
			return err
		}
		if _, err := Fill(ctx, r.conn, object, from, to); err != nil {
			return err
		}
	}
	return compareCase(ctx, r.conn, example, finding)
}

// give puts rows into a table, or into a table in the place of a view.
func (r *caseRunner) give(ctx context.Context, name string, rows sqlfs.Rows) error {
	object, ok := r.find(name)
	if !ok {
		return fmt.Errorf("sql/%s: there is no object %s", rows.File, name)
	}
	switch {
	case object.Kind == sqlfs.View:
		if err := r.replaceView(ctx, object); err != nil {
			return err
		}
	case object.Load() == sqlfs.LoadSeed:
		r.touched = append(r.touched, object)
		if err := r.truncate(ctx, object); err != nil {
			return err
		}
	}
	return insertRows(ctx, r.conn, object.Database, object.Name, rows)
}

// replaceView makes an empty table with the columns of a view in its place.
func (r *caseRunner) replaceView(ctx context.Context, object sqlfs.Object) error {
	view := sqlfs.Qualified(object.Database, object.Name)
	stand := sqlfs.Qualified(object.Database, object.Name+"__given")
	r.replaced = append(r.replaced, object)
	for _, statement := range []string{
		"DROP TABLE IF EXISTS " + stand + " SYNC",
		"CREATE TABLE " + stand + " ENGINE = Memory AS SELECT * FROM " + view + " LIMIT 0",
		"DROP VIEW " + view + " SYNC",
		"RENAME TABLE " + stand + " TO " + view,
	} {
		if err := r.conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("put given rows in the place of view %s: %w", object.FullName(), err)
		}
	}
	return nil
}

// path returns the objects to fill for a case: its object and what that reads,
// without what is given, in order.
func (r *caseRunner) path(example sqlfs.Case) ([]sqlfs.Object, error) {
	if _, ok := r.find(example.Object); !ok {
		return nil, fmt.Errorf("sql/%s: there is no object %s", example.File, example.Object)
	}
	needed := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		object, ok := r.find(name)
		if _, given := example.Given[name]; !ok || needed[name] || given && name != example.Object {
			return
		}
		needed[name] = true
		for _, source := range object.Header.Sources {
			visit(source)
		}
	}
	visit(example.Object)
	var path []sqlfs.Object
	for _, object := range r.objects {
		if needed[object.FullName()] {
			path = append(path, object)
		}
	}
	return path, nil
}

func (r *caseRunner) find(name string) (sqlfs.Object, bool) {
	for _, object := range r.objects {
		if object.FullName() == name {
			return object, true
		}
	}
	return sqlfs.Object{}, false
}

// reset puts back the views and code lists, and empties all other tables.
func (r *caseRunner) reset(ctx context.Context) error {
	for _, object := range r.replaced {
		name := sqlfs.Qualified(object.Database, object.Name)
		if err := r.conn.Exec(ctx, "DROP TABLE IF EXISTS "+name+" SYNC"); err != nil {
			return fmt.Errorf("put back view %s: %w", object.FullName(), err)
		}
		if err := r.conn.Exec(ctx, object.CreateOrReplace()); err != nil {
			return fmt.Errorf("put back view %s: %w", object.FullName(), err)
		}
	}
	r.replaced = nil
	for _, object := range r.touched {
		rows, _, err := r.tree.Seed(object.FullName())
		if err != nil {
			return err
		}
		if err := r.truncate(ctx, object); err != nil {
			return err
		}
		if err := insertRows(ctx, r.conn, object.Database, object.Name, rows); err != nil {
			return err
		}
	}
	r.touched = nil
	for _, object := range r.objects {
		if object.Kind == sqlfs.View || object.Load() == sqlfs.LoadSeed || object.FullName() == versionsTable {
			continue
		}
		if err := r.truncate(ctx, object); err != nil {
			return err
		}
	}
	return nil
}

func (r *caseRunner) truncate(ctx context.Context, object sqlfs.Object) error {
	if err := r.conn.Exec(ctx, "TRUNCATE TABLE "+sqlfs.Qualified(object.Database, object.Name)+" SYNC"); err != nil {
		return fmt.Errorf("empty %s: %w", object.FullName(), err)
	}
	return nil
}

// months returns the months that a case fills.
func months(object sqlfs.Object, example sqlfs.Case) (from, to time.Time, err error) {
	if object.Load() != sqlfs.LoadByMonth {
		return from, to, nil
	}
	day := func(name string) (time.Time, error) {
		found, err := time.Parse(time.DateOnly, example.Params[name])
		if err != nil {
			return found, fmt.Errorf("%s is replaced by month: sql/cases/%s/params.yaml must give %s as a date", object.FullName(), example.Name, name)
		}
		return found, nil
	}
	from, errFrom := day("from_month")
	to, errTo := day("to_month")
	return from, to, errors.Join(errFrom, errTo)
}
