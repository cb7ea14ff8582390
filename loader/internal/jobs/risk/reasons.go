package risk

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/loader/internal/reasons"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// reasonsShown is how many reasons a client gets at most.
const reasonsShown = 5

// part is what a term adds to a client's score.
type part struct {
	term, family  string
	value, valueB float64
	contribution  float64
}

// reason is why an estimate is higher than the mean client's.
type reason struct {
	part
	swedish, english string
}

// publishReasons writes the families of terms that raise each shown risk most.
func publishReasons(ctx context.Context, in job.Input) (uint64, error) {
	targets := map[string]uint64{}
	err := clickhouse.Each(ctx, in.Conn, `SELECT toString(targets.target), runs.run_id FROM core.risk_targets AS targets
		INNER JOIN model.current_runs AS runs ON runs.model = ? AND runs.target = targets.run_target AND runs.as_of_date = ? WHERE targets.is_shown`,
		[]any{modelRisk, in.AsOf.Format(time.DateOnly)}, func(row driver.Rows) error {
			var target string
			var run uint64
			err := row.Scan(&target, &run)
			targets[target] = run
			return err
		})
	if err != nil {
		return 0, fmt.Errorf("read core.risk_targets: %w", err)
	}
	var written uint64
	for target, run := range targets {
		n, err := publishTargetReasons(ctx, in, target, run)
		if written += n; err != nil {
			return written, fmt.Errorf("reasons of %s: %w", target, err)
		}
	}
	return written, nil
}

func publishTargetReasons(ctx context.Context, in job.Input, target string, run uint64) (uint64, error) {
	return store.Publish(ctx, in.Conn, "model.risk_reasons", fmt.Sprintf("('%s', '%s')", target, in.AsOf.Format(time.DateOnly)),
		[]string{"client_id", "as_of_date", "target", "rank", "term", "value", "contribution", "sentence_sv", "sentence_en", "run_id"},
		func(add func(values ...any) error) error {
			return eachClient(ctx, in.Conn, target, run, func(client uint64, hoursNow float64, parts []part) error {
				for rank, r := range topReasons(parts, hoursNow) {
					err := add(client, in.AsOf, target, uint8(rank+1), r.term, orNil(r.value), r.contribution, r.swedish, r.english, run)
					if err != nil {
						return err
					}
				}
				return nil
			})
		})
}

// eachClient reads the contributions to a target, client by client.
func eachClient(ctx context.Context, conn driver.Conn, target string, run uint64, yield func(client uint64, hoursNow float64, parts []part) error) error {
	var client uint64
	var hoursNow float64
	var parts []part
	flush := func() error {
		if len(parts) == 0 {
			return nil
		}
		return yield(client, hoursNow, parts)
	}
	err := clickhouse.Each(ctx, conn, `SELECT parts.client_id, toString(parts.term), toString(ifNull(terms.family, parts.term)), ifNull(parts.value, nan), ifNull(parts.value_b, nan),
			parts.contribution, features.hours_now
		FROM model.risk_contributions AS parts
		INNER JOIN core.risk_targets AS targets ON parts.run_target = targets.run_target AND parts.class = targets.class AND targets.target = ?
		INNER JOIN mart.risk_features AS features ON parts.client_id = features.client_id AND parts.month = features.month
		LEFT JOIN core.risk_terms AS terms ON parts.term = terms.term
		WHERE parts.run_id = ?
		ORDER BY parts.client_id, parts.term SETTINGS join_use_nulls = 1`, []any{target, run}, func(row driver.Rows) error {
		var id uint64
		var now float64
		var p part
		if err := row.Scan(&id, &p.term, &p.family, &p.value, &p.valueB, &p.contribution, &now); err != nil {
			return err
		}
		if id != client {
			if err := flush(); err != nil {
				return err
			}
			parts = parts[:0]
		}
		client, hoursNow, parts = id, now, append(parts, p)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// topReasons are the families of terms that raise a score most, each by the sum of
// its terms and said by the term that weighs most in it; what has no words, such
// as a missing value, is no reason.
func topReasons(parts []part, hoursNow float64) []reason {
	byFamily := map[string]*reason{}
	leading := map[string]float64{}
	for _, p := range parts {
		r := byFamily[p.family]
		if r == nil {
			r = &reason{}
			byFamily[p.family] = r
		}
		sum := r.contribution + p.contribution
		if weight := p.contribution; r.swedish == "" || weight > leading[p.family] {
			if swedish, english, ok := words(p, hoursNow); ok {
				*r, leading[p.family] = reason{p, swedish, english}, weight
			}
		}
		r.contribution = sum
	}
	var out []reason
	for _, r := range byFamily {
		if r.contribution > 0 && r.swedish != "" {
			out = append(out, *r)
		}
	}
	slices.SortFunc(out, func(a, b reason) int {
		return cmp.Or(cmp.Compare(b.contribution, a.contribution), cmp.Compare(a.term, b.term))
	})
	return out[:min(len(out), reasonsShown)]
}

func words(p part, hoursNow float64) (swedish, english string, ok bool) {
	if a, b, isPair := strings.Cut(p.term, " & "); isPair {
		return reasons.PairSentenceAt(reasons.Value{Term: a, Value: p.value}, reasons.Value{Term: b, Value: p.valueB}, hoursNow)
	}
	if math.IsNaN(p.value) {
		return "", "", false
	}
	return reasons.SentenceAt(p.term, p.value, hoursNow)
}
