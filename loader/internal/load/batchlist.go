package load

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// committed is a batch that is in.
type committed struct {
	id        uint64 // its place in the order of loading
	source    string
	contract  string
	version   uint16
	scope     string
	period    time.Time // zero without
	complete  bool
	sha       string
	member    string
	delivered uint64
	rejected  uint64
	first     time.Time
	last      time.Time
	repeats   uint64
}

// batchList is the batches that are in, in the order of loading.
type batchList struct {
	all  []committed
	ids  map[uint64]committed
	last uint64
}

func readBatches(ctx context.Context, conn driver.Conn) (*batchList, error) {
	l := &batchList{ids: map[uint64]committed{}}
	query := `SELECT batch_id, source, contract, contract_version, scope, period_month, delivery = 'complete', toString(file_sha256),
	file_name, n_delivered, n_rejected, first_month, last_month, repeats_batch_id FROM ops.load_batches ORDER BY batch_id`
	err := each(ctx, conn, query, func(scan func(...any) error) error {
		var c committed
		var period, first, last *time.Time
		var name string
		err := scan(&c.id, &c.source, &c.contract, &c.version, &c.scope, &period, &c.complete, &c.sha,
			&name, &c.delivered, &c.rejected, &first, &last, &c.repeats)
		c.period, c.first, c.last, c.member = valueOf(period), valueOf(first), valueOf(last), memberOf(name)
		l.add(c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("batches: %w: run framsyn schema apply", err)
	}
	return l, nil
}

func (l *batchList) add(c committed) {
	l.all = append(l.all, c)
	l.ids[c.id] = c
	l.last = max(l.last, c.id)
}

func valueOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// repeated returns the batch that the same content came in as, by the same contract and
// for the same month.
func (l *batchList) repeated(c committed) (committed, bool) {
	for _, o := range l.all {
		if o.repeats == 0 && o.sha == c.sha && o.member == c.member && o.source == c.source &&
			o.contract == c.contract && o.version == c.version && o.period.Equal(c.period) {
			return o, true
		}
	}
	return committed{}, false
}

// current returns the batches of a source whose rows count, as ops.current_batches has
// them, in the order of loading.
func (l *batchList) current(source string) []committed {
	var counted []committed
	for i, c := range l.all {
		if c.source != source || c.repeats != 0 {
			continue
		}
		superseded := false
		for _, later := range l.all[i+1:] {
			superseded = superseded || later.supersedes(c)
		}
		if !superseded {
			counted = append(counted, c)
		}
	}
	return counted
}

// supersedes says whether a batch, loaded later, takes the place of another.
func (c committed) supersedes(o committed) bool {
	return c.complete && c.repeats == 0 && c.source == o.source && c.scope == o.scope && c.period.Equal(o.period)
}

// has says whether a batch is in and has this content.
func (l *batchList) has(id uint64, sha, member string) bool {
	c, ok := l.ids[id]
	return ok && c.sha == sha && c.member == member
}
