package effects

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/effect"
	framsyn "github.com/framsyn/framsyn/sql/clickhouse"
)

const (
	modelEffect = "effect"
	methodDR    = "doubly_robust"
	// leastAlike is how many clients like this one must have begun the kind for a
	// number without a warning: fewer could be told apart; chosen.
	leastAlike = 5
)

// Potential estimates what each kind of intervention changes, tries to prove the
// estimates wrong, and publishes them with what they mean for each client of the
// landmark: model.effect_estimates, model.effect_checks and model.potentials.
func Potential(ctx context.Context, in job.Input) (job.Result, error) {
	kinds, _, err := readKinds(ctx, in.Conn)
	if err != nil {
		return job.Result{}, err
	}
	done, err := areDone(ctx, in, kinds)
	if err != nil || done && !in.ScheduledByHand {
		return job.Result{Note: "nothing new"}, err
	}
	for _, k := range kinds {
		if why, err := store.Held(ctx, in, modelEffect, k.code); err != nil || why != "" {
			return job.Result{Note: why}, err
		}
	}
	if err := fillTrialRows(ctx, in); err != nil {
		return job.Result{}, err
	}
	var result job.Result
	var studies []*study
	var notes []string
	for _, k := range kinds {
		s, n, err := makeStudy(ctx, in, k)
		if err != nil {
			return result, err
		}
		result.RowsIn += n
		written, err := s.publish(ctx, in)
		result.RowsOut += written
		if err != nil {
			return result, err
		}
		switch {
		case s.status != statusConverged:
			notes = append(notes, k.code+": too few")
			continue
		case s.isWarned():
			notes = append(notes, k.code+": a check failed")
		}
		studies = append(studies, s)
	}
	written, err := publishPotentials(ctx, in, studies)
	result.RowsOut += written
	if err != nil {
		return result, err
	}
	for _, k := range kinds { // the last: from now on the job counts as done
		if err := k.publishRun(ctx, in, studies); err != nil {
			return result, err
		}
	}
	result.Note = strings.Join(notes, ", ")
	return result, nil
}

// areDone says whether each kind has its run for this date and data.
func areDone(ctx context.Context, in job.Input, kinds []kind) (bool, error) {
	for _, k := range kinds {
		var n uint64
		if err := in.Conn.QueryRow(ctx, `SELECT count() FROM model.runs WHERE run_id = ?`, store.RunID(in, modelEffect, k.code)).Scan(&n); err != nil {
			return false, fmt.Errorf("read model.runs: %w", err)
		}
		if n == 0 {
			return false, nil
		}
	}
	return true, nil
}

// makeStudy reads and studies one kind; the rows read count.
func makeStudy(ctx context.Context, in job.Input, k kind) (*study, uint64, error) {
	begin, last := in.Clock(), store.LandmarkOf(in.AsOf)
	r, err := readRows(ctx, in.Conn, k.code, last)
	if err != nil {
		return nil, 0, err
	}
	if err := r.readFake(ctx, in.Conn, k.code, last); err != nil {
		return nil, 0, err
	}
	s, err := newStudy(k, r)
	if err != nil {
		return nil, 0, err
	}
	in.Log.Info("studied", "kind", k.code, "rows", len(r.client), "starts", s.starts, "status", s.status, "change_h", s.headline.Estimate, "low", s.headline.Low,
		"high", s.headline.High, "basis", s.verdict.Show.String(), "is_warned", s.isWarned(), "seconds", in.Clock().Sub(begin).Seconds())
	return s, uint64(len(r.client)), nil
}

// today are the clients of the landmark with home care.
type today struct {
	client []uint64
	area   []string
	recent [][]string // kinds begun in the last 12 months
	x      [][]float64
}

