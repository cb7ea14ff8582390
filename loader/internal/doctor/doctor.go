package doctor

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Subject is the installation that is looked at.
type Subject struct {
	DataDir string         // data folder
	Server  bool           // a server is used, not the embedded engine
	Library string         // path of the engine library; empty: where it is looked for
	Ports   map[string]int // ports of the embedded engine by flag; 0 takes a free one
	Inbox   string         // folder of deliveries; empty: inbox in the data folder
	Now     time.Time      // required
	Limits  Limits

	// Open gives the database for the time of the call, and starts the engine if
	// it is down. It is called once, when the checks of the machine are made.
	Open func(ctx context.Context) (Database, error)

	proc string      // folder of process information; empty means /proc
	conn driver.Conn // of the owner, while the database is open
}

// Database is an open database.
type Database struct {
	Conn    driver.Conn // of the owner
	Started bool        // the engine was started for the call
	Close   func() error
}

// Limits say from when on a number is bad. They were chosen for a machine with a
// few cores and a municipality of some thousand clients.
type Limits struct {
	LowDiskBytes    uint64        // warning
	NoDiskBytes     uint64        // error
	LowMemoryBytes  uint64        // of the machine; warning
	FreeMemoryBytes uint64        // available now; warning
	LogAge          time.Duration // errors of the engine's log that count
	RejectedShare   float64       // of a file's rows, 0-1; warning
	RejectedMost    float64       // error
	RejectedRows    int           // fewer in a file are no matter
	RejectedAge     time.Duration // files that count
	DataAgeMonths   int           // newest month before now; warning
	LagMonths       int           // newest month of a source before that of others; warning
	ClockAhead      time.Duration // data later than the clock; error
}

// DefaultLimits returns the limits that framsyn doctor takes.
func DefaultLimits() Limits {
	const gigabyte = 1 << 30
	return Limits{
		LowDiskBytes: 10 * gigabyte, NoDiskBytes: gigabyte,
		LowMemoryBytes: 4 * gigabyte, FreeMemoryBytes: gigabyte / 2,
		LogAge:        24 * time.Hour,
		RejectedShare: 0.02, RejectedMost: 0.5, RejectedRows: 10, RejectedAge: 90 * 24 * time.Hour,
		DataAgeMonths: 3, LagMonths: 3,
		ClockAhead: 24 * time.Hour,
	}
}

// Check looks for one kind of fault.
type Check struct {
	Name          string
	NeedsDatabase bool
	run           func(context.Context, *Subject) []Finding
}

// Checks returns all checks in the order in which they are made.
func Checks() []Check {
	return []Check{
		{Name: "folder", run: checkFolder},
		{Name: "library", run: checkLibrary},
		{Name: "permissions", run: checkPermissions},
		{Name: "locks", run: checkLocks},
		{Name: "ports", run: checkPorts},
		{Name: "disk", run: checkDisk},
		{Name: "memory", run: checkMemory},
		{Name: "engine log", run: checkEngineLog},
		{Name: "inbox", run: checkInbox},
		{Name: "schema", NeedsDatabase: true, run: checkSchema},
		{Name: "keys", NeedsDatabase: true, run: checkKeys},
		{Name: "jobs", NeedsDatabase: true, run: checkJobs},
		{Name: "months", NeedsDatabase: true, run: checkMonths},
		{Name: "rejects", NeedsDatabase: true, run: checkRejects},
		{Name: "clock", NeedsDatabase: true, run: checkClock},
	}
}

// Run makes all checks.
func Run(ctx context.Context, s Subject) []Finding {
	findings := runChecks(ctx, &s, false)
	database, opened := open(ctx, &s)
	findings = append(findings, named("engine", opened)...)
	if database == nil {
		return findings
	}
	s.conn = database.Conn
	findings = append(findings, runChecks(ctx, &s, true)...)
	if err := database.Close(); err != nil {
		findings = append(findings, named("engine", []Finding{warn("see logs/engine.log in the data folder", "the database was not closed cleanly: %v", err)})...)
	}
	return findings
}

func runChecks(ctx context.Context, s *Subject, needsDatabase bool) []Finding {
	var findings []Finding
	for _, check := range Checks() {
		if check.NeedsDatabase == needsDatabase {
			findings = append(findings, named(check.Name, check.run(ctx, s))...)
		}
	}
	return findings
}

func named(name string, findings []Finding) []Finding {
	for i := range findings {
		findings[i].Check = name
	}
	return findings
}
