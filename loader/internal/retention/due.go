package retention

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// dueClient is a client whose time is over.
type dueClient struct {
	id     uint64
	last   time.Time // last month with something, its first day
	number identity.Number
	opened bool // the vault knew the number
}

// due is what the rules say of clients on a day.
type due struct {
	clients []dueClient
	kept    int // whose time is over, but who are kept by their day of birth
	waiting int // whose time is over in a data set, and not in another
}

// dueQuery gives the clients with a data set whose time is over: last month, the data
// sets that they are in, and whether all are over. Decisions of people are notes in the
// data set of interventions.
func (r Rules) dueQuery() string {
	var parts []string
	for _, c := range r.Clients {
		var sources []string
		for _, source := range c.Sources {
			sources = append(sources, "SELECT client_id, max(month) AS month FROM raw."+source+" WHERE client_id != 0 AND batch_id IN (SELECT batch_id FROM ops.load_batches) GROUP BY client_id")
			if source == "interventions" {
				sources = append(sources, "SELECT client_id, toStartOfMonth(max(decided_date)) AS month FROM core.intervention_ledger GROUP BY client_id")
			}
		}
		parts = append(parts, "SELECT client_id, "+sqlfs.Literal(c.DataSet)+" AS data_set, max(month) AS last_month, addYears(toDate32(toLastDayOfMonth(last_month)), "+fmt.Sprint(c.Years)+
			") <= {as_of:Date32} AS is_over FROM ("+strings.Join(sources, " UNION ALL ")+") GROUP BY client_id")
	}
	return "SELECT client_id, max(last_month), groupArray(data_set), countIf(NOT is_over) = 0 FROM (" + strings.Join(parts, " UNION ALL ") +
		") GROUP BY client_id HAVING countIf(is_over) > 0 ORDER BY client_id"
}

// findDue finds the clients whose time is over.
func (r *run) findDue(ctx context.Context) (due, error) {
	var d due
	sets := map[uint64][]string{}
	if len(r.rules.Clients) == 0 {
		return d, nil
	}
	ask := ch.Context(ctx, ch.WithParameters(ch.Parameters{"as_of": r.AsOf.Format(time.DateOnly)}))
	err := clickhouse.Each(ask, r.Conn, r.rules.dueQuery(), nil, func(row driver.Rows) error {
		var c dueClient
		var in []string
		var all bool
		if err := row.Scan(&c.id, &c.last, &in, &all); err != nil {
			return err
		}
		if !all {
			d.waiting++
			return nil
		}
		sets[c.id] = in
		d.clients = append(d.clients, c)
		return nil
	})
	if err != nil {
		return d, fmt.Errorf("find the clients whose time is over: %w", err)
	}
	if len(d.clients) == 0 {
		return d, nil
	}
	if err := r.open(ctx, d.clients); err != nil {
		return d, err
	}
	before := len(d.clients)
	d.clients = slices.DeleteFunc(d.clients, func(c dueClient) bool { return r.rules.keeps(c, sets[c.id]) })
	d.kept = before - len(d.clients)
	return d, nil
}

// keeps says whether a data set that a client is in keeps those born on the client's day.
func (r Rules) keeps(c dueClient, in []string) bool {
	return c.opened && slices.ContainsFunc(r.Clients, func(rule ClientRule) bool {
		return slices.Contains(in, rule.DataSet) && slices.Contains(rule.KeepBornOn, c.number.BirthDay())
	})
}

// open reads the numbers of clients from the vault; some may have none there.
func (r *run) open(ctx context.Context, clients []dueClient) error {
	place := map[uint64]int{}
	for i, c := range clients {
		place[c.id] = i
	}
	known, err := identity.Known(ctx, r.Conn)
	if err != nil {
		return err
	}
	if r.keys, err = r.keyDir().Open(known); err != nil {
		return err
	}
	vault, err := identity.NewVault(r.keys.Vault)
	if err != nil {
		return err
	}
	return clickhouse.Each(ctx, r.Conn, "SELECT client_id, identity_encrypted FROM vault.identities", nil, func(row driver.Rows) error {
		var id uint64
		var sealed string
		if err := row.Scan(&id, &sealed); err != nil {
			return err
		}
		i, wanted := place[id]
		if !wanted {
			return nil
		}
		plain, err := vault.Open([]byte(sealed), id)
		if err != nil {
			return err
		}
		if clients[i].number, err = identity.NumberOf(plain); err != nil {
			return err
		}
		clients[i].opened = true
		return nil
	})
}
