package needs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/needs"
)

const (
	modelNeed       = "need"
	methodNeeds     = "needs"
	statusConverged = "converged"
	statusNot       = "not_converged"
)

// Run measures what needs take, and of what each client's time is made up.
func Run(ctx context.Context, in job.Input) (job.Result, error) {
	done, err := store.IsRunDone(ctx, in, store.RunID(in, modelNeed, homeCareGranted))
	if err != nil || done && !in.ScheduledByHand {
		return job.Result{Note: "nothing new"}, err
	}
	w, err := prepare(ctx, in)
	if err != nil {
		return job.Result{}, err
	}
	result := job.Result{RowsIn: uint64(len(w.decisions))}
	granted, err := w.fit(resources()[0])
	if errors.Is(err, errTooFew) {
		return result, fmt.Errorf("%w: %w", job.ErrNotYet, err)
	}
	if err != nil {
		return result, fmt.Errorf("%s: %w", homeCareGranted, err)
	}
	steps := []func(context.Context) (uint64, error){w.publishActions}
	for _, r := range resources()[1:] {
		steps = append(steps, func(ctx context.Context) (uint64, error) { return w.measure(ctx, r) })
	}
	// Last, for its run is what says that all is done.
	steps = append(steps, func(ctx context.Context) (uint64, error) { return w.publish(ctx, granted) })
	for _, step := range steps {
		n, err := step(ctx)
		result.RowsOut += n
		if err != nil {
			return result, err
		}
	}
	result.Note = strings.Join(w.notes, "; ")
	return result, nil
}

// measure fits a resource and publishes it, where there is enough of it.
func (w *work) measure(ctx context.Context, r resource) (uint64, error) {
	f, err := w.fit(r)
	if errors.Is(err, errTooFew) {
		w.notes = append(w.notes, r.name+": too few")
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", r.name, err)
	}
	n, err := w.publish(ctx, f)
	if err != nil {
		return n, fmt.Errorf("%s: %w", r.name, err)
	}
	return n, nil
}

var errTooFew = errors.New("too few rows")

// work is what a run of the job has read.
type work struct {
	reader

	landmark, visits time.Time // month of granted and of performed time
	norms            map[string]norms
	decisions        []decision
	records          map[string][]record
	now              map[time.Time][]client // clients of these months
	notes            []string
}

// prepare reads what practice is learnt from, and whom it is to explain.
func prepare(ctx context.Context, in job.Input) (*work, error) {
	codes, err := readCodes(ctx, in.Conn)
	if err != nil {
		return nil, err
	}
	w := &work{reader: reader{in, codes}, landmark: store.LandmarkOf(in.AsOf), now: map[time.Time][]client{}}
	if w.visits, err = w.newestVisits(ctx); err != nil {
		return nil, err
	}
	if w.norms, err = readNorms(ctx, in.Conn, codes); err != nil {
		return nil, err
	}
	if w.decisions, err = w.reader.decisions(ctx, w.landmark); err != nil {
		return nil, err
	}
	if w.records, err = w.spells(ctx, w.visits); err != nil {
		return nil, err
	}
	for _, d := range w.decisions {
		if d.use == useFitted {
			w.records[homeCareGranted] = append(w.records[homeCareGranted], d.record)
		}
	}
	for _, month := range []time.Time{w.landmark, w.visits} {
		if w.now[month] == nil {
			if w.now[month], err = w.clients(ctx, month); err != nil {
				return nil, err
			}
		}
	}
	return w, nil
}

// newestVisits is the newest month up to the landmark whose visits were delivered;
// the landmark when none was.
func (w *work) newestVisits(ctx context.Context) (time.Time, error) {
	month := w.landmark
	var rows uint64
	err := w.in.Conn.QueryRow(ctx, "SELECT max(month), count() FROM core.delivered_months WHERE source = 'visits' AND month <= toDate(?)", day(w.landmark)).Scan(&month, &rows)
	if err != nil {
		return month, fmt.Errorf("find the newest month of visits: %w", err)
	}
	if rows == 0 {
		return w.landmark, nil
	}
	return month, nil
}

