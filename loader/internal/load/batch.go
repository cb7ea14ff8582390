package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/source"
)

// batch is a file on its way in.
type batch struct {
	run      *run
	delivery delivery
	began    time.Time
	report   FileReport

	chosen    contract.Candidate
	committed committed // as it will be
	bytes     int64
	delivered time.Time // by the name, else the day it was found
	reader    source.Reader
	fromFile  error // what reading the file ended with
	newcomers *newClients
	queries   int // so far, for their ids
}

// fileAtFault says whether an error came from the file and not from the database.
func (b *batch) fileAtFault(err error) bool {
	if b.fromFile != nil && errors.Is(err, b.fromFile) {
		return true
	}
	for _, fault := range []error{
		contract.ErrUnknown, contract.ErrUnfit, contract.ErrNoRows, contract.ErrAllRejected, source.ErrEmpty, source.ErrTruncated, source.ErrLongLine,
		source.ErrTooLarge, source.ErrBinary, source.ErrFormat, os.ErrNotExist, os.ErrPermission, errChanged,
	} {
		if errors.Is(err, fault) {
			return true
		}
	}
	return false
}

// errChanged: the file was written to while it was loaded.
var errChanged = errors.New("the file changed while it was loaded: deliver it again when it is whole")

// memberMark stands between a zip's name and the member's in ops.load_batches.file_name.
const memberMark = ".zip:"

// memberOf returns the member's part of a file name.
func memberOf(name string) string {
	if i := strings.Index(strings.ToLower(name), memberMark); i >= 0 {
		return name[i+len(memberMark):]
	}
	return ""
}

// load loads the file.
func (b *batch) load(ctx context.Context) error {
	if b.delivery.err != nil {
		return &FileError{b.delivery.path, b.delivery.err}
	}
	if err := b.identify(); err != nil {
		return &FileError{b.delivery.path, err}
	}
	if b.run.o.DryRun {
		return b.rows(ctx)
	}
	key := fileKey(b.delivery, b.committed.sha)
	if begun, ok := b.run.journal.begun[key]; ok && b.run.batches.has(begun, b.committed.sha, b.committed.member) {
		b.report.Skipped = true
		return nil
	}
	if earlier, ok := b.run.batches.repeated(b.committed); ok {
		b.committed.repeats, b.committed.delivered = earlier.id, earlier.delivered
		b.report.Delivered, b.report.Repeated = earlier.delivered, earlier.delivered
		if err := b.run.journal.begin(key, b.committed.id); err != nil {
			return err
		}
		return b.commit(ctx)
	}
	if err := b.run.journal.begin(key, b.committed.id); err != nil {
		return err
	}
	err := b.rows(ctx)
	if err == nil {
		err = b.commit(ctx)
	}
	if err != nil {
		undo, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		return errors.Join(err, b.run.forget(undo, b.committed.id))
	}
	return nil
}

// identify finds the contract and what the batch will be.
func (b *batch) identify() error {
	var err error
	if b.chosen, err = b.run.set.Choose(b.delivery.path, b.delivery.member); err != nil {
		return err
	}
	sha, size, err := hashFile(b.delivery.path)
	if err != nil {
		return err
	}
	c, facts := b.chosen.Contract, b.chosen.Facts
	b.bytes, b.delivered = size, facts.Delivered
	if b.delivered.IsZero() {
		y, m, d := b.began.Date()
		b.delivered = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	id := uint64(1)
	if b.run.batches != nil {
		id = b.run.batches.last + 1
	}
	b.committed = committed{
		id: id, source: c.Source, contract: c.Name,
		version: c.Version, scope: c.ScopeName(), period: facts.Period, complete: !facts.Partial, sha: sha, member: memberOf(b.delivery.name()),
	}
	if c.Delivery.AllMonths {
		b.committed.period = time.Time{}
	}
	b.report.Source, b.report.BatchID, b.report.Unknown = c.Source, b.committed.id, maskAll(b.chosen.Plan.Unknown)
	return nil
}

func maskAll(titles []string) []string {
	var masked []string
	for _, t := range titles {
		masked = append(masked, mask(t))
	}
	return masked
}

// context returns a context whose queries are known as a loader's.
func (b *batch) context(ctx context.Context, what string) context.Context {
	b.queries++
	return clickhouse.Context(ctx,
		clickhouse.WithQueryID(fmt.Sprintf("%s%d-%s-%d-%d-%d", queryPrefix, b.committed.id, what, b.queries, os.Getpid(), b.began.UnixNano())),
		clickhouse.WithSettings(clickhouse.Settings{"async_insert": 0, "max_partitions_per_insert_block": 0}),
	)
}

// rows reads the file, writes its rows and counts them.
func (b *batch) rows(ctx context.Context) error {
	reader, err := source.Open(b.delivery.path, b.delivery.member, b.chosen.Format.Spec())
	if err != nil {
		return &FileError{b.delivery.path, err}
	}
	b.reader = &countingReader{Reader: reader, batch: b}
	defer b.reader.Close() //nolint:errcheck // opened for reading only
	t, err := b.table(ctx)
	if err != nil {
		return err
	}
	workers := b.workers(t)
	sink, err := b.newSink(ctx, t)
	if err != nil {
		return err
	}
	defer sink.close()
	if err := newPipeline(b.reader, t, workers).run(ctx, sink.take); err != nil {
		return err
	}
	if b.report.Delivered == 0 && !b.chosen.Contract.MayBeEmpty {
		return &FileError{b.delivery.path, contract.ErrNoRows}
	}
	if sink.rows == 0 && b.report.Delivered > b.report.Rules[contract.RuleDeleted] && b.committed.complete {
		return &FileError{b.delivery.path, fmt.Errorf("%w (broken rules: %s)", contract.ErrAllRejected, b.report.rules())}
	}
	if err := b.unchanged(); err != nil {
		return err
	}
	if err := sink.finish(); err != nil || b.run.o.DryRun {
		return err
	}
	return b.count(ctx, sink)
}

// table describes the raw table; a dry run without a database makes do with the contract.
func (b *batch) table(ctx context.Context) (*table, error) {
	if b.run.conn == nil {
		return &table{source: b.chosen.Contract.Source}, nil
	}
	return describe(ctx, b.run.conn, b.chosen.Plan)
}

// workers returns the decoding workers.
func (b *batch) workers(t *table) []*worker {
	var workers []*worker
	for range b.run.o.workers() {
		p := newPeople(b.run.rules, b.run.keys, b.delivered, b.run.deleted)
		w := &worker{
			table: t, people: p, decoder: b.chosen.Plan.NewDecoder(p), client: b.chosen.Plan.Column("client_id"),
			lag: b.chosen.Contract.LagDays,
		}
		if d := b.chosen.Facts.Delivered; !d.IsZero() {
			w.delivered = contract.Days(d)
		}
		workers = append(workers, w)
	}
	return workers
}

// unchanged checks that the file is still the one that was hashed.
func (b *batch) unchanged() error {
	info, err := os.Stat(b.delivery.path)
	if err != nil || info.Size() != b.bytes {
		return &FileError{b.delivery.path, errChanged}
	}
	return nil
}

// countingReader notes the reader's error and shows progress.
type countingReader struct {
	source.Reader
	batch *batch
}

// Next returns the next block.
func (r *countingReader) Next() (*source.Block, error) {
	block, err := r.Reader.Next()
	if err != nil {
		r.batch.fromFile = err
		return nil, err
	}
	r.batch.run.show.rows(r.batch.delivery, block.Len(), r.Read())
	return block, nil
}
