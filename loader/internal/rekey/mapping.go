package rekey

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/contracts"
	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// The mapping lives in the engine's memory: Join tables that are not persistent.
const (
	idsTable   = "vault.rekey_ids"
	textsTable = "vault.rekey_texts"
)

// lookUp is the new number of an old one in SQL, 0 where it is none.
func lookUp(expression string) string {
	return "joinGet('" + idsTable + "', 'new_id', toUInt64(" + expression + "))"
}

// lookUpText is the new text of an old one in SQL, empty where it stays.
func lookUpText(expression string) string {
	return "joinGet('" + textsTable + "', 'new_text', toString(" + expression + "))"
}

func (r *rotation) dropMapping(ctx context.Context) error {
	return errors.Join(r.Conn.Exec(ctx, "DROP TABLE IF EXISTS "+idsTable+" SYNC"), r.Conn.Exec(ctx, "DROP TABLE IF EXISTS "+textsTable+" SYNC"))
}

// makeMapping finds the new number of every old one: clients from the vault, officers
// and cases from their old pseudonyms, and ids that are hashes of them.
func (r *rotation) makeMapping(ctx context.Context) error {
	if err := r.dropMapping(ctx); err != nil {
		return err
	}
	for _, statement := range []string{
		"CREATE TABLE " + idsTable + " (old_id UInt64, new_id UInt64) ENGINE = Join(ANY, LEFT, old_id) SETTINGS persistent = 0",
		"CREATE TABLE " + textsTable + " (old_text String, new_text String) ENGINE = Join(ANY, LEFT, old_text) SETTINGS persistent = 0",
	} {
		if err := r.Conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make the mapping: %w", err)
		}
	}
	added := map[uint64]uint64{}
	if err := r.mapClients(ctx, added); err != nil {
		return err
	}
	if err := r.mapUnknown(ctx, added); err != nil {
		return err
	}
	if err := r.mapStaff(ctx, added); err != nil {
		return err
	}
	if err := r.insertIDs(ctx, added); err != nil {
		return err
	}
	return r.mapHashes(ctx)
}

// mapClients opens every identity. A row that was re-keyed by a run that was killed
// gives the same pair: both pseudonyms are made of the number.
func (r *rotation) mapClients(ctx context.Context, added map[uint64]uint64) error {
	before, after := identity.NewPseudonymizer(r.old), identity.NewPseudonymizer(r.new)
	var strange int
	err := clickhouse.Each(ctx, r.Conn, "SELECT client_id, identity_encrypted FROM vault.identities", nil, func(row driver.Rows) error {
		var id uint64
		var sealed string
		if err := row.Scan(&id, &sealed); err != nil {
			return err
		}
		plain, err := r.vault.Open([]byte(sealed), id)
		if err != nil {
			return err
		}
		number, err := identity.NumberOf(plain)
		if err != nil {
			return err
		}
		from, to := before.Client(number), after.Client(number)
		if id != from && id != to {
			strange++
		}
		added[from], r.clients[from] = to, true
		return nil
	})
	if err == nil && strange > 0 {
		err = fmt.Errorf("%w: %d rows of vault.identities were not made with the pseudonym key %s", identity.ErrKeyChanged, strange, r.old.ID())
	}
	if err != nil {
		return fmt.Errorf("read vault.identities: %w", err)
	}
	r.report.Clients = len(r.clients)
	return nil
}

