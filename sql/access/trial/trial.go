package trial

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
)

// Case is what is tried, and on what.
type Case struct {
	Plan     access.Plan
	Objects  []sqlfs.Object
	Owner    driver.Conn
	Connect  func(account string) (driver.Conn, error) // closed by Run
	Expected map[string]map[sqlfs.Access]access.Verdict
}

// Failure is an answer that is not the expected one.
type Failure struct {
	Account, Object, Tried string
	Want, Got              string
}

// String is a line for who runs the test.
func (f Failure) String() string {
	return fmt.Sprintf("%s: %s on %s: want %s, got %s", f.Account, f.Tried, f.Object, f.Want, f.Got)
}

// Report is what came out.
type Report struct {
	Tried    int
	Failures []Failure
	Known    []Failure // limits of the engine that docs/access.md tells of
}

// run is a case that goes on for an account.
type run struct {
	Case

	account  access.Account
	conn     driver.Conn
	released []string // objects there
	report   *Report
}

// Run tries all. An error is one of the trial itself.
func Run(ctx context.Context, c Case) (Report, error) {
	var report Report
	released, err := c.namesIn(ctx, string(sqlfs.Released))
	if err != nil {
		return report, err
	}
	for _, account := range c.Plan.Accounts {
		if account.Role == "" {
			continue // of a program: its grants are its description
		}
		if err := c.try(ctx, account, released, &report); err != nil {
			return report, fmt.Errorf("account %s: %w", account.Name, err)
		}
	}
	return report, nil
}

