package retention

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// certificate is a row of ops.retention_certificates.
type certificate struct {
	ID       uuid.UUID  `json:"certificate_id"`
	State    string     `json:"state"`
	AsOf     time.Time  `json:"as_of_date"`
	Decision string     `json:"decision"`
	Rules    string     `json:"rules"`
	User     string     `json:"user_name"`
	Role     string     `json:"role"`
	Why      string     `json:"why"`
	Clients  uint64     `json:"n_clients"`
	Through  *time.Time `json:"through_month"`

	Objects      []string    `json:"objects"`
	Before       []uint64    `json:"rows_before"`
	Deleted      []uint64    `json:"rows_deleted"`
	After        []uint64    `json:"rows_after"`
	Backups      []string    `json:"backups"`
	BackupsUntil []time.Time `json:"backups_until"`
	Hash         string      `json:"-"`
	Written      time.Time   `json:"written_at"`
	Version      string      `json:"app_version"`

	rules Rules
	asOf  time.Time
}

const certificateColumns = `certificate_id, state, as_of_date, decision, rules, user_name, role, why, n_clients, through_month,
	objects, rows_before, rows_deleted, rows_after, backups, backups_until, content_hash, written_at, app_version`

// readCertificate reads the certificate of a run in a state.
func readCertificate(ctx context.Context, conn driver.Conn, id uuid.UUID, state string) (c certificate, found bool, err error) {
	query := "SELECT " + strings.NewReplacer("state,", "toString(state),", "content_hash", "toString(content_hash)", "user_name", "toString(user_name)", "role,", "toString(role),",
		"app_version", "toString(app_version)").Replace(certificateColumns) + " FROM ops.retention_certificates WHERE certificate_id = ? AND state = ?"
	err = clickhouse.Each(ctx, conn, query, []any{id, state}, func(row driver.Rows) error {
		found = true
		return row.Scan(&c.ID, &c.State, &c.AsOf, &c.Decision, &c.Rules, &c.User, &c.Role, &c.Why, &c.Clients, &c.Through, &c.Objects, &c.Before, &c.Deleted, &c.After,
			&c.Backups, &c.BackupsUntil, &c.Hash, &c.Written, &c.Version)
	})
	if err != nil || !found {
		return c, false, err
	}
	c.asOf = c.AsOf
	return c, true, json.Unmarshal([]byte(c.Rules), &c.rules)
}

