package load

import (
	"context"
	"fmt"
	"math"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/zeebo/xxh3"

	"github.com/framsyn/framsyn/sql/identity"
)

// sink takes pieces in order and writes them.
type sink struct {
	ctx     context.Context //nolint:containedctx // one batch's writing; the pipeline's consumer has no context of its own
	batch   *batch
	table   *table
	into    driver.Batch
	rejects *rejectWriter
	clients *newClients
	ids     []uint64
	// occurrence counts equal rows, where the contract makes that part of the identity.
	occurrence map[uint64]uint32
	rows       uint64
	first      int64 // month of the rows, and the last, as days
	last       int64
	rejected   uint64
}

func (b *batch) newSink(ctx context.Context, t *table) (*sink, error) {
	s := &sink{ctx: ctx, batch: b, table: t, first: math.MaxInt64, last: math.MinInt64}
	if b.chosen.Contract.RowIdentity.Occurrence {
		s.occurrence = map[uint64]uint32{}
	}
	if b.run.o.DryRun {
		return s, nil
	}
	s.clients = &newClients{known: b.run.known, people: map[uint64]identity.Number{}}
	b.newcomers = s.clients
	s.rejects = &rejectWriter{batch: b}
	var err error
	s.into, err = b.run.conn.PrepareBatch(b.context(ctx, "rows"), t.insert())
	if err != nil {
		return nil, fmt.Errorf("raw.%s: %w", t.source, err)
	}
	return s, nil
}

// close ends an insert that did not come to its end.
func (s *sink) close() {
	if s.into != nil {
		_ = s.into.Close() // does nothing after Send
	}
}

// take writes a piece.
func (s *sink) take(p *piece) error {
	r := &s.batch.report
	r.Delivered += uint64(p.n)
	r.Masked += uint64(p.masked)
	s.rows += uint64(len(p.lines))
	s.rejected += uint64(len(p.rejects))
	for _, reject := range p.rejects {
		for _, f := range reject.faults {
			r.Rules[f.Rule]++
		}
	}
	if len(p.lines) > 0 {
		s.first, s.last = min(s.first, p.first), max(s.last, p.last)
	}
	if s.batch.run.o.DryRun {
		r.Rejected = s.rejected
		return nil
	}
	s.clients.add(p.met)
	if err := s.rejects.add(s.ctx, p.rejects); err != nil {
		return err
	}
	if s.occurrence != nil {
		s.number(p.keys)
	}
	return s.send(p)
}

// number makes the occurrence number of equal rows part of their key.
func (s *sink) number(keys []uint64) {
	for i, key := range keys {
		n := s.occurrence[key]
		s.occurrence[key] = n + 1
		keys[i] = xxh3.HashSeed([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}, key)
	}
}

// send sends the piece as a block, column by column. The server puts blocks together
// before it writes them.
func (s *sink) send(p *piece) error {
	if len(p.lines) == 0 {
		return nil
	}
	for len(s.ids) < len(p.lines) {
		s.ids = append(s.ids, s.batch.committed.id)
	}
	columns := s.into.Columns()
	to := func(i int) target { return target{s.into.Column(i), columns[i]} }
	var err error
	n := len(p.vectors)
	for i, v := range p.vectors {
		if err == nil {
			err = v.send(to(i))
		}
	}
	for i, values := range []any{s.ids[:len(p.lines)], p.lines, p.keys, p.hashes} {
		if err == nil {
			err = to(n + i).Append(values)
		}
	}
	if err == nil {
		err = p.known.send(to(n + 4))
	}
	if err == nil {
		err = s.into.Flush()
	}
	if err != nil {
		return fmt.Errorf("raw.%s: %w", s.table.source, err)
	}
	return nil
}

// finish ends the inserts.
func (s *sink) finish() error {
	if s.batch.run.o.DryRun {
		return nil
	}
	if err := s.into.Send(); err != nil {
		return fmt.Errorf("raw.%s: %w", s.table.source, err)
	}
	if err := s.rejects.finish(s.ctx); err != nil {
		return err
	}
	return s.clients.write(s.ctx, s.batch)
}
