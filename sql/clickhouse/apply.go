package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"unicode"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// versionsTable is where Apply keeps what it has done.
const versionsTable = "ops.schema_versions"

// ApplyOptions says what to apply. The zero value applies the embedded tree.
type ApplyOptions struct {
	Tree       *sqlfs.Tree  // nil means the embedded tree
	AppVersion string       // for ops.schema_versions
	Logger     *slog.Logger // nil means none
}

// Change is one thing that Apply did.
type Change struct {
	Object string // <database>.<name>, or the name of a migration
	Kind   string // table, view, seed or migration
	What   string // created, altered: …, replaced, loaded, run, recorded or unchanged
}

// Applied is what an apply did; it is empty when nothing had changed.
type Applied struct {
	Changes []Change
	Objects int // objects in the tree
}

// Apply brings the databases to the state that the tree describes, without losing
// a row. It may be repeated, and does little when nothing has changed. New
// columns, comments, constraints, views and code lists are changed in place.
// Anything else that differs in a table is refused with an error that names the
// object, unless a migration has seen to it. conn must be the owner's. Two
// applies at once wait for each other.
func Apply(ctx context.Context, conn driver.Conn, options ApplyOptions) (Applied, error) {
	a, err := newApplier(conn, options)
	if err != nil {
		return Applied{}, err
	}
	done := Applied{Objects: len(a.objects)}
	pending, err := a.pending(ctx)
	if err != nil || !pending {
		return done, err
	}
	release, err := lockSchema(ctx, conn)
	if err != nil {
		return done, err
	}
	err = a.apply(ctx)
	done.Changes = a.changes
	return done, errors.Join(err, release())
}

type applier struct {
	conn       driver.Conn
	tree       sqlfs.Tree
	objects    []sqlfs.Object
	migrations []sqlfs.Migration
	seeds      map[string]sqlfs.Rows
	version    string
	log        *slog.Logger

	known   ledger
	present map[string]string // engine by object
	changes []Change
}

func newApplier(conn driver.Conn, options ApplyOptions) (*applier, error) {
	a := &applier{conn: conn, tree: treeOf(options.Tree), version: options.AppVersion, log: options.Logger, seeds: map[string]sqlfs.Rows{}}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if a.objects, err = a.tree.Objects(); err != nil {
		return nil, err
	}
	if a.migrations, err = a.tree.Migrations(); err != nil {
		return nil, err
	}
	for _, object := range a.objects {
		if object.Load() != sqlfs.LoadSeed {
			continue
		}
		rows, ok, err := a.tree.Seed(object.FullName())
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("sql/%s: Load: seed, but sql/seeds/%s.csv does not exist", object.File, object.FullName())
		}
		a.seeds[object.FullName()] = rows
	}
	return a, nil
}

func treeOf(given *sqlfs.Tree) sqlfs.Tree {
	if given != nil {
		return *given
	}
	return sqlfs.Embedded()
}

// pending tells whether anything differs from the ledger or is missing.
func (a *applier) pending(ctx context.Context) (bool, error) {
	var err error
	if a.present, err = presentObjects(ctx, a.conn); err != nil {
		return false, err
	}
	if a.known, err = readLedger(ctx, a.conn, a.present); err != nil {
		return false, err
	}
	for _, migration := range a.migrations {
		if !a.known.has("migration", migration.Name, migration.Hash) {
			return true, nil
		}
	}
	for _, object := range a.objects {
		if !a.upToDate(object) {
			return true, nil
		}
		rows, seeded := a.seeds[object.FullName()]
		if seeded && !a.known.has("seed", object.FullName(), rows.Hash) {
			return true, nil
		}
	}
	return false, nil
}

func (a *applier) upToDate(object sqlfs.Object) bool {
	_, there := a.present[object.FullName()]
	return there && a.known.has(string(object.Kind), object.FullName(), object.Hash)
}

func (a *applier) apply(ctx context.Context) error {
	if err := a.makeDatabases(ctx); err != nil {
		return err
	}
	// Another apply may have worked while this one waited for the lock.
	if _, err := a.pending(ctx); err != nil {
		return err
	}
	if err := a.migrate(ctx); err != nil {
		return err
	}
	scratch := newScratch(a.conn)
	var faults []error
	for _, object := range a.objects {
		if err := a.applyObject(ctx, scratch, object); err != nil {
			faults = append(faults, err)
			if ctx.Err() != nil {
				break
			}
		}
	}
	faults = append(faults, scratch.drop(ctx))
	if err := errors.Join(faults...); err != nil {
		return err
	}
	return a.loadSeeds(ctx)
}

