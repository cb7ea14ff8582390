package generate

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
	"github.com/framsyn/framsyn/loader/internal/generate/report"
)

// Defaults of the options.
const (
	DefaultClients = 2000
	DefaultMonths  = 60
	DefaultSeed    = 1
	// DefaultUntil is fixed, so that the same seed gives the same files for ever.
	DefaultUntil = "2026-09"
)

// Options say what to generate.
type Options struct {
	Clients int    // persons with an ongoing service or health care in a month, about; 0 means DefaultClients
	Months  int    // months delivered; 0 means DefaultMonths
	Seed    uint64 // 0 means DefaultSeed
	Until   string // last month, YYYY-MM; empty means DefaultUntil
	Out     string // folder; made when it is missing
	// TruthFutures is the number of futures for each person and landmark in truth/risk.csv; 0 leaves the file out.
	TruthFutures int
	// Workers is the number of goroutines that simulate; 0 means one for each processor. The files do not depend on it.
	Workers int
	// Progress is called after each month with the number of months done and in all; nil is allowed.
	Progress func(done, total int)
}

// fill puts in the defaults.
func (o *Options) fill() (life.Month, error) {
	if o.Clients == 0 {
		o.Clients = DefaultClients
	}
	if o.Months == 0 {
		o.Months = DefaultMonths
	}
	if o.Seed == 0 {
		o.Seed = DefaultSeed
	}
	if o.Until == "" {
		o.Until = DefaultUntil
	}
	if o.Out == "" {
		return 0, errors.New("generate: no folder to write to")
	}
	if o.Clients < 1 || o.Months < 1 || o.TruthFutures < 0 {
		return 0, fmt.Errorf("generate: clients %d, months %d, futures %d: out of range", o.Clients, o.Months, o.TruthFutures)
	}
	return life.ParseMonth(o.Until)
}

// WriteReport writes truth/report/index.html below the folder of a run.
func WriteReport(out string, s *Summary) error {
	facts := report.Facts{Seed: s.Data.Model.Seed, Persons: s.Persons, Clients: s.Clients, Files: s.Files, Bytes: s.Bytes, Warts: s.Warts}
	return report.Write(filepath.Join(out, "truth", "report"), &s.Data, facts)
}