// month is the month whose time of a resource is explained.
func (w *work) month(r resource) time.Time {
	if r.name == homeCareGranted {
		return w.landmark
	}
	return w.visits
}

// fit fits a resource where there is enough of it.
func (w *work) fit(r resource) (*fitted, error) {
	records := w.records[r.name]
	some := slices.ContainsFunc(records, func(r record) bool { return r.minutes > 0 })
	if len(records) < leastRows || !some {
		return nil, fmt.Errorf("%w: %d rows of %s with an assessment and time, where %d are needed", errTooFew, len(records), r.name, leastRows)
	}
	f, err := fit(r, w.norms[r.profession], records)
	if err != nil {
		return nil, err
	}
	f.run = store.RunID(w.in, modelNeed, r.name)
	return f, nil
}

// publish writes what a resource's model says; of one that did not converge only
// its run, which is not shown.
func (w *work) publish(ctx context.Context, f *fitted) (uint64, error) {
	m := f.model
	run := store.Run{
		ID: f.run, Model: modelNeed, Method: methodNeeds, Target: f.name, AsOf: w.in.AsOf, Rows: uint64(m.Rows), Clients: uint64(m.Clients),
		Status: statusConverged, IsPublished: true, TrainedTo: w.month(f.resource), TrainedFrom: store.AddMonths(w.month(f.resource), 1-performedMonths),
		Parameters: map[string]any{
			"spread": m.Spread, "within": m.Within, "small": m.Small, "dispersion": m.Dispersion, "correlation": m.Correlation, "information": m.Information,
			"officer_sd": m.OfficerSD, "area_sd": m.AreaSD, "iterations": m.Status.Iterations, "shares": m.Shares,
		},
	}
	if f.name == homeCareGranted {
		run.TrainedFrom = store.AddMonths(w.landmark, 1-decisionMonths)
	}
	if !m.Status.Converged {
		w.notes = append(w.notes, f.name+": not converged")
		run.Status, run.IsPublished = statusNot, false
		return 0, store.PublishRun(ctx, w.in, run)
	}
	steps := []func(context.Context, *fitted) (uint64, error){w.publishCells, w.publishFactors, w.publishParts}
	if f.name == homeCareGranted {
		steps = append(steps, w.publishDecisions)
	}
	var rows uint64
	for _, step := range steps {
		n, err := step(ctx, f)
		rows += n
		if err != nil {
			return rows, err
		}
	}
	return rows, store.PublishRun(ctx, w.in, run)
}

// publishActions measures the minutes of health-care actions, where there are any
// with recorded time.
func (w *work) publishActions(ctx context.Context) (uint64, error) {
	actions, months, err := w.actions(ctx, w.landmark)
	if err != nil {
		return 0, err
	}
	known := 0
	for _, m := range months {
		if m.Minutes > 0 {
			known++
		}
	}
	if known < leastRows {
		w.notes = append(w.notes, healthCareActions+": too few")
		return 0, nil
	}
	m, err := needs.FitActions(actions, months, needs.Options{})
	if err != nil {
		return 0, fmt.Errorf("minutes of actions: %w", err)
	}
	run := store.Run{
		ID: store.RunID(w.in, modelNeed, healthCareActions), Model: modelNeed, Method: methodNeeds, Target: healthCareActions, AsOf: w.in.AsOf,
		TrainedFrom: store.AddMonths(w.landmark, 1-actionMonths), TrainedTo: w.landmark, Rows: uint64(m.Months), Clients: uint64(m.Clients),
		Status: statusConverged, IsPublished: m.Status.Converged, Parameters: map[string]any{"spread": m.Spread, "within": m.Within, "iterations": m.Status.Iterations},
	}
	var rows uint64
	if m.Status.Converged {
		if rows, err = w.publishTimes(ctx, m, run.ID); err != nil {
			return rows, err
		}
	} else {
		w.notes = append(w.notes, healthCareActions+": not converged")
		run.Status = statusNot
	}
	return rows, store.PublishRun(ctx, w.in, run)
}
