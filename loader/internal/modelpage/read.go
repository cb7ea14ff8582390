package modelpage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// ErrNoRun is returned when there is no published run to show.
var ErrNoRun = errors.New("there is no published model to show; the job fit makes one (framsyn job run fit), when about three years of months are loaded")

// ErrUnknown is returned for a target or class that is not there.
var ErrUnknown = errors.New("not known")

// Request says what to show.
type Request struct {
	Target string // core.risk_targets.target or model.current_runs.target; empty for all that are shown
	Class  string // outcome of that target's run; empty for the target's own
}

// Pages is what Read has found, a section for each target.
type Pages struct {
	sections []section
	waiting  []names // titles of shown targets that have no run yet
}

// Counts returns how many sections and terms there are.
func (p *Pages) Counts() (sections, terms int) {
	for i := range p.sections {
		terms += len(p.sections[i].terms)
	}
	return len(p.sections), terms
}

// names is a text in both languages.
type names struct{ swedish, english string }

// section is a score of a run: the class of a target.
type section struct {
	target     string
	class      string
	isJudged   bool // the class that the run's metrics are of
	title      names
	population string
	object     string
	run        run
	intercept  row
	terms      []term
	metrics    []metric
	alerts     []alert
	drift      map[string]float64 // PSI by term
}

// run is a row of model.runs.
type run struct {
	id                     uint64
	model, method, target  string
	horizon                uint16
	asOf                   time.Time
	from, to               time.Time
	rows, clients, events  uint64
	parameters, appVersion string
}

// metric is a row of model.metrics.
type metric struct {
	split, group, groupValue, name string
	value                          float64
	low, high                      *float64
	rows, events                   uint64
}

// alert is a row of model.alerts.
type alert struct {
	target, kind, about    string
	value, lowest, highest float64
}

// target is a row of core.risk_targets.
type target struct {
	name, runTarget, class, population, object string
	isShown                                    bool
	title                                      names
}

// Read reads what is asked for. It returns [ErrNoRun] where there is nothing to
// show and [ErrUnknown] for a target or class that is nowhere.
func Read(ctx context.Context, conn driver.Conn, request Request) (*Pages, error) {
	targets, err := readTargets(ctx, conn)
	if err != nil {
		return nil, err
	}
	runs, err := readRuns(ctx, conn)
	if err != nil {
		return nil, err
	}
	about, err := readFeatures(ctx, conn)
	if err != nil {
		return nil, err
	}
	wanted, waiting, err := choose(request, targets, runs)
	if err != nil {
		return nil, err
	}
	pages := &Pages{waiting: waiting}
	for _, s := range wanted {
		if err := s.read(ctx, conn, about); err != nil {
			return nil, fmt.Errorf("%s: %w", s.target, err)
		}
		pages.sections = append(pages.sections, s)
	}
	return pages, nil
}

// choose says which sections there will be, and which shown targets have no run.
func choose(request Request, targets []target, runs map[string]run) (wanted []section, waiting []names, err error) {
	known := false
	for _, t := range targets {
		if request.Target != "" && t.name != request.Target || request.Target == "" && !t.isShown {
			continue
		}
		known = true
		found, ok := runs[t.runTarget]
		if !ok {
			waiting = append(waiting, t.title)
			continue
		}
		s := section{target: t.name, class: t.class, isJudged: t.name == t.runTarget, title: t.title, population: t.population, object: t.object, run: found}
		if request.Class != "" && request.Class != t.class {
			s.setClass(request.Class, targets)
		}
		wanted = append(wanted, s)
	}
	if found, ok := runs[request.Target]; !known && ok { // a run without a risk, such as expected hours
		known = true
		wanted = append(wanted, section{
			target: found.target, class: cmp.Or(request.Class, "value"), isJudged: true, title: hoursTitle(found), population: "home_care", run: found,
		})
	}
	switch {
	case !known && request.Target != "":
		return nil, nil, fmt.Errorf("target %q: %w; the targets are SELECT target FROM core.risk_targets, and hours_3m, hours_6m, hours_12m", request.Target, ErrUnknown)
	case len(wanted) == 0 && request.Target != "":
		return nil, nil, fmt.Errorf("target %q: %w", request.Target, ErrNoRun)
	case len(wanted) == 0:
		return nil, nil, ErrNoRun
	}
	return wanted, waiting, nil
}

// setClass turns to another outcome of the same run.
func (s *section) setClass(class string, targets []target) {
	s.class, s.isJudged = class, false
	s.title = names{s.title.swedish + ": " + class, s.title.english + ": " + class}
	s.target += "/" + class // no target of its own, so no alerts of its own
	for _, t := range targets {
		if t.runTarget == s.run.target && t.class == class {
			s.target, s.title, s.isJudged = t.name, t.title, t.name == t.runTarget
		}
	}
}

func hoursTitle(r run) names {
	if r.model != "hours" {
		return names{r.target, r.target}
	}
	return names{
		fmt.Sprintf("Väntade hemtjänsttimmar om %d månader", r.horizon), fmt.Sprintf("Expected home-care hours in %d months", r.horizon),
	}
}

// read completes a section.
func (s *section) read(ctx context.Context, conn driver.Conn, about map[string]feature) error {
	rows, err := readTerms(ctx, conn, s.run.id, s.class)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("class %q: %w in this run; its classes are SELECT DISTINCT class FROM model.terms WHERE run_id = %d", s.class, ErrUnknown, s.run.id)
	}
	s.intercept, s.terms = groupTerms(rows, about)
	if s.metrics, err = readMetrics(ctx, conn, s.run.id); err != nil {
		return err
	}
	if s.alerts, err = readAlerts(ctx, conn, s.run.id, s.target); err != nil {
		return err
	}
	s.drift, err = readDrift(ctx, conn, s.run.id)
	return err
}