func writeCertificate(ctx context.Context, conn driver.Conn, c certificate) error {
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO ops.retention_certificates ("+certificateColumns+")")
	if err != nil {
		return fmt.Errorf("write the certificate: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	err = batch.Append(c.ID, c.State, c.AsOf, c.Decision, c.Rules, c.User, c.Role, c.Why, c.Clients, c.Through, c.Objects, c.Before, c.Deleted, c.After,
		c.Backups, c.BackupsUntil, c.Hash, c.Written, c.Version)
	if err == nil {
		err = batch.Send()
	}
	if err != nil {
		return fmt.Errorf("write the certificate: %w", err)
	}
	return nil
}

// rowsOf counts a table.
func (r *run) rowsOf(ctx context.Context, name string) (n uint64, err error) {
	err = r.Conn.QueryRow(ctx, "SELECT count() FROM "+quotedName(name)).Scan(&n)
	return n, err
}

// beginCertificate writes what is to be done, once.
func (r *run) beginCertificate(ctx context.Context) error {
	if _, found, err := readCertificate(ctx, r.Conn, r.id, "begun"); err != nil || found {
		return err
	}
	rules, err := json.Marshal(r.rules)
	if err != nil {
		return err
	}
	c := certificate{
		ID: r.id, State: "begun", AsOf: r.AsOf, Decision: r.rules.Decision, Rules: string(rules), User: r.User, Role: r.Role, Why: r.Why, Clients: uint64(r.report.Clients),
		Objects: r.touched(), Written: r.Now().UTC().Truncate(time.Millisecond), Version: r.Version, Hash: strings.Repeat("0", 64),
	}
	through, err := r.throughMonths(ctx)
	if err != nil {
		return err
	}
	for _, month := range through {
		if c.Through == nil || month.After(*c.Through) {
			c.Through = &month
		}
	}
	for _, name := range c.Objects {
		n, err := r.rowsOf(ctx, name)
		if err != nil {
			return err
		}
		var deleted uint64
		for _, count := range r.report.Counts {
			if count.Table == name {
				deleted += count.Rows
			}
		}
		c.Before, c.Deleted = append(c.Before, n), append(c.Deleted, deleted)
	}
	for _, b := range r.rules.Backups {
		c.Backups, c.BackupsUntil = append(c.Backups, b.Name), append(c.BackupsUntil, r.Now().UTC().AddDate(0, 0, b.Days))
	}
	return writeCertificate(ctx, r.Conn, c)
}

// finishCertificate writes that it is done, with what is there after.
func (r *run) finishCertificate(ctx context.Context) error {
	if done, found, err := readCertificate(ctx, r.Conn, r.id, "finished"); err != nil || found {
		r.tell(done)
		return err
	}
	c, found, err := readCertificate(ctx, r.Conn, r.id, "begun")
	if err != nil || !found {
		return fmt.Errorf("the certificate was never begun: %w", err)
	}
	c.State, c.After, c.Written = "finished", nil, r.Now().UTC().Truncate(time.Millisecond)
	for i, b := range r.rules.Backups { // until the last backup that was made before the end
		c.BackupsUntil[i] = r.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, b.Days)
	}
	for _, name := range c.Objects {
		n, err := r.rowsOf(ctx, name)
		if err != nil {
			return err
		}
		c.After = append(c.After, n)
	}
	if c.Hash, err = hashOf(c, r.report.Counts); err != nil {
		return err
	}
	if err := writeCertificate(ctx, r.Conn, c); err != nil {
		return err
	}
	r.tell(c)
	return r.log(ctx, c)
}

// tell puts what the certificate says into the report.
func (r *run) tell(c certificate) {
	r.report.Hash, r.report.Tables = c.Hash, nil
	for i, name := range c.Objects {
		t := TableCount{Table: name, Before: c.Before[i], Deleted: c.Deleted[i]}
		if i < len(c.After) {
			t.After = c.After[i]
		}
		r.report.Tables = append(r.report.Tables, t)
	}
}

// hashOf is the SHA-256 of a certificate and its counts, as JSON in a fixed order.
func hashOf(c certificate, counts []Count) (string, error) {
	counts = slices.Clone(counts)
	slices.SortFunc(counts, func(a, b Count) int { return strings.Compare(a.key(), b.key()) })
	c.AsOf, c.Written = c.AsOf.UTC(), c.Written.UTC()
	text, err := json.Marshal(struct {
		Certificate certificate `json:"certificate"`
		Counts      []string    `json:"counts"`
	}{c, keysOf(counts)})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

func (c Count) key() string {
	month := ""
	if c.Month != nil {
		month = c.Month.Format(time.DateOnly)
	}
	return fmt.Sprintf("%s %s %s %d %d", c.Rule, c.Table, month, c.Batch, c.Rows)
}

func keysOf(counts []Count) []string {
	keys := make([]string, len(counts))
	for i, c := range counts {
		keys[i] = c.key()
	}
	return keys
}

// log notes in the access log who deleted.
func (r *run) log(ctx context.Context, c certificate) error {
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO ops.access_log (access_id, accessed_at, user_name, role, purpose, surface, objects, n_rows, n_clients, why, page)")
	if err != nil {
		return fmt.Errorf("write ops.access_log: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	if err = batch.Append(r.id, c.Written, r.User, r.Role, "delete by rule", "retention", c.Objects, r.report.Rows(), c.Clients, r.Why, "framsyn retention"); err == nil {
		err = batch.Send()
	}
	if err != nil {
		return fmt.Errorf("write ops.access_log: %w", err)
	}
	return nil
}