// numbersIn reads the distinct numbers of all columns of some names, but 0.
func (r *rotation) numbersIn(ctx context.Context, names []string) (map[uint64]bool, error) {
	all, err := r.readTables(ctx, "database IN ('raw', 'core', 'mart', 'model', 'ops')")
	if err != nil {
		return nil, err
	}
	found := map[uint64]bool{}
	for _, t := range all {
		for _, c := range t.columns {
			if !slices.Contains(names, c.name) || !isNumber(c) || isArray(c) {
				continue
			}
			err := clickhouse.Each(ctx, r.Conn, "SELECT DISTINCT ifNull("+c.quoted()+", 0) FROM "+t.quoted(), nil, func(row driver.Rows) error {
				var id uint64
				err := row.Scan(&id)
				found[id] = true
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("read %s.%s: %w", t.name(), c.name, err)
			}
		}
	}
	delete(found, 0)
	return found, nil
}

// mapUnknown finds clients without an identity, as after a deletion, and keeps them apart.
func (r *rotation) mapUnknown(ctx context.Context, added map[uint64]uint64) error {
	ids, err := r.numbersIn(ctx, []string{"client_id"})
	if err != nil {
		return err
	}
	isNew := map[uint64]bool{}
	for _, to := range added {
		isNew[to] = true
	}
	after := identity.NewPseudonymizer(r.new)
	for id := range ids {
		if _, known := added[id]; known || isNew[id] {
			continue
		}
		r.report.Unknown++
		added[id] = after.Again("client", id)
	}
	if r.report.Unknown > 0 && !r.AllowUnknown && r.state.Phase != identity.Switching {
		return fmt.Errorf("%d %w: see docs/privacy.md, and say --allow-unknown if they were deleted on purpose", r.report.Unknown, ErrUnknown)
	}
	return nil
}

// mapStaff makes pseudonyms of the pseudonyms of officers and cases.
func (r *rotation) mapStaff(ctx context.Context, added map[uint64]uint64) error {
	set, err := r.contracts()
	if err != nil {
		return err
	}
	var names []string
	for _, c := range set.All() {
		for i := range c.Columns {
			if c.Columns[i].Type == "staff" && !slices.Contains(names, c.Columns[i].Name) {
				names = append(names, c.Columns[i].Name)
			}
		}
	}
	ids, err := r.numbersIn(ctx, names)
	if err != nil {
		return err
	}
	after := identity.NewPseudonymizer(r.new)
	for id := range ids {
		added[id] = after.Again("officer", id)
	}
	r.report.Officers = len(ids)
	return nil
}

func (r *rotation) contracts() (*contract.Set, error) {
	own := r.ContractsDir
	if own == "" {
		own = filepath.Join(r.DataDir, "contracts")
	}
	return contract.Load(contracts.FS, own)
}

// insertIDs adds numbers to the mapping.
func (r *rotation) insertIDs(ctx context.Context, added map[uint64]uint64) error {
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO "+idsTable+" (old_id, new_id)")
	if err != nil {
		return fmt.Errorf("make the mapping: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	for from, to := range added {
		r.ids[from] = to
		if err := batch.Append(from, to); err != nil {
			return fmt.Errorf("make the mapping: %w", err)
		}
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("make the mapping: %w", err)
	}
	return nil
}

// hashed is an id that is a hash of a client and more, as SQL on a table.
type hashed struct{ from, old, new string }

// hashes are the ids that are hashes of pseudonyms; the SQL that makes them is in the
// files of core's tables, and TestEveryHashOfAClientIsKnown finds new ones.
func hashes() []hashed {
	of := func(from, format, what string) hashed {
		return hashed{from, fmt.Sprintf(format, what), fmt.Sprintf(format, mapped(what))}
	}
	return []hashed{
		of("raw.sol_decisions", "cityHash64(%s, service_code, decided_date)", "client_id"),
		of("raw.interventions", "cityHash64(%s, intervention_code)", "client_id"),
		of("core.intervention_ledger", "cityHash64('delivered', %s)", "ifNull(intervention_id, 0)"),
	}
}

// mapped is a number in SQL after the change: the new one, or itself where it is no pseudonym.
func mapped(expression string) string {
	return "if(" + lookUp(expression) + " != 0, " + lookUp(expression) + ", " + expression + ")"
}

// mapHashes adds the ids that are hashes. Those of rows that core no longer has become
// hashes of themselves by the new key: they stay the same thing in every table.
func (r *rotation) mapHashes(ctx context.Context) error {
	for _, h := range hashes() {
		from := []string{h.from}
		if r.state.Phase == identity.Switching { // the original may have changed places with its copy
			from = append(from, h.from+copySuffix)
		}
		for _, table := range from {
			if err := r.mapHash(ctx, h, table); err != nil {
				return fmt.Errorf("ids by %s: %w", table, err)
			}
		}
	}
	ids, err := r.numbersIn(ctx, []string{"decision_id", "intervention_id"})
	if err != nil {
		return err
	}
	after, orphans := identity.NewPseudonymizer(r.new), map[uint64]uint64{}
	for id := range ids {
		if _, known := r.ids[id]; !known {
			orphans[id] = after.Again("hash", id)
		}
	}
	return r.insertIDs(ctx, orphans)
}

// mapHash adds the ids that are hashes by a table, where it is there.
func (r *rotation) mapHash(ctx context.Context, h hashed, table string) error {
	database, name, _ := strings.Cut(table, ".")
	if r.uuidOf(ctx, database, name) == "" {
		return nil
	}
	added := map[uint64]uint64{}
	err := clickhouse.Each(ctx, r.Conn, "SELECT DISTINCT "+h.old+", "+h.new+" FROM "+table, nil, func(row driver.Rows) error {
		var from, to uint64
		err := row.Scan(&from, &to)
		if from != to {
			added[from] = to
		}
		return err
	})
	if err != nil {
		return err
	}
	return r.insertIDs(ctx, added)
}

// expression is a column's value after the change.
func (r *rotation) expression(t *table, c column) string {
	q := c.quoted()
	switch {
	case c.typ == "UInt64" && isNumber(c):
		return mapped(q)
	case c.typ == "Nullable(UInt64)" && isNumber(c):
		return "if(isNull(" + q + "), NULL, " + mapped("assumeNotNull("+q+")") + ")"
	case isNumber(c):
		return "arrayMap(x -> " + mapped("x") + ", " + q + ")"
	case t.texts[c.name] && isArray(c):
		return "arrayMap(x -> if(" + lookUpText("ifNull(x, '')") + " != '', " + lookUpText("ifNull(x, '')") + ", x), " + q + ")"
	case t.texts[c.name] && strings.Contains(c.typ, "Nullable"):
		return "if(isNull(" + q + "), NULL, if(" + lookUpText("assumeNotNull("+q+")") + " != '', " + lookUpText("assumeNotNull("+q+")") + ", " + q + "))"
	case t.texts[c.name]:
		return "if(" + lookUpText(q) + " != '', " + lookUpText(q) + ", toString(" + q + "))"
	}
	return q
}
