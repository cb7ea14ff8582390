package audit

import (
	"context"
	"fmt"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/rows"
)

// areaCache knows of which area clients are, for rows that do not tell. Clients move
// seldom: what is known is kept for some minutes.
type areaCache struct {
	now   func() time.Time
	since time.Time
	of    map[uint64]string
}

// keptAreas is how long areas are kept, and keptClients of how many clients; chosen.
const (
	keptAreas   = 10 * time.Minute
	keptClients = 200_000
)

func newAreaCache(now func() time.Time) *areaCache {
	return &areaCache{now: now, of: map[uint64]string{}}
}

// fill completes the areas of clients, and those of the one client that a row is about.
func (c *areaCache) fill(ctx context.Context, conn driver.Conn, rows []*pending) error {
	if now := c.now(); now.Sub(c.since) > keptAreas || len(c.of) > keptClients {
		c.since, c.of = now, map[uint64]string{}
	}
	var unknown []uint64
	need := func(id uint64) {
		if _, ok := c.of[id]; !ok {
			c.of[id] = ""
			unknown = append(unknown, id)
		}
	}
	for _, p := range rows {
		for id, area := range p.clients {
			if area == "" {
				need(id)
			}
		}
		if p.entry.ClientID != 0 && p.entry.AreaID == "" {
			need(p.entry.ClientID)
		}
	}
	if err := c.lookUp(ctx, conn, unknown); err != nil {
		for _, id := range unknown {
			delete(c.of, id)
		}
		return err
	}
	for _, p := range rows {
		for id, area := range p.clients {
			if area == "" {
				p.clients[id] = c.of[id]
			}
		}
		if p.entry.ClientID != 0 && p.entry.AreaID == "" {
			p.entry.AreaID = c.of[p.entry.ClientID]
		}
	}
	return nil
}

// areasQuery takes the area of today where there is one, as pages do.
const areasQuery = `
SELECT client_id, argMax(area, is_today)
FROM
(
    SELECT client_id, toString(area_id) AS area, 0 AS is_today FROM core.clients WHERE client_id IN {clients:Array(UInt64)}
    UNION ALL
    SELECT client_id, toString(area_id) AS area, 1 AS is_today FROM mart.candidates WHERE client_id IN {clients:Array(UInt64)}
)
GROUP BY client_id`

func (c *areaCache) lookUp(ctx context.Context, conn driver.Conn, clients []uint64) error {
	if len(clients) == 0 {
		return nil
	}
	list := strings.ReplaceAll(fmt.Sprint(clients), " ", ",")
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{"clients": list}))
	err := rows.Each(ctx, conn, areasQuery, nil, func(row driver.Rows) error {
		var id uint64
		var area string
		err := row.Scan(&id, &area)
		c.of[id] = area
		return err
	})
	if err != nil {
		return fmt.Errorf("look up areas of clients: %w", err)
	}
	return nil
}
