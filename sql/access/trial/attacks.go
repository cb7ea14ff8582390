package trial

import (
	"context"
	"errors"
	"fmt"
	"slices"

	ch "github.com/ClickHouse/clickhouse-go/v2"

	"github.com/framsyn/framsyn/sql/access"
)

// forbidden are statements that no role of people may run, whatever it sees.
func forbidden() []string {
	return []string{
		"SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a UInt8')",
		"SELECT * FROM file('/etc/passwd', 'LineAsString', 'a String')",
		"SELECT * FROM remote('127.0.0.1', system.one)",
		"SELECT * FROM remoteSecure('127.0.0.1', system.one)",
		"SELECT * FROM s3('http://127.0.0.1:1/bucket/a', 'CSV', 'a UInt8')",
		"SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
		"SELECT * FROM postgresql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
		"SELECT * FROM sqlite('a.db', 'b')",
		"SELECT * FROM executable('a.sh', 'CSV', 'a UInt8')",
		"SELECT * FROM cluster('default', system.one)",
		"SELECT * FROM system.users",
		"SELECT * FROM system.row_policies",
		"SELECT * FROM system.processes",
		"SELECT * FROM system.parts",
		"SELECT * FROM system.query_log",
		"SELECT 1 SETTINGS max_execution_time = 0",
		"SELECT 1 SETTINGS max_memory_usage = 0",
		"SELECT 1 SETTINGS readonly = 0",
		"SET max_result_rows = 0",
		"SYSTEM DROP MARK CACHE",
		"SYSTEM STOP LISTEN TCP",
		"SYSTEM FLUSH LOGS",
		"CREATE DATABASE framsyn_trial",
		"CREATE FUNCTION framsyn_trial AS (a) -> a",
		"CREATE USER framsyn_trial",
		"GRANT SELECT ON *.* TO framsyn_trial",
		"KILL QUERY WHERE 1",
		"BACKUP TABLE core.clients TO Disk('default', 'framsyn_trial')",
	}
}

// around are ways to read a table with clients past its filter or its grant.
func around() []string {
	return []string{
		"SELECT count() FROM merge('core', '^clients$')",
		"SELECT count() FROM loop(core.clients) LIMIT 1",
		"SELECT count() FROM view(SELECT * FROM core.clients)",
		"SELECT count() FROM core.clients PREWHERE 1",
		"SELECT count() FROM (SELECT 1 FROM core.clients UNION ALL SELECT 1 FROM core.clients WHERE 0)",
		"SELECT uniqExact(c.client_id) FROM core.areas AS a CROSS JOIN core.clients AS c",
	}
}

// attacks tries ways around.
func (r run) attacks(ctx context.Context) error {
	for _, statement := range forbidden() {
		err := execute(ctx, r.conn, statement)
		r.report.Tried++
		if err == nil || !isRefusal(err) && !isUnknown(err) {
			r.fail("-", statement, "a refusal", fmt.Sprint(err))
		}
	}
	if r.Expected[r.account.Role]["person"] == access.No {
		return r.shut(ctx)
	}
	return r.hidden(ctx)
}

// marks tries the one way around that grants and row policies do not shut: the
// function that shows a table's sparse index, one row's sort key of some 8,000. It
// is written down as known, and whoever lets a limited account write SQL refuses
// it by name.
func (r run) marks(ctx context.Context) {
	const statement = "SELECT count() FROM mergeTreeIndex(core, clients)"
	err := execute(ctx, r.conn, statement)
	r.report.Tried++
	if err == nil {
		r.report.Known = append(r.report.Known, Failure{r.account.Name, "core.clients", statement, "a refusal", "an answer"})
	}
}

// isUnknown tells whether the engine has no such function, table or user at all.
func isUnknown(err error) bool {
	fault, ok := errors.AsType[*ch.Exception](err)
	unknown := []int32{46, 60, 192, 511, 636, 701} // function, table, user, role, tables of a merge, cluster
	return ok && slices.Contains(unknown, fault.Code)
}

// shut tries the ways around for who sees no clients.
func (r run) shut(ctx context.Context) error {
	for _, statement := range around() {
		err := execute(ctx, r.conn, statement)
		r.report.Tried++
		if err == nil || !isRefusal(err) && !isUnknown(err) {
			r.fail("core.clients", statement, "a refusal", fmt.Sprint(err))
		}
	}
	return nil
}

// hidden tries them for who sees some: no more rows may come than through the
// door, and an error may not tell of a client who is hidden.
func (r run) hidden(ctx context.Context) error {
	var own, all, foreign uint64
	if err := r.conn.QueryRow(ctx, "SELECT count() FROM core.clients").Scan(&own); err != nil {
		return fmt.Errorf("count core.clients: %w", err)
	}
	err := r.Owner.QueryRow(ctx, "SELECT count(), minIf(client_id, NOT ("+r.condition()+")) FROM core.clients").Scan(&all, &foreign)
	if err != nil {
		return fmt.Errorf("count core.clients as owner: %w", err)
	}
	for _, statement := range around() {
		var n uint64
		err := r.conn.QueryRow(ctx, statement).Scan(&n)
		r.report.Tried++
		if err == nil && n > own {
			r.fail("core.clients", statement, fmt.Sprintf("at most %d", own), fmt.Sprintf("%d of %d", n, all))
		}
	}
	if own == all {
		return nil
	}
	r.marks(ctx)
	for _, statement := range []string{
		"SELECT count() FROM core.clients WHERE throwIf(client_id = %d)",
		"SELECT count() FROM core.clients PREWHERE throwIf(client_id = %d)",
		"SELECT count() FROM core.clients WHERE client_id = %d",
		"SELECT count() FROM core.clients WHERE 1 / (client_id != %d) > 2",
		"SELECT count() FROM mart.client_months WHERE client_id = %d",
		"SELECT count() FROM mart.candidates WHERE client_id = %d",
		"SELECT countIf(client_id = %d) FROM mart.candidates",
		"SELECT count() FROM mart.candidates WHERE throwIf(client_id = %d)",
		"SELECT count() FROM mart.candidates PREWHERE throwIf(client_id = %d)",
		"SELECT count() FROM model.risk_scores WHERE client_id = %d",
	} {
		var n uint64
		err := r.conn.QueryRow(ctx, fmt.Sprintf(statement, foreign)).Scan(&n)
		r.report.Tried++
		if err != nil || n > 0 {
			r.fail("core.clients", statement, "0", fmt.Sprintf("%d, %v", n, err))
		}
	}
	return nil
}