func readToday(ctx context.Context, conn driver.Conn, landmark time.Time) (*today, error) {
	t := &today{x: make([][]float64, len(confounders()))}
	ctx = clickhouse.Context(ctx, clickhouse.WithParameters(clickhouse.Parameters{"landmark": landmark.Format(time.DateOnly)}))
	err := framsyn.Each(ctx, conn, `SELECT f.client_id, toString(ifNull(months.area_id, '')), arrayMap(k -> toString(k), ifNull(begun.kinds, [])), `+confounderArray()+`
		FROM mart.risk_features AS f
		LEFT JOIN (SELECT client_id, area_id FROM mart.client_months WHERE month = {landmark:Date}) AS months ON f.client_id = months.client_id
		LEFT JOIN
		(
			SELECT client_id, groupUniqArray(toString(kind)) AS kinds FROM core.interventions
			WHERE started_date > addMonths(toLastDayOfMonth({landmark:Date}), -12) GROUP BY client_id
		) AS begun ON f.client_id = begun.client_id
		WHERE f.month = {landmark:Date} AND f.has_home_care
		ORDER BY f.client_id`, nil, func(row driver.Rows) error {
		var client uint64
		var area string
		var recent []string
		var x []float64
		if err := row.Scan(&client, &area, &recent, &x); err != nil {
			return err
		}
		t.client, t.area, t.recent = append(t.client, client), append(t.area, area), append(t.recent, recent)
		for j, v := range x {
			t.x[j] = append(t.x[j], v)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the clients of the landmark: %w", err)
	}
	return t, nil
}

// potentials of one kind for the clients of today, in their order.
func (s *study) potentials(t *today) []effect.Potential {
	x := s.rows.withAreas(t.x, t.area)
	var modifiers [][]float64
	for j, c := range confounders() {
		if c.modifies {
			modifiers = append(modifiers, x[j])
		}
	}
	out := s.predictor.Effects(s.trials.Latest(x), modifiers)
	if s.verdict.Show == effect.Individual {
		return out
	}
	for i := range out { // the average of those who began it, not of the sample
		out[i].Estimate, out[i].Low, out[i].High = s.headline.Estimate, s.headline.Low, s.headline.High
	}
	return out
}

// cell is a band of hours and of age, in which clients count as alike.
type cell struct{ hours, age int }

func cellOf(hours, age float64) cell {
	band := func(v float64, edges ...float64) (n int) {
		for _, edge := range edges {
			if v >= edge {
				n++
			}
		}
		return n
	}
	return cell{band(hours, 10, 25, 50, 80), band(age, 75, 85)}
}

// treatedAlike counts the clients who began the kind, by cell.
func (s *study) treatedAlike() map[cell]uint32 {
	seen := map[uint64]bool{}
	out := map[cell]uint32{}
	for i, person := range s.trials.Person {
		if s.trials.Treated[i] && !seen[person] {
			seen[person] = true
			out[cellOf(s.trials.X[columnOf("hours_now")][i], s.trials.X[columnOf("age_years")][i])]++
		}
	}
	return out
}

// publishPotentials writes what each kind may change for each client who has not
// begun it in the last 12 months.
func publishPotentials(ctx context.Context, in job.Input, studies []*study) (uint64, error) {
	clients, err := readToday(ctx, in.Conn, store.LandmarkOf(in.AsOf))
	if err != nil {
		return 0, err
	}
	return store.Publish(ctx, in.Conn, "model.potentials", "'"+in.AsOf.Format(time.DateOnly)+"'", []string{
		"client_id", "as_of_date", "kind", "horizon_months", "hours_now", "expected_change_h", "expected_change_share", "change_low_h", "change_high_h", "basis",
		"n_treated_alike", "is_supported", "warning_sv", "warning_en", "run_id",
	}, func(add func(values ...any) error) error {
		for _, s := range studies {
			if err := s.addPotentials(in, clients, add); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *study) addPotentials(in job.Input, t *today, add func(values ...any) error) error {
	alike, id := s.treatedAlike(), store.RunID(in, modelEffect, s.kind.code)
	generalSV, generalEN := s.warning()
	hours, age := t.x[columnOf("hours_now")], t.x[columnOf("age_years")]
	for i, p := range s.potentials(t) {
		if slices.Contains(t.recent[i], s.kind.code) {
			continue
		}
		n, swedish, english := alike[cellOf(hours[i], age[i])], generalSV, generalEN
		if !p.Supported || n < leastAlike {
			swedish = strings.TrimSpace("Brukaren liknar inte dem som har fått insatsen: det finns för litet att jämföra med. " + swedish)
			english = strings.TrimSpace("The client is not like those who began it: there is too little to compare with. " + english)
		}
		change := math.Max(p.Estimate, -hours[i])
		var share *float64
		if hours[i] > 0 {
			share = new(float64)
			*share = change / hours[i]
		}
		err := add(t.client[i], in.AsOf, s.kind.code, uint8(headlineMonths), hours[i], change, share, math.Max(p.Low, -hours[i]), math.Max(p.High, -hours[i]), s.verdict.Show.String(),
			n, swedish == "", swedish, english, id)
		if err != nil {
			return err
		}
	}
	return nil
}
