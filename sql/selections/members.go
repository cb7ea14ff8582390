package selections

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// clientNumber is how a client is written in a condition.
var clientNumber = regexp.MustCompile(`\b[0-9]{12,20}\b`)

// Named are the clients that a condition names, such as those chosen by hand.
func Named(condition string) []uint64 {
	var clients []uint64
	for _, text := range clientNumber.FindAllString(condition, -1) {
		if id, err := strconv.ParseUint(text, 10, 64); err == nil && !slices.Contains(clients, id) {
			clients = append(clients, id)
		}
	}
	return clients
}

// Change is what became of a selection's clients.
type Change struct {
	Members int // now
	Entered int
	Left    int
}

// Follow writes who has entered a selection and who has left it since last time.
// On a day on which it may not be used, all leave. Connections: one that may
// write and read core.selection_events whole, the analyst's to run the condition. The error
// is a [Fault] when the condition cannot be used any more; then nothing is written.
func Follow(ctx context.Context, write, read driver.Conn, s Selection, now time.Time) (Change, error) {
	var clients []uint64
	if s.Usable(now) == nil {
		var err error
		if clients, err = Clients(ctx, read, s.Filter); err != nil {
			return Change{}, err
		}
	}
	before, err := members(ctx, write, s.ID)
	if err != nil {
		return Change{}, err
	}
	change := Change{Members: len(clients)}
	batch, err := write.PrepareBatch(ctx, `INSERT INTO core.selection_events (selection_id, selection_version, client_id, kind, event_date, written_at)`)
	if err != nil {
		return change, fmt.Errorf("write core.selection_events: %w", err)
	}
	add := func(client uint64, kind string) error { return batch.Append(s.ID, s.Version, client, kind, now, now) }
	for _, client := range clients {
		if _, found := slices.BinarySearch(before, client); !found {
			change.Entered++
			err = errors.Join(err, add(client, "entered"))
		}
	}
	for _, client := range before {
		if _, found := slices.BinarySearch(clients, client); !found {
			change.Left++
			err = errors.Join(err, add(client, "left"))
		}
	}
	if err != nil || change.Entered+change.Left == 0 {
		return change, errors.Join(err, batch.Abort())
	}
	if err := batch.Send(); err != nil {
		return change, fmt.Errorf("write core.selection_events: %w", err)
	}
	return change, nil
}

// members returns who was in a selection when it was last followed, in order: as it was
// written, also for those who have been left out since, or after it expired.
func members(ctx context.Context, conn driver.Conn, id string) (clients []uint64, err error) {
	ctx = ch.Context(ctx, ch.WithParameters(ch.Parameters{"id": sqlfs.StringParameter(id)}))
	err = conn.QueryRow(ctx, `SELECT arraySort(groupArray(client_id)) FROM
		(SELECT client_id FROM core.selection_events WHERE selection_id = {id:String} GROUP BY client_id HAVING argMax(kind, written_at) = 'entered')`).Scan(&clients)
	if err != nil {
		return nil, fmt.Errorf("read core.selection_events: %w", err)
	}
	return clients, nil
}
