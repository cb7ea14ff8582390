package load

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/identity"
)

// Options say what to load and where.
type Options struct {
	// Conn connects to the database as the loader. It may be nil for a dry run.
	Conn driver.Conn
	// DataDir is the data folder: keys, own contracts, inbox, lock and journal.
	DataDir string
	// ContractsDir is the folder of own contracts; DataDir/contracts if empty.
	ContractsDir string
	// Paths are files and folders, folders with all below them.
	Paths []string
	// DryRun reads and checks everything and writes nothing.
	DryRun bool
	// Now tells the time.
	Now func() time.Time
	// Log takes what happens; slog.Default if nil.
	Log *slog.Logger
	// Progress is a terminal for a progress bar; nil for log lines.
	Progress io.Writer
	// AppVersion is the version of framsyn, for the batch row.
	AppVersion string
	// Workers is how many goroutines decode; the number of processors if 0.
	Workers int
	// ReservePattern is the pattern of the last four characters of reserve numbers;
	// identity.ReservePattern if empty.
	ReservePattern string
}

func (o Options) contractsDir() string {
	if o.ContractsDir != "" {
		return o.ContractsDir
	}
	return filepath.Join(o.DataDir, "contracts")
}

func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func (o Options) log() *slog.Logger {
	if o.Log != nil {
		return o.Log
	}
	return slog.Default()
}

func (o Options) identityRules() (identity.Rules, error) {
	return identity.RulesFor(o.ReservePattern)
}

// Report says what a run did.
type Report struct {
	Totals
	// Sources are the counts by source.
	Sources map[string]Totals
	// Files are the files in the order of loading.
	Files   []FileReport
	Seconds float64
}

// Totals counts rows and files.
type Totals struct {
	Files     int
	Failed    int
	Delivered uint64
	Loaded    uint64
	Repeated  uint64
	Replaced  uint64
	Rejected  uint64
	Withdrawn uint64
	// Masked counts identity numbers that were masked in texts.
	Masked uint64
}

// FileReport says what came of a file.
type FileReport struct {
	Totals
	// Name is the file's path, with the member's name for archives; masked.
	Name    string
	Source  string
	BatchID uint64
	// Skipped says that an interrupted run had committed the file.
	Skipped bool
	// Unknown are titles that the contract does not read; masked.
	Unknown []string
	// Rules counts the broken rules of rejected rows.
	Rules map[string]uint64
	Err   error
}

// rules lists the broken rules, the most frequent first.
func (f *FileReport) rules() string {
	names := slices.Collect(maps.Keys(f.Rules))
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(f.Rules[b], f.Rules[a]), cmp.Compare(a, b)) })
	for i, n := range names {
		names[i] = fmt.Sprintf("%s %d", n, f.Rules[n])
	}
	return strings.Join(names, ", ")
}

// add adds up.
func (t *Totals) add(o Totals) {
	t.Files += o.Files
	t.Failed += o.Failed
	t.Delivered += o.Delivered
	t.Loaded += o.Loaded
	t.Repeated += o.Repeated
	t.Replaced += o.Replaced
	t.Rejected += o.Rejected
	t.Withdrawn += o.Withdrawn
	t.Masked += o.Masked
}

// add adds a file.
func (r *Report) add(f FileReport) {
	f.Files = 1
	r.Totals.add(f.Totals)
	if r.Sources == nil {
		r.Sources = map[string]Totals{}
	}
	if f.Source != "" {
		t := r.Sources[f.Source]
		t.add(f.Totals)
		r.Sources[f.Source] = t
	}
	r.Files = append(r.Files, f)
}
