package reveal

import (
	"context"
	"fmt"
	"strings"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/rows"
)

// candidate is a client who is asked for, as the database knows him or her.
type candidate struct {
	id          uint64
	isKnown     bool
	area        string // empty where none is known
	above       string // the area above it; empty where none is
	isProtected bool
	sealed      string // empty where the vault has nothing
	keyID       string
	outcome     Outcome
}

// Protection is taken from the delivered notices as well as from core: a notice
// counts from when it is loaded.
const findQuery = `
SELECT asked.client_id, toBool(known.n > 0), known.area, toString(areas.parent_area_id), toBool(known.is_protected OR notices.is_protected), identities.sealed, identities.key_id
FROM (SELECT arrayJoin({clients:Array(UInt64)}) AS client_id) AS asked
LEFT JOIN
(
    SELECT client_id, count() AS n, argMax(toString(area_id), is_today) AS area, max(is_protected) AS is_protected
    FROM
    (
        SELECT client_id, area_id, is_protected, 0 AS is_today FROM core.clients WHERE client_id IN {clients:Array(UInt64)}
        UNION ALL
        SELECT client_id, area_id, is_protected, 1 AS is_today FROM mart.candidates WHERE client_id IN {clients:Array(UInt64)}
    )
    GROUP BY client_id
) AS known ON asked.client_id = known.client_id
LEFT JOIN core.areas AS areas ON known.area = toString(areas.area_id)
LEFT JOIN
(
    SELECT client_id, maxIf(event_date, event_kind = 'protected') > maxIf(event_date, event_kind = 'unprotected') AS is_protected
    FROM stg.person_events
    WHERE client_id IN {clients:Array(UInt64)}
    GROUP BY client_id
) AS notices ON asked.client_id = notices.client_id
LEFT JOIN
(
    SELECT client_id, argMax(identity_encrypted, batch_id) AS sealed, toString(argMax(key_id, batch_id)) AS key_id
    FROM vault.identities
    WHERE client_id IN {clients:Array(UInt64)}
    GROUP BY client_id
) AS identities ON asked.client_id = identities.client_id
ORDER BY asked.client_id
SETTINGS join_use_nulls = 0`

// find reads what decides about each client, and the sealed number.
func find(ctx context.Context, conn driver.Conn, clients []uint64) ([]candidate, error) {
	list := strings.ReplaceAll(fmt.Sprint(clients), " ", ",")
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{"clients": list}))
	found := make([]candidate, 0, len(clients))
	err := rows.Each(ctx, conn, findQuery, nil, func(row driver.Rows) error {
		var c candidate
		err := row.Scan(&c.id, &c.isKnown, &c.area, &c.above, &c.isProtected, &c.sealed, &c.keyID)
		found = append(found, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up clients: %w", err)
	}
	return found, nil
}