func (c Case) try(ctx context.Context, account access.Account, released []string, report *Report) (err error) {
	if _, ok := c.Expected[account.Role]; !ok {
		return fmt.Errorf("matrix.md has no column for the role %s", account.Role)
	}
	conn, err := c.Connect(account.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	r := run{Case: c, account: account, conn: conn, released: released, report: report}
	for _, object := range c.Objects {
		if err := r.object(ctx, object); err != nil {
			return err
		}
	}
	for _, name := range released {
		r.reading(ctx, "released."+name, nil, c.Expected[account.Role][sqlfs.Released])
		r.writing(ctx, "released."+name, "")
	}
	return r.attacks(ctx)
}

// namesIn lists the tables of a database.
func (c Case) namesIn(ctx context.Context, database string) ([]string, error) {
	var names []string
	parameters := ch.WithParameters(ch.Parameters{"database": database})
	err := c.Owner.QueryRow(ch.Context(ctx, parameters), "SELECT arraySort(groupArray(name)) FROM system.tables WHERE database = {database:String}").Scan(&names)
	if err != nil {
		return nil, fmt.Errorf("list the tables of %s: %w", database, err)
	}
	return names, nil
}

// verdict is what the table says of an account and an object.
func (r run) verdict(object sqlfs.Object) access.Verdict {
	secrecy := object.Header.Access
	want := r.Expected[r.account.Role][secrecy.Class]
	if want == "" {
		return access.No
	}
	if r.account.WithoutHealthCare && secrecy.IsHealthCare {
		return access.No
	}
	return want
}

func (r run) object(ctx context.Context, object sqlfs.Object) error {
	want := r.verdict(object)
	columns := object.Columns()
	if r.account.WithoutHealthCare {
		hidden := object.Header.Access.HealthCareColumns
		columns = slices.DeleteFunc(columns, func(name string) bool { return slices.Contains(hidden, name) })
		for _, column := range hidden {
			r.reading(ctx, object.FullName(), []string{column}, access.No)
		}
		if object.Kind == sqlfs.View && want != access.No && !r.mayRead(object.FullName()) {
			want = access.No // it reads what is hidden
		}
	}
	if some, ok := exceptions()[r.account.Role][object.FullName()]; ok {
		r.reading(ctx, object.FullName(), columns, access.No)
		columns, want = some, access.Yes
	}
	read := r.reading(ctx, object.FullName(), columns, want)
	r.writing(ctx, object.FullName(), object.Kind)
	if !read || want == access.No || object.Header.Access.Class != sqlfs.Person || !slices.Contains(object.Columns(), "client_id") {
		return nil
	}
	return r.rows(ctx, object)
}

// exceptions are those that matrix.md names below its table: what a role may read
// that its class does not say, by column.
func exceptions() map[string]map[string][]string {
	return map[string]map[string][]string{
		"officer": {"core.selections": {"selection_id", "version", "name", "theme", "goal", "purpose", "author", "created_date", "expires_date"}},
	}
}

func (r run) mayRead(name string) bool {
	return slices.ContainsFunc(r.account.Objects, func(o access.Readable) bool { return o.Object == name })
}

// reading tries to read, and tells whether it could.
func (r run) reading(ctx context.Context, object string, columns []string, want access.Verdict) bool {
	list := "*"
	if len(columns) > 0 {
		list = strings.Join(columns, ", ")
	}
	err := execute(ctx, r.conn, "SELECT "+list+" FROM "+object+" LIMIT 0")
	r.report.Tried++
	switch {
	case want == access.No && err == nil:
		r.fail(object, "read "+list, "a refusal", "an answer")
	case want == access.No && !isRefusal(err):
		r.fail(object, "read "+list, "a refusal", err.Error())
	case want != access.No && err != nil:
		r.fail(object, "read "+list, "an answer", err.Error())
	}
	return err == nil
}

// writing tries to change an object, in ways that would not, were they allowed.
func (r run) writing(ctx context.Context, object string, kind sqlfs.Kind) {
	statements := []string{
		"INSERT INTO " + object + " SELECT * FROM " + object + " WHERE 0",
		"ALTER TABLE " + object + " DELETE WHERE 0",
		"ALTER TABLE " + object + " MODIFY COMMENT ''",
		"CREATE TABLE " + object + "_that_is_not_there (a UInt8) ENGINE = Memory",
	}
	if kind == sqlfs.View {
		statements = statements[3:]
	}
	r.dropping(ctx, object)
	for _, statement := range statements {
		err := execute(ctx, r.conn, statement)
		r.report.Tried++
		if err == nil || !isRefusal(err) {
			r.fail(object, strings.Fields(statement)[0], "a refusal", fmt.Sprint(err))
		}
	}
}

// dropping asks whether an object might be dropped or emptied: to try it would be
// too late.
func (r run) dropping(ctx context.Context, object string) {
	for _, right := range []string{"DROP TABLE", "TRUNCATE", "ALTER UPDATE"} {
		var may uint8
		err := r.conn.QueryRow(ctx, "CHECK GRANT "+right+" ON "+object).Scan(&may)
		r.report.Tried++
		if err != nil || may > 0 {
			r.fail(object, right, "a refusal", fmt.Sprintf("%d, %v", may, err))
		}
	}
}

// counted is a number of rows, and the sum of the hashes of their clients.
type counted struct{ rows, hash uint64 }

// onePart is a condition on one client in so many: of an object whose rows an account
// cannot count at once, such as a view that reckons anew for every client.
const onePart = " AND client_id % 32 = 0"

// rows compares the rows that an account sees with those that it should: all, or
// where that is more than either may count, those of a part of the clients.
func (r run) rows(ctx context.Context, object sqlfs.Object) error {
	var err error
	for _, part := range []string{"", onePart} {
		var got, want counted
		if got, err = count(ctx, r.conn, object, "1"+part); err == nil {
			want, err = count(ctx, r.Owner, object, r.condition()+r.leftOut(object)+part)
		}
		if isLimit(err) {
			continue
		}
		if err == nil && got != want {
			r.fail(object.FullName(), "count rows"+part, fmt.Sprintf("%d (%x)", want.rows, want.hash), fmt.Sprintf("%d (%x)", got.rows, got.hash))
		}
		break
	}
	if err != nil {
		return fmt.Errorf("count %s: %w", object.FullName(), err)
	}
	r.report.Tried++
	return nil
}

func count(ctx context.Context, conn driver.Conn, object sqlfs.Object, condition string) (found counted, err error) {
	err = conn.QueryRow(ctx, "SELECT count(), sum(cityHash64(client_id)) FROM "+object.FullName()+" WHERE "+condition).Scan(&found.rows, &found.hash)
	return found, err
}

// condition is on the clients that the account should see, written apart from the
// filters of the plan.
func (r run) condition() string {
	condition := "1"
	if len(r.account.Areas) > 0 {
		var own, named []string
		for _, area := range r.account.Areas {
			own = append(own, sqlfs.Literal(strings.TrimPrefix(area, access.NoArea)))
			if area != access.NoArea {
				named = append(named, sqlfs.Literal(area))
			}
		}
		condition = "client_id IN (SELECT c.client_id FROM core.clients AS c LEFT JOIN core.areas AS a ON c.area_id = a.area_id WHERE has([" + strings.Join(own, ", ") +
			"], c.area_id) OR has(CAST([" + strings.Join(named, ", ") + "], 'Array(String)'), ifNull(a.parent_area_id, '')))"
	}
	if r.account.WithoutHealthCare {
		condition += " AND client_id IN (SELECT d.client_id FROM core.service_decisions AS d GROUP BY d.client_id)"
	}
	return condition
}

// leftOut leaves out the clients who are left out of models or selections, where the
// object or a table below it is about that.
func (r run) leftOut(object sqlfs.Object) string {
	var condition string
	excluded := r.Plan.Excluded
	for column, tables := range map[string][]string{
		"is_from_models": append(slices.Clone(excluded.FromModels), excluded.FromModelsHidden...), "is_from_selections": excluded.FromSelections,
	} {
		if r.readsAny(object, tables) {
			condition += " AND client_id NOT IN (SELECT e.client_id FROM core.excluded_clients AS e WHERE e." + column + ")"
		}
	}
	return condition
}

// readsAny tells whether an object is one of some tables, or a view that reads one.
func (r run) readsAny(object sqlfs.Object, tables []string) bool {
	if object.Kind == sqlfs.Table {
		return slices.Contains(tables, object.FullName())
	}
	return slices.ContainsFunc(r.Objects, func(o sqlfs.Object) bool {
		return slices.Contains(object.Header.Sources, o.FullName()) && r.readsAny(o, tables)
	})
}

func (r run) fail(object, tried, want, got string) {
	r.report.Failures = append(r.report.Failures, Failure{Account: r.account.Name, Object: object, Tried: tried, Want: want, Got: firstLine(got)})
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line[:min(len(line), 300)]
}

// execute runs a statement and reads what comes.
func execute(ctx context.Context, conn driver.Conn, statement string) error {
	if !strings.HasPrefix(statement, "SELECT") && !strings.HasPrefix(statement, "SHOW") {
		return conn.Exec(ctx, statement)
	}
	rows, err := conn.Query(ctx, statement)
	if err != nil {
		return err
	}
	for rows.Next() {
		continue
	}
	return errors.Join(rows.Err(), rows.Close())
}

// isLimit tells whether an error says that an account may not use so much memory or
// time.
func isLimit(err error) bool {
	fault, ok := errors.AsType[*ch.Exception](err)
	return ok && slices.Contains([]int32{
		159, // TIMEOUT_EXCEEDED
		241, // MEMORY_LIMIT_EXCEEDED
	}, fault.Code)
}

// isRefusal tells whether an error says that the account may not.
func isRefusal(err error) bool {
	refusals := []int32{
		497, // ACCESS_DENIED
		164, // READONLY
		452, // SETTING_CONSTRAINT_VIOLATION
		446, // FUNCTION_NOT_ALLOWED
	}
	fault, ok := errors.AsType[*ch.Exception](err)
	return ok && slices.Contains(refusals, fault.Code)
}
