package load

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/zeebo/xxh3"

	"github.com/framsyn/framsyn/loader/contracts"
	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/sql/identity"
)

// run is one loader at work.
type run struct {
	o       Options
	conn    driver.Conn
	log     *slog.Logger
	set     *contract.Set
	rules   identity.Rules
	keys    identity.Keys
	vault   *identity.Vault
	known   *knownClients
	deleted tombstones
	batches *batchList
	journal *journal
	show    *progress
	files   int // files to load
	// after is called after each file with its fault; an error of it does not undo the file.
	after    func(delivery, error) error
	afterErr error
}

// Run loads files and folders. Faults of single files are in the report, and joined in
// the error after all other files were loaded; an error of the database or a cancelled
// context ends the run at once, and the next goes on after what was committed.
func Run(ctx context.Context, o Options) (Report, error) {
	started := o.Now()
	set, err := contract.Load(contracts.FS, o.contractsDir())
	if err != nil {
		return Report{}, err
	}
	files, err := find(o.Paths, set)
	if err != nil {
		return Report{}, err
	}
	r, release, err := begin(ctx, o, set, runKey(o.Paths))
	if err != nil {
		return Report{}, err
	}
	report, err := r.loadAll(ctx, files)
	report.Seconds = o.Now().Sub(started).Seconds()
	return report, errors.Join(err, release(stopped(err)))
}

// stopped says whether a run ended before its end, so that the next should go on from there.
func stopped(err error) bool {
	fault := new(FileError)
	return err != nil && !errors.As(err, &fault)
}

// runKey names a run by its paths.
func runKey(paths []string) string {
	var full []string
	for _, p := range paths {
		if abs, err := filepath.Abs(p); err == nil {
			p = abs
		}
		full = append(full, p)
	}
	slices.Sort(full)
	return fmt.Sprintf("%016x", xxh3.HashString(strings.Join(full, "\n")))
}

// begin takes the lock, repairs what a killed loader left, and opens the keys. The
// returned function ends the run.
func begin(ctx context.Context, o Options, set *contract.Set, key string) (*run, func(interrupted bool) error, error) {
	rules, err := o.identityRules()
	if err != nil {
		return nil, nil, fmt.Errorf("pattern of reserve numbers: %w", err)
	}
	r := &run{o: o, conn: o.Conn, log: o.log(), set: set, rules: rules}
	r.show = newProgress(o)
	if o.DryRun {
		return r, func(bool) error { return nil }, nil
	}
	held, err := lock(o.DataDir)
	if err != nil {
		return nil, nil, err
	}
	if err := r.prepare(ctx, key); err != nil {
		return nil, nil, errors.Join(err, held.Unlock())
	}
	return r, func(interrupted bool) error {
		end := r.journal.end
		if interrupted {
			end = r.journal.leave
		}
		return errors.Join(end(), held.Unlock())
	}, nil
}

// prepare does what must come before the first file.
func (r *run) prepare(ctx context.Context, key string) error {
	if err := waitForWriters(ctx, r.conn); err != nil {
		return err
	}
	if err := r.openKeys(ctx); err != nil {
		return err
	}
	err := r.repair(ctx)
	if err == nil {
		r.batches, err = readBatches(ctx, r.conn)
	}
	if err == nil {
		r.known, err = readClients(ctx, r.conn)
	}
	if err == nil {
		r.deleted, err = readTombstones(ctx, r.conn)
	}
	if err == nil {
		r.journal, err = openJournal(r.o.DataDir, key)
	}
	return err
}

// openKeys opens the keys and keeps their fingerprints in the database.
func (r *run) openKeys(ctx context.Context) error {
	known, err := identity.Known(ctx, r.conn)
	if err != nil {
		return err
	}
	r.keys, err = identity.KeyDir(filepath.Join(r.o.DataDir, "keys")).Open(known)
	if err != nil {
		return err
	}
	if r.vault, err = identity.NewVault(r.keys.Vault); err != nil || len(known) > 0 {
		return err
	}
	return r.keepFingerprints(ctx)
}

// keepFingerprints writes the fingerprints of new keys, both at once.
func (r *run) keepFingerprints(ctx context.Context) error {
	batch, err := r.conn.PrepareBatch(ctx, "INSERT INTO vault.keys (purpose, key_id, first_used_at)")
	if err != nil {
		return fmt.Errorf("fingerprints of keys: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	for _, k := range []identity.Key{r.keys.Pseudonym, r.keys.Vault} {
		if err := batch.Append(k.Purpose(), k.ID(), r.o.Now().UTC()); err != nil {
			return fmt.Errorf("fingerprints of keys: %w", err)
		}
	}
	return batch.Send()
}

// loadAll loads files one after the other.
func (r *run) loadAll(ctx context.Context, files []delivery) (Report, error) {
	var report Report
	var faults []error
	r.show.start(files)
	defer r.show.end()
	r.files = len(files)
	for _, d := range files {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		f, err := r.loadOne(ctx, d)
		report.add(f)
		fault := new(FileError)
		switch {
		case errors.As(err, &fault):
			faults = append(faults, err)
			r.log.Error("file not loaded", "file", f.Name, "reason", identity.MaskError(fault.Err))
		case err != nil:
			return report, err
		}
		if r.after != nil {
			r.afterErr = errors.Join(r.afterErr, r.after(d, err))
		}
	}
	return report, errors.Join(faults...)
}

// loadOne loads a file as a batch. A FileError says that the file is at fault.
func (r *run) loadOne(ctx context.Context, d delivery) (FileReport, error) {
	began := r.o.Now()
	b := &batch{run: r, delivery: d, began: began, report: FileReport{Name: d.name(), Rules: map[string]uint64{}}}
	r.show.file(d)
	err := b.load(ctx)
	fault := new(FileError)
	if err != nil && !errors.As(err, &fault) && b.fileAtFault(err) {
		err = &FileError{File: d.path, Err: err}
	}
	if err != nil {
		b.report.Failed, b.report.Err = 1, err
		b.report.Totals = Totals{Failed: 1}
		return b.report, err
	}
	b.log(r.o.Now().Sub(began))
	r.show.done(d)
	return b.report, nil
}

// fileKey names a file and its content in the journal, without showing either.
func fileKey(d delivery, sha string) string {
	sum := xxh3.Hash128([]byte(d.path + "\n" + d.member + "\n" + sha)).Bytes()
	return hex.EncodeToString(sum[:])
}

// fewFiles is how many files of a run have a log line each.
const fewFiles = 20

// log says what came of a batch.
func (b *batch) log(took time.Duration) {
	rate := 0.0
	if s := took.Seconds(); s > 0 {
		rate = float64(b.report.Delivered) / s
	}
	if b.report.Skipped {
		b.run.log.Info("file was committed by the interrupted run", "file", b.report.Name)
		return
	}
	if n := b.report.Rules[contract.RuleDeleted]; n > 0 {
		b.run.log.Warn("rows of persons who were deleted by rule were not loaded again", "file", b.report.Name, "rows", n)
	}
	level := slog.LevelInfo
	if b.run.files > fewFiles { // the progress lines tell how far it is
		level = slog.LevelDebug
	}
	b.run.log.Log(context.Background(), level, "file loaded", "file", b.report.Name, "source", b.report.Source, "delivered", b.report.Delivered,
		"loaded", b.report.Loaded, "repeated", b.report.Repeated, "replaced", b.report.Replaced, "rejected", b.report.Rejected,
		"withdrawn", b.report.Withdrawn, "masked", b.report.Masked, "unknown_columns", len(b.report.Unknown),
		"seconds", took.Seconds(), "rows_per_second", int(rate))
}
