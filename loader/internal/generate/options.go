package generate

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/framsyn/framsyn/loader/internal/generate/deliver"
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

// DefaultPracticeFactor is the share of the usual hours that decisions grant after a practice break without a factor.
const DefaultPracticeFactor = 0.88

// Shocks are what befalls the municipality beside ordinary life; the zero value is none. truth/shocks.csv says what was planted.
type Shocks struct {
	PracticeBreak string // YYYY-MM[:factor]: from this month decisions grant factor of the usual hours
	Epidemic      string // YYYY-MM: three months with twice the deaths, 40 % fewer new clients and 15 % fewer performed visits
	NewArea       string // YYYY-MM: a fifth of the largest area becomes an area of its own
	MissingMonths int    // months of the SoL register, and as many of the visits, that are never delivered
}

// parse reads the months.
func (s *Shocks) parse() (life.Shocks, error) {
	out := life.Shocks{PracticeFactor: DefaultPracticeFactor}
	month, factor, given := strings.Cut(s.PracticeBreak, ":")
	var errs []error
	for _, x := range []struct {
		text string
		to   *life.Month
	}{{month, &out.PracticeBreak}, {s.Epidemic, &out.Epidemic}, {s.NewArea, &out.NewArea}} {
		if x.text != "" {
			var err error
			*x.to, err = life.ParseMonth(x.text)
			errs = append(errs, err)
		}
	}
	if given {
		var err error
		if out.PracticeFactor, err = strconv.ParseFloat(factor, 64); err != nil {
			errs = append(errs, fmt.Errorf("practice break %q: want YYYY-MM:factor, such as 2025-03:0.88", s.PracticeBreak))
		}
	}
	return out, errors.Join(errs...)
}

// Options say what to generate.
type Options struct {
	Shocks

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

// plan makes the municipality and the calendar of its deliveries, with the shocks.
func (o *Options) plan(until life.Month) (*life.Model, *deliver.Plan, error) {
	m, err := life.NewModel(o.Seed, o.Clients, o.Months, until)
	if err != nil {
		return nil, nil, err
	}
	shocks, err := o.parse()
	if err == nil {
		err = m.Plant(shocks)
	}
	if err != nil {
		return nil, nil, err
	}
	plan := deliver.NewPlan(m)
	if o.MissingMonths > 0 {
		err = plan.Lose(o.MissingMonths)
	}
	return m, plan, err
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
	if o.Clients < 1 || o.Months < 1 || o.TruthFutures < 0 || o.MissingMonths < 0 {
		return 0, fmt.Errorf("generate: clients %d, months %d, futures %d, missing months %d: out of range", o.Clients, o.Months, o.TruthFutures, o.MissingMonths)
	}
	return life.ParseMonth(o.Until)
}

// WriteReport writes truth/report/index.html below the folder of a run.
func WriteReport(out string, s *Summary) error {
	facts := report.Facts{Seed: s.Data.Model.Seed, Persons: s.Persons, Clients: s.Clients, Files: s.Files, Bytes: s.Bytes, Warts: s.Warts}
	return report.Write(filepath.Join(out, "truth", "report"), &s.Data, facts)
}