func (a *applier) makeDatabases(ctx context.Context) error {
	for _, database := range sqlfs.Databases() {
		if err := a.conn.Exec(ctx, "CREATE DATABASE IF NOT EXISTS "+sqlfs.Quoted(database)); err != nil {
			return fmt.Errorf("make database %s: %w", database, err)
		}
	}
	for _, object := range a.objects { // the ledger comes first of all
		if object.FullName() == versionsTable && a.present[versionsTable] == "" {
			if err := a.conn.Exec(ctx, object.DDL); err != nil {
				return fmt.Errorf("make %s: %w", versionsTable, err)
			}
			return nil
		}
	}
	if a.present[versionsTable] == "" {
		return fmt.Errorf("the tree has no %s", versionsTable)
	}
	return nil
}

// applyObject creates or changes one object and records it.
func (a *applier) applyObject(ctx context.Context, scratch *scratch, object sqlfs.Object) error {
	if a.upToDate(object) {
		return nil
	}
	engine, there := a.present[object.FullName()]
	what, err := "", error(nil)
	switch {
	case !there:
		what, err = changeCreated, a.create(ctx, object)
	case (engine == "View") != (object.Kind == sqlfs.View):
		err = fmt.Errorf("it is a %s in the database and a %s in the file", engine, object.Kind)
	case object.Kind == sqlfs.View:
		what, err = "replaced", a.createView(ctx, object)
	default:
		what, err = scratch.alter(ctx, object)
	}
	if err != nil {
		return fmt.Errorf("apply %s (sql/%s:%d): %w", object.FullName(), object.File, object.DDLLine, err)
	}
	return a.record(ctx, Change{Object: object.FullName(), Kind: string(object.Kind), What: what}, object.Hash)
}

func (a *applier) create(ctx context.Context, object sqlfs.Object) error {
	if object.Kind == sqlfs.View {
		return a.createView(ctx, object)
	}
	return a.conn.Exec(ctx, object.CreateAs(object.Database, object.Name))
}

// createView makes a view or takes the place of an older one. A view without a
// comment of its own gets its title for one.
func (a *applier) createView(ctx context.Context, object sqlfs.Object) error {
	if err := a.conn.Exec(ctx, object.CreateOrReplace()); err != nil {
		return err
	}
	var comment string
	err := a.conn.QueryRow(ctx, "SELECT comment FROM system.tables WHERE database = "+sqlfs.Literal(object.Database)+
		" AND name = "+sqlfs.Literal(object.Name)).Scan(&comment)
	if err != nil || comment != "" || object.Header.Title == "" {
		return err
	}
	title := []rune(object.Header.Title)
	title[0] = unicode.ToUpper(title[0])
	return a.conn.Exec(ctx, "ALTER TABLE "+sqlfs.Qualified(object.Database, object.Name)+" MODIFY COMMENT "+sqlfs.Literal(string(title)))
}

// migrate runs the migrations that this database has not had. A database that has
// just been made has nothing to migrate, so there they are recorded only.
func (a *applier) migrate(ctx context.Context) error {
	fresh := a.known.empty()
	for _, migration := range a.migrations {
		if a.known.has("migration", migration.Name, migration.Hash) {
			continue
		}
		if a.known.knows("migration", migration.Name) {
			return fmt.Errorf("sql/%s was changed after it had been run: add a new migration instead", migration.File)
		}
		what := "recorded"
		if !fresh {
			what = "run"
			for _, statement := range migration.Statements {
				if err := a.conn.Exec(ctx, statement.Text); err != nil {
					return fmt.Errorf("sql/%s:%d: %w", migration.File, statement.Line, err)
				}
			}
		}
		if err := a.record(ctx, Change{Object: migration.Name, Kind: "migration", What: what}, migration.Hash); err != nil {
			return err
		}
	}
	var err error
	a.present, err = presentObjects(ctx, a.conn) // they may have dropped or renamed some
	return err
}

// changeCreated is the change of an object that was not there.
const changeCreated = "created"

// record writes a change into the ledger.
func (a *applier) record(ctx context.Context, change Change, hash string) error {
	level := slog.LevelInfo
	if a.known.empty() || change.What == changeCreated { // of a new database, all are new
		level = slog.LevelDebug
	}
	a.log.Log(ctx, level, "schema", "object", change.Object, "kind", change.Kind, "change", change.What)
	a.changes = append(a.changes, change)
	err := a.conn.Exec(ctx, "INSERT INTO "+versionsTable+
		" (object, kind, version_hash, applied_at, change, app_version, engine_version) SELECT "+
		sqlfs.Literal(change.Object)+", "+sqlfs.Literal(change.Kind)+", "+sqlfs.Literal(hash)+", now64(6, 'UTC'), "+
		sqlfs.Literal(change.What)+", "+sqlfs.Literal(a.version)+", version()")
	if err != nil {
		return fmt.Errorf("record %s: %w", change.Object, err)
	}
	return nil
}
