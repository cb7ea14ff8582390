package jobs

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/models/logistic"
)

// z80 is the standard normal's 90th percentile: half the width of an 80 %
// interval, in standard deviations.
const z80 = 1.2815515655446004

// score gives each client with home care at the landmark the risk, the expected
// hours and the reasons, from the rows of the fitted model.
type score struct{ catalogue }

func (s score) run(ctx context.Context, in job.Input) (job.Result, error) {
	run, err := currentRun(ctx, in)
	if err != nil {
		return job.Result{}, err
	}
	done, err := isScored(ctx, in, run)
	if err != nil || done && !in.ScheduledByHand {
		return job.Result{Note: "nothing new"}, err
	}
	model, err := readLinearModel(ctx, in.Conn, run)
	if err != nil {
		return job.Result{}, err
	}
	landmark := LandmarkOf(in.AsOf)
	now, err := readExamples(ctx, in.Conn, landmark, landmark, false, 1)
	if err != nil {
		return job.Result{}, err
	}
	past, err := readExamples(ctx, in.Conn, addMonths(landmark, -outcomeMonths-24), addMonths(landmark, -outcomeMonths), true, 1)
	if err != nil {
		return job.Result{}, err
	}
	scored := model.score(now)
	expected := expectedHours(past, model.score(past))
	result := job.Result{RowsIn: uint64(now.rows() + past.rows())}
	if result.RowsOut, err = publishScores(ctx, in, run, landmark, now, scored, expected); err != nil {
		return result, err
	}
	n, err := publishReasons(ctx, in, run, now, scored, model)
	result.RowsOut += n
	if err != nil {
		return result, err
	}
	_, err = s.fill(ctx, in, "mart.candidates", time.Time{}, time.Time{})
	return result, err
}

// currentRun is the published risk run for the as-of date.
func currentRun(ctx context.Context, in job.Input) (uint64, error) {
	var run, n uint64
	err := in.Conn.QueryRow(ctx, `SELECT argMax(run_id, created_at), count() FROM model.runs
		WHERE model = ? AND target = ? AND as_of_date = ? AND is_published`, riskModel, targetDoubled, in.AsOf.Format(time.DateOnly)).Scan(&run, &n)
	if err != nil {
		return 0, fmt.Errorf("find the risk run: %w", err)
	}
	if n == 0 {
		return 0, fmt.Errorf("no risk model is fitted for %s: run framsyn job run fit first", in.AsOf.Format(time.DateOnly))
	}
	return run, nil
}

func isScored(ctx context.Context, in job.Input, run uint64) (bool, error) {
	var n uint64
	err := in.Conn.QueryRow(ctx, `SELECT count() FROM model.risk_scores WHERE target = ? AND as_of_date = ? AND run_id = ?`,
		targetDoubled, in.AsOf.Format(time.DateOnly), run).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("read model.risk_scores: %w", err)
	}
	return n > 0, nil
}

// scored is what the model says of each row.
type scored struct {
	logOdds, deviation []float64   // log-odds and their standard error
	contributions      [][]float64 // by row, then feature: log-odds from the mean client
}

func (s scored) probability(row int) float64 { return logistic.Sigmoid(s.logOdds[row]) }

// percentiles is the share of rows with a lower score, 0-100.
func (s scored) percentiles() []float64 {
	sorted := slices.Clone(s.logOdds)
	slices.Sort(sorted)
	out := make([]float64, len(sorted))
	for i, value := range s.logOdds {
		below, _ := slices.BinarySearch(sorted, value)
		out[i] = 100 * float64(below) / float64(len(sorted))
	}
	return out
}

func publishScores(ctx context.Context, in job.Input, run uint64, landmark time.Time, now *examples, s scored, hours *hoursTable) (uint64, error) {
	percentiles := s.percentiles()
	return publish(ctx, in.Conn, "model.risk_scores", fmt.Sprintf("('%s', '%s')", targetDoubled, in.AsOf.Format(time.DateOnly)),
		[]string{
			"client_id", "as_of_date", "target", "horizon_months", "month", "probability", "probability_low", "probability_high", "percentile",
			"hours_now", "hours_expected", "hours_expected_low", "hours_expected_high", "run_id",
		},
		func(add func(values ...any) error) error {
			for i, client := range now.client {
				mean, low, high := hours.expect(now.hoursNow[i], s.logOdds[i])
				err := add(client, in.AsOf, targetDoubled, uint16(outcomeMonths), landmark, s.probability(i),
					logistic.Sigmoid(s.logOdds[i]-z80*s.deviation[i]), logistic.Sigmoid(s.logOdds[i]+z80*s.deviation[i]), percentiles[i],
					now.hoursNow[i], mean, low, high, run)
				if err != nil {
					return err
				}
			}
			return nil
		})
}

// reasonsShown is how many reasons a client gets at most.
const reasonsShown = 5

func publishReasons(ctx context.Context, in job.Input, run uint64, now *examples, s scored, model *linearModel) (uint64, error) {
	return publish(ctx, in.Conn, "model.risk_reasons", fmt.Sprintf("('%s', '%s')", targetDoubled, in.AsOf.Format(time.DateOnly)),
		[]string{"client_id", "as_of_date", "target", "rank", "term", "value", "contribution", "sentence_sv", "sentence_en", "run_id"},
		func(add func(values ...any) error) error {
			for i, client := range now.client {
				for rank, reason := range topReasons(model, now, s.contributions[i], i) {
					err := add(client, in.AsOf, targetDoubled, uint8(rank+1), reason.term, orNil(reason.value), reason.contribution,
						reason.swedish, reason.english, run)
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
}

// reason is why an estimate is higher than the mean client's.
type reason struct {
	term                string
	value, contribution float64
	swedish, english    string
}

// topReasons are the families of terms that raise a row's estimate most, each by the
// sum of its terms and said by the term that weighs most in it; missing values give
// no reason.
func topReasons(model *linearModel, e *examples, contributions []float64, row int) []reason {
	byFamily := map[string]*reason{}
	leading := map[string]float64{}
	for j, name := range model.names {
		value, family := float64(e.columns[j][row]), termFamily(name)
		r := byFamily[family]
		if r == nil {
			r = &reason{value: math.NaN()}
			byFamily[family] = r
		}
		r.contribution += contributions[j]
		if weight := math.Abs(contributions[j]); !math.IsNaN(value) && (r.term == "" || weight > leading[family]) {
			r.term, r.value, leading[family] = name, value, weight
		}
	}
	var out []reason
	for _, r := range byFamily {
		if r.contribution > 0 && r.term != "" {
			r.swedish, r.english = sentence(r.term, r.value)
			out = append(out, *r)
		}
	}
	slices.SortFunc(out, func(a, b reason) int {
		return cmp.Or(cmp.Compare(b.contribution, a.contribution), cmp.Compare(a.term, b.term))
	})
	return out[:min(len(out), reasonsShown)]
}
