package effects

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/models/effect"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

const (
	// mostLessons are the landmarks that a prognosis is learned from: plenty for a
	// dozen numbers.
	mostLessons = 60_000
	// leastLessons below which there is no prognosis.
	leastLessons = 500
	// batchRows are scored at a time.
	batchRows = 10_000
)

// prognosis tells in one number how likely a client's need was to double, or the
// client to die or move to special housing, within a year, for every month of the
// past: similar clients are to be as likely as the case. model.risk_scores reach
// back to the first fit only, and those of today's model would have learned from
// the very persons it is asked about: here each half of the persons is scored by
// what was learned from the other.
type prognosis struct {
	halves [2]effect.Regression // learned from half 0 and 1
}

// prognosisTerms are on mart.risk_features AS f; the hours themselves are matched on apart.
func prognosisTerms() string {
	var terms []string
	for _, expression := range []string{
		"f.age_years", "f.is_female", "f.is_single_household", "log(f.hours_now + 1)", "f.hours_change_6m", "f.months_since_hospital", "log(f.nurse_h_3m + 1)",
		"log(f.delegated_h_3m + 1)", "log(f.n_new_hsl_kinds_3m + 1)", "f.limitation_d1", "f.limitation_d4", "f.limitation_d5", "log(f.limitation_total + 1)",
	} {
		terms = append(terms, "toFloat64(ifNull("+expression+", nan))")
	}
	return "[" + strings.Join(terms, ", ") + "]"
}

// personHash is the same for all rows of a client, whatever the pseudonym key.
const personHash = "cityHash64(clients.birth_month, clients.sex, clients.first_seen_date)"

// learnPrognosis returns nil where there is too little to learn from.
func learnPrognosis(ctx context.Context, conn driver.Conn, last time.Time) (*prognosis, error) {
	var x [2][][]float64
	var y [2][]float64
	var person [2][]uint64
	day := last.Format(time.DateOnly)
	err := clickhouse.Each(ctx, conn, `SELECT `+personHash+` AS person, toUInt8(o.outcome != 'none'), `+prognosisTerms()+`
		FROM mart.risk_features AS f
		INNER JOIN mart.need_outcomes AS o ON f.client_id = o.client_id AND f.month = o.month
		INNER JOIN core.clients AS clients ON f.client_id = clients.client_id
		WHERE o.is_followed AND addMonths(f.month, 12) <= ? AND o.outcome != 'moved'
			AND cityHash64(person, f.month) / 18446744073709551616. < ? / (SELECT greatest(1, countIf(is_followed)) FROM mart.need_outcomes)
		ORDER BY person, f.month`, []any{day, float64(mostLessons)}, func(row driver.Rows) error {
		var id uint64
		var event uint8
		var values []float64
		if err := row.Scan(&id, &event, &values); err != nil {
			return err
		}
		half := id % 2
		if x[half] == nil {
			x[half] = make([][]float64, len(values))
		}
		for j, v := range values {
			x[half][j] = append(x[half][j], v)
		}
		y[half], person[half] = append(y[half], float64(event)), append(person[half], id)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what a prognosis learns from: %w", err)
	}
	p := &prognosis{}
	for half := range y {
		if len(y[half]) < leastLessons {
			return nil, nil //nolint:nilnil // no prognosis is an answer: matching does without
		}
		if p.halves[half], err = (effect.Ridge{Terms: effect.Linear}).Fit(x[half], y[half], nil, person[half]); err != nil {
			return nil, fmt.Errorf("learn a prognosis: %w", err)
		}
	}
	return p, nil
}

// addPrognosis fills the panel's risk: at a month what was known when it began.
func (p *panel) addPrognosis(ctx context.Context, conn driver.Conn, last time.Time) error {
	learned, err := learnPrognosis(ctx, conn, last)
	if err != nil || learned == nil {
		return err
	}
	var batch [2]scoring
	err = clickhouse.Each(ctx, conn, `SELECT f.client_id, toInt32(dateDiff('month', toDate(0), f.month)), toUInt8(`+personHash+` % 2), `+prognosisTerms()+`
		FROM mart.risk_features AS f
		INNER JOIN core.clients AS clients ON f.client_id = clients.client_id
		WHERE f.has_home_care AND f.month < ?`, []any{last.Format(time.DateOnly)}, func(row driver.Rows) error {
		var client uint64
		var month int32
		var half uint8
		var values []float64
		if err := row.Scan(&client, &month, &half, &values); err != nil {
			return err
		}
		at := p.rowOf(client, int(month)+1)
		if at < 0 {
			return nil
		}
		b := &batch[half]
		if b.add(at, values); len(b.at) == batchRows {
			b.score(learned.halves[1-half], p.Risk)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read what was known of the past: %w", err)
	}
	for half := range batch {
		batch[half].score(learned.halves[1-half], p.Risk)
	}
	return nil
}

// scoring is rows on their way to a score.
type scoring struct {
	at []int // row of the panel
	x  [][]float64
}

func (b *scoring) add(at int, values []float64) {
	if b.x == nil {
		b.x = make([][]float64, len(values))
	}
	b.at = append(b.at, at)
	for j, v := range values {
		b.x[j] = append(b.x[j], v)
	}
}

// score writes log-odds; a line can leave 0-1, so that it is kept within 1 and 99 %.
func (b *scoring) score(model effect.Regression, risk []float64) {
	for i, v := range model.Predict(b.x) {
		v = min(max(v, 0.01), 0.99)
		risk[b.at[i]] = math.Log(v / (1 - v))
	}
	b.at = b.at[:0]
	for j := range b.x {
		b.x[j] = b.x[j][:0]
	}
}
