package retention

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// Kinds of what is queued: the column that the id stands in, and the run itself.
const (
	kindClient      = "client_id"
	kindCertificate = "certificate"
)

// relatedIDs are ids of things that belong to one client, by where they are named with
// the client. A table that has such an id and no client loses its rows by it.
func relatedIDs() map[string][]string {
	return map[string][]string{
		"decision_id":     {"core.service_decisions", "core.decision_versions", "model.decision_needs"},
		"intervention_id": {"core.interventions", "core.intervention_ledger", "mart.follow_ups"},
	}
}

// queueTable is where it is kept; a dry run has one in the engine's memory.
const (
	queueTable  = "vault.retention_queue"
	dryRunTable = "vault.retention_dry_run"
)

func (r *run) queueName() string {
	if r.id == uuid.Nil {
		return dryRunTable
	}
	return queueTable
}

// stage makes the queue of a dry run.
func (r *run) stage(ctx context.Context, d due) error {
	if err := r.unstage(ctx); err != nil {
		return err
	}
	if err := r.Conn.Exec(ctx, "CREATE TABLE "+dryRunTable+" AS "+queueTable+" ENGINE = Memory"); err != nil {
		return fmt.Errorf("queue of the dry run: %w", err)
	}
	if err := r.insertClients(ctx, d, false); err != nil {
		return err
	}
	return r.insertRelated(ctx)
}

func (r *run) unstage(ctx context.Context) error {
	return r.Conn.Exec(ctx, "DROP TABLE IF EXISTS "+dryRunTable+" SYNC")
}

// enqueue writes what is due, in one insert, and then what belongs to it.
func (r *run) enqueue(ctx context.Context, d due) error {
	if err := r.insertClients(ctx, d, true); err != nil {
		return err
	}
	return r.insertRelated(ctx)
}

func (r *run) insertClients(ctx context.Context, d due, mark bool) error {
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO "+r.queueName()+" (certificate_id, kind, id)")
	if err != nil {
		return fmt.Errorf("write the queue: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	if mark {
		if err := batch.Append(r.id, kindCertificate, uint64(0)); err != nil {
			return fmt.Errorf("write the queue: %w", err)
		}
	}
	for _, c := range d.clients {
		if err := batch.Append(r.id, kindClient, c.id); err != nil {
			return fmt.Errorf("write the queue: %w", err)
		}
	}
	if err := batch.Send(); err != nil {
		return fmt.Errorf("write the queue: %w", err)
	}
	return nil
}

// insertRelated adds the ids that belong to the queued clients, where they are not there.
func (r *run) insertRelated(ctx context.Context) error {
	for column, tables := range relatedIDs() {
		for _, from := range tables {
			statement := fmt.Sprintf(`INSERT INTO %[1]s (certificate_id, kind, id)
				SELECT DISTINCT toUUID('%[2]s'), '%[3]s', assumeNotNull(%[3]s) FROM %[4]s
				WHERE client_id IN (SELECT id FROM %[1]s WHERE kind = 'client_id') AND ifNull(%[3]s, 0) != 0 AND ifNull(%[3]s, 0) NOT IN (SELECT id FROM %[1]s WHERE kind = '%[3]s')`,
				r.queueName(), r.id, column, from)
			if err := r.Conn.Exec(ctx, statement); err != nil {
				return fmt.Errorf("queue the ids of %s: %w", from, err)
			}
		}
	}
	return nil
}

// queued tells whether a run was broken off, and takes its id.
func (r *run) queued(ctx context.Context) (bool, error) {
	var n uint64
	var id uuid.UUID
	if err := r.Conn.QueryRow(ctx, "SELECT count(), any(certificate_id) FROM "+queueTable).Scan(&n, &id); err != nil {
		return false, fmt.Errorf("read the queue: %w", err)
	}
	r.id = id
	return n > 0, nil
}

// resume takes up a run: by its own rules and day, where its certificate was begun.
func (r *run) resume(ctx context.Context) error {
	begun, found, err := readCertificate(ctx, r.Conn, r.id, "begun")
	if err != nil {
		return err
	}
	if found {
		r.rules, r.AsOf = begun.rules, begun.asOf
		r.report.Decision, r.report.AsOf = r.rules.Decision, r.AsOf.Format(time.DateOnly)
	}
	var n uint64
	if err := r.Conn.QueryRow(ctx, "SELECT count() FROM "+queueTable+" WHERE kind = 'client_id'").Scan(&n); err != nil {
		return fmt.Errorf("read the queue: %w", err)
	}
	r.report.Clients = int(n)
	if found {
		return nil
	}
	return r.insertRelated(ctx) // before anything was deleted
}

// writeTombstones writes one for each queued client whose number the vault still has.
func (r *run) writeTombstones(ctx context.Context) error {
	var clients []dueClient
	query := "SELECT id FROM " + queueTable + " WHERE kind = 'client_id' AND id IN (SELECT client_id FROM vault.identities)"
	err := clickhouse.Each(ctx, r.Conn, query, nil, func(row driver.Rows) error {
		var c dueClient
		err := row.Scan(&c.id)
		clients = append(clients, c)
		return err
	})
	if err != nil || len(clients) == 0 {
		return err
	}
	if err := r.open(ctx, clients); err != nil {
		return err
	}
	through, err := r.throughMonths(ctx)
	if err != nil {
		return err
	}
	written := map[string]bool{}
	err = clickhouse.Each(ctx, r.Conn, "SELECT toString(tombstone) FROM vault.tombstones WHERE certificate_id = ?", []any{r.id}, func(row driver.Rows) error {
		var stone string
		err := row.Scan(&stone)
		written[stone] = true
		return err
	})
	if err != nil {
		return err
	}
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO vault.tombstones (tombstone, through_month, certificate_id)")
	if err != nil {
		return err
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	by := identity.NewPseudonymizer(r.keys.Pseudonym)
	for _, c := range clients {
		stone := by.Tombstones(c.number)[0]
		if !c.opened || written[stone] {
			continue
		}
		if err := batch.Append(stone, through[c.id], r.id); err != nil {
			return err
		}
	}
	return batch.Send()
}

// throughMonths is the last month that anything was delivered about each queued client.
func (r *run) throughMonths(ctx context.Context) (map[uint64]time.Time, error) {
	through := map[uint64]time.Time{}
	for _, rule := range r.rules.Clients {
		for _, source := range rule.Sources {
			err := clickhouse.Each(ctx, r.Conn, "SELECT client_id, max(month) FROM raw."+source+" WHERE client_id IN (SELECT id FROM "+queueTable+" WHERE kind = 'client_id') GROUP BY client_id", nil,
				func(row driver.Rows) error {
					var id uint64
					var month time.Time
					err := row.Scan(&id, &month)
					if month.After(through[id]) {
						through[id] = month
					}
					return err
				})
			if err != nil {
				return nil, err
			}
		}
	}
	return through, nil
}

// empty ends the run.
func (r *run) empty(ctx context.Context) error {
	return r.Conn.Exec(ctx, "TRUNCATE TABLE "+queueTable+" SYNC")
}
