package audit

import (
	"context"
	"fmt"
	"strconv"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/rows"
)

// Sight is a line of a client's extract.
type Sight struct {
	At      time.Time `json:"accessed_at"`
	User    string    `json:"user_name"`
	Role    string    `json:"role"`
	Purpose string    `json:"purpose"`
	Surface string    `json:"surface"`
	Request string    `json:"request"`
	Page    string    `json:"page"`
	IsAlone bool      `json:"is_alone"`  // it was about the client alone
	IsShown bool      `json:"is_shown"`  // something was shown
	Clients uint64    `json:"n_clients"` // in the same access
	// IsPossible says that the access was of so many clients that the log does not name
	// them, some of the client's area of today: the client may have been among them.
	IsPossible bool `json:"is_possible"`
}

// Seen is the extract of who saw a client from a day on, the oldest first.
func Seen(ctx context.Context, conn driver.Conn, client uint64, since time.Time) ([]Sight, error) {
	found := []Sight{}
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{"client": strconv.FormatUint(client, 10), "since": since.UTC().Format(time.DateTime)}))
	err := rows.Each(ctx, conn, seenQuery, nil, func(row driver.Rows) error {
		var s Sight
		err := row.Scan(&s.At, &s.User, &s.Role, &s.Purpose, &s.Surface, &s.Request, &s.Page, &s.IsAlone, &s.IsShown, &s.Clients, &s.IsPossible)
		found = append(found, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the access log: %w", err)
	}
	return found, nil
}

// seenQuery takes the accesses that name the client, and those of more clients than
// are named that had some of an area in which the log has met the client.
const seenQuery = `
WITH
    (
        SELECT groupUniqArray(toString(log.area_id)) FROM ops.access_log AS log WHERE log.client_id = {client:UInt64}
    ) AS alone,
    (
        SELECT groupUniqArrayArray(arrayMap(area -> toString(area), mapKeys(log.clients_of_areas))) FROM ops.access_log AS log
        WHERE has(log.client_ids, {client:UInt64}) AND length(mapKeys(log.clients_of_areas)) = 1
    ) AS listed
SELECT
    log.accessed_at, toString(log.user_name), toString(log.role), log.purpose, toString(log.surface), toString(log.request), log.page,
    toBool(log.client_id != 0), toBool(log.n_rows > 0), log.n_clients, toBool(NOT (log.client_id = {client:UInt64} OR has(log.client_ids, {client:UInt64}))) AS is_possible
FROM ops.access_log AS log
WHERE log.accessed_at >= {since:DateTime('UTC')} AND log.outcome != 'started'
    AND (log.client_id = {client:UInt64} OR has(log.client_ids, {client:UInt64})
        OR log.n_rows > 0 AND log.n_clients > 0 AND log.client_id = 0 AND empty(log.client_ids)
            AND (empty(arrayConcat(alone, listed)) OR empty(mapKeys(log.clients_of_areas)) OR hasAny(arrayMap(area -> toString(area), mapKeys(log.clients_of_areas)), arrayConcat(alone, listed))))
ORDER BY log.accessed_at, log.access_id`
