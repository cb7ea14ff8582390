package rekey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/framsyn/framsyn/loader/internal/job"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// switchAll lets copies and originals change places, and then the keys.
func (r *rotation) switchAll(ctx context.Context, tables []*table) error {
	if err := job.Block(r.lockDir(), "a rotation of keys was broken off: run the same framsyn keys rotate again"); err != nil {
		return err
	}
	r.state.Phase = identity.Switching
	if err := r.save(); err != nil {
		return err
	}
	r.at("switching")
	names := make([]string, 0, len(r.state.Copies))
	for name := range r.state.Copies {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		database, short, _ := strings.Cut(name, ".")
		if r.uuidOf(ctx, database, short) == r.state.Copies[name].UUID {
			continue // changed places before the kill
		}
		at := slices.IndexFunc(tables, func(t *table) bool { return t.name() == name })
		if at < 0 {
			return fmt.Errorf("switch %s: the table is gone or empty", name)
		}
		if err := r.exchange(ctx, tables[at]); err != nil {
			return fmt.Errorf("switch %s: %w", name, err)
		}
		r.at("switched " + name)
	}
	if err := r.keepFingerprint(ctx); err != nil {
		return err
	}
	r.at("fingerprint")
	if err := r.keys().Promote(r.Purpose, r.old); err != nil {
		return fmt.Errorf("new key: %w", err)
	}
	r.at("promoted")
	r.state.Phase = identity.Switched
	return r.save()
}

// exchange lets a table and its copy change places. What was added to the table since
// it was copied, by pages that are in use, is added to the new one.
func (r *rotation) exchange(ctx context.Context, t *table) error {
	parts, err := r.partsOf(ctx, t)
	if err != nil {
		return err
	}
	if before := r.state.Copies[t.name()].Parts; !slices.Equal(parts, before) && !isSubset(before, parts) {
		// Merged after a restart of the engine: what was added cannot be told apart.
		t.parts = parts
		if err := r.copy(ctx, t); err != nil {
			return err
		}
	}
	if err := r.Conn.Exec(ctx, "EXCHANGE TABLES "+t.quoted()+" AND "+t.copy()); err != nil {
		return err
	}
	// The original now has the copy's name, and nobody writes to it any more.
	original := *t
	original.table += copySuffix
	after, err := r.partsOf(ctx, &original)
	if err != nil {
		return err
	}
	late := slices.DeleteFunc(after, func(part string) bool { return slices.Contains(r.state.Copies[t.name()].Parts, part) })
	if len(late) == 0 {
		return nil
	}
	return r.addLate(ctx, t, late)
}

func isSubset(some, all []string) bool {
	return !slices.ContainsFunc(some, func(part string) bool { return !slices.Contains(all, part) })
}

// addLate copies parts of the original, which now has the copy's name, into the new table.
func (r *rotation) addLate(ctx context.Context, t *table, parts []string) error {
	if t.database == "vault" || t.isRaw() {
		return errors.New("rows were loaded although loading was locked")
	}
	var names, values, quoted []string
	for _, c := range t.columns {
		names, values = append(names, c.quoted()), append(values, r.expression(t, c))
	}
	for _, part := range parts {
		quoted = append(quoted, sqlfs.Literal(part))
	}
	return r.Conn.Exec(ctx, "INSERT INTO "+t.quoted()+" ("+strings.Join(names, ", ")+") SELECT "+strings.Join(values, ", ")+" FROM "+t.copy()+" WHERE _part IN ("+strings.Join(quoted, ", ")+")")
}

// keepFingerprint notes the new key in the database, later than the one before.
func (r *rotation) keepFingerprint(ctx context.Context) error {
	var newest time.Time
	var n uint64
	err := r.Conn.QueryRow(ctx, "SELECT max(first_used_at), countIf(purpose = ? AND key_id = ?) FROM vault.keys", r.Purpose, r.new.ID()).Scan(&newest, &n)
	if err != nil || n > 0 {
		return err
	}
	at := r.Now().UTC()
	if !at.After(newest) {
		at = newest.Add(time.Second) // the order of keys is the order of these times, in seconds
	}
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO vault.keys (purpose, key_id, first_used_at)")
	if err != nil {
		return fmt.Errorf("fingerprints of keys: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	if err := batch.Append(r.Purpose, r.new.ID(), at); err != nil {
		return fmt.Errorf("fingerprints of keys: %w", err)
	}
	return batch.Send()
}

// finish takes away what is old.
func (r *rotation) finish(ctx context.Context) error {
	r.at("switched")
	if r.Purpose == identity.PurposePseudonym {
		if err := r.refill(ctx); err != nil {
			return err
		}
	}
	if err := r.dropCopies(ctx); err != nil {
		return err
	}
	if err := r.log(ctx); err != nil {
		return err
	}
	if err := r.keys().EndRotation(r.Purpose); err != nil {
		return err
	}
	return job.Unblock(r.lockDir())
}

// refill fills the tables whose ids are hashes of row keys, from raw as it is now.
func (r *rotation) refill(ctx context.Context) error {
	objects, err := sqlfs.Objects()
	if err != nil {
		return err
	}
	for _, object := range objects {
		if refilled()[object.FullName()] == "" {
			continue
		}
		var from, to time.Time
		// The raw table of the same name is what both are filled from.
		if err := r.Conn.QueryRow(ctx, "SELECT min(month), max(month) FROM raw."+object.Name+" WHERE month > toDate(0)").Scan(&from, &to); err != nil {
			return fmt.Errorf("months of raw.%s: %w", object.Name, err)
		}
		if from.Year() <= 1970 {
			continue // nothing was delivered
		}
		if _, err := clickhouse.Fill(ctx, r.Conn, object, from, to); err != nil {
			return err
		}
		r.at("filled " + object.FullName())
	}
	return nil
}

// log notes in the access log who gave the database a new key.
func (r *rotation) log(ctx context.Context) error {
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO ops.access_log (access_id, accessed_at, user_name, role, purpose, surface, objects, n_clients, page)")
	if err != nil {
		return fmt.Errorf("write ops.access_log: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	err = batch.Append(uuid.New(), r.Now().UTC(), r.User, "owner", "rotate the "+r.Purpose+" key", "keys", []string{"vault.identities"}, uint64(r.report.Clients), "framsyn keys rotate")
	if err == nil {
		err = batch.Send()
	}
	if err != nil {
		return fmt.Errorf("write ops.access_log: %w", err)
	}
	return nil
}
