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
	framsyn "github.com/framsyn/framsyn/sql"
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
	date := in.AsOf.Format(time.DateOnly)
	var targets []string
	err := in.Conn.QueryRow(ctx, `SELECT arraySort(groupArray(toString(target))) FROM core.risk_targets WHERE is_shown`).Scan(&targets)
	if err != nil {
		return 0, fmt.Errorf("read core.risk_targets: %w", err)
	}
	partitions := make([]string, len(targets))
	for i, target := range targets {
		partitions[i] = "(" + framsyn.Literal(target) + ", '" + date + "')"
	}
	return store.PublishParts(ctx, in.Conn, "model.risk_reasons", partitions,
		[]string{"client_id", "as_of_date", "target", "rank", "term", "value", "contribution", "sentence_sv", "sentence_en", "run_id"},
		func(add func(values ...any) error) error {
			return eachScored(ctx, in, func(c scored, parts []part) error {
				for rank, r := range topReasons(parts, c.hoursNow) {
					if err := add(c.client, in.AsOf, c.target, uint8(rank+1), r.term, orNil(r.value), r.contribution, r.swedish, r.english, c.run); err != nil {
						return err
					}
				}
				return nil
			})
		})
}

// scored is a client with a score.
type scored struct {
	client, run uint64
	target      string
	hoursNow    float64
}

// eachScored reads the contributions to the shown risks, client by client.
func eachScored(ctx context.Context, in job.Input, yield func(scored, []part) error) error {
	clients, err := clientParts(ctx, in)
	if err != nil {
		return err
	}
	for _, some := range clients {
		if err := eachScoredOf(store.PartContext(ctx, some, nil), in, yield); err != nil {
			return err
		}
	}
	return nil
}

// eachScoredOf does so for the clients that the context lets through.
func eachScoredOf(ctx context.Context, in job.Input, yield func(scored, []part) error) error {
	var current scored
	var parts []part
	err := clickhouse.Each(ctx, in.Conn, `SELECT parts.client_id, parts.run_id, toString(targets.target), features.hours_now,
			toString(parts.term), if(terms.family = '', toString(parts.term), toString(terms.family)), ifNull(parts.value, nan), ifNull(parts.value_b, nan), parts.contribution
		FROM model.risk_contributions AS parts
		INNER JOIN (SELECT target, toString(run_target) AS run_target, class FROM core.risk_targets WHERE is_shown) AS targets ON parts.run_target = targets.run_target AND parts.class = targets.class
		INNER JOIN mart.risk_features AS features ON parts.client_id = features.client_id AND parts.month = features.month
		LEFT JOIN core.risk_terms AS terms ON parts.term = terms.term
		WHERE features.as_of_date = ?
		ORDER BY parts.client_id, targets.target, parts.term`, []any{in.AsOf.Format(time.DateOnly)}, func(row driver.Rows) error {
		var next scored
		var p part
		if err := row.Scan(&next.client, &next.run, &next.target, &next.hoursNow, &p.term, &p.family, &p.value, &p.valueB, &p.contribution); err != nil {
			return err
		}
		if next != current && len(parts) > 0 {
			if err := yield(current, parts); err != nil {
				return err
			}
			parts = parts[:0]
		}
		current, parts = next, append(parts, p)
		return nil
	})
	if err != nil || len(parts) == 0 {
		return err
	}
	return yield(current, parts)
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
