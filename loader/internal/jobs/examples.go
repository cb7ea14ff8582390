package jobs

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/models/logistic"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// featureNames are the terms of the risk model: columns of mart.risk_features.
// Area is left out on purpose: where one lives is not a need.
func featureNames() []string {
	return strings.Fields(`age_years is_female is_single_household hours_now hours_now_log hours_now_log_squared doubling_log hours_change_1m hours_change_3m hours_change_6m
		hours_change_12m months_since_change months_with_care has_personal_care has_alarm has_meals has_day_care n_short_term_6m performed_share_3m
		n_missed_not_home_3m n_missed_hospital_3m n_alarm_responses_3m nurse_h_3m rehab_h_3m delegated_h_3m n_hsl_actions_6m has_hsl
		limitation_d1 limitation_d2 limitation_d3 limitation_d4 limitation_d5 limitation_d6 limitation_d7 limitation_d9 n_severe_limitations
		assessment_age_months has_recent_intervention`)
}

// examples are clients at landmarks, columnar: element i of each slice is row i.
type examples struct {
	client     []uint64
	fold       []uint64    // what puts a person into a fold: equal for all rows of a client, and the same whatever the pseudonym key
	month      []time.Time // landmark
	monthIndex []int       // months since 1970
	columns    [][]float32 // by feature, then row; NaN where missing
	outcome    []float64   // 1 where the need doubled, else 0; NaN where not known
	hoursNow   []float64   // as known then, hours per month
	hoursThen  []float64   // as known today, hours per month; NaN where not known
	hoursAfter []float64   // hours per month 12 months later; NaN where not known
	areas      []string    // home-care area at the landmark
}

func (e *examples) rows() int { return len(e.client) }

// readExamples reads landmarks from one month to another, both included; with
// outcomes only, those that were followed for 12 months.
func readExamples(ctx context.Context, conn driver.Conn, from, to time.Time, followedOnly bool, stride int) (*examples, error) {
	names := featureNames()
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = "toFloat32(ifNull(features." + name + ", nan))"
	}
	join, condition := "LEFT", ""
	if followedOnly {
		join, condition = "INNER", "AND outcomes.is_followed"
	}
	query := `SELECT features.client_id, features.month, [` + strings.Join(values, ", ") + `],
			if(outcomes.is_followed, toFloat64(outcomes.is_doubled), nan), features.hours_now, ifNull(outcomes.hours_now, nan), ifNull(outcomes.hours_after_12m, nan), toString(ifNull(months.area_id, '')), cityHash64(clients.birth_month, clients.sex, clients.first_seen_date)
		FROM mart.risk_features AS features
		INNER JOIN core.clients AS clients ON features.client_id = clients.client_id
		` + join + ` JOIN mart.need_outcomes AS outcomes ON features.client_id = outcomes.client_id AND features.month = outcomes.month
		LEFT JOIN mart.client_months AS months ON features.client_id = months.client_id AND features.month = months.month
		WHERE features.month BETWEEN ? AND ? AND dateDiff('month', features.month, toDate(?)) % ? = 0 ` + condition + `
		ORDER BY features.client_id, features.month`
	last := to.Format(time.DateOnly)
	out := &examples{columns: make([][]float32, len(names))}
	if err := clickhouse.Each(ctx, conn, query, []any{from.Format(time.DateOnly), last, last, stride}, out.add); err != nil {
		return nil, fmt.Errorf("read risk features: %w", err)
	}
	return out, nil
}

// add appends one row of the query.
func (e *examples) add(row driver.Rows) error {
	var client, fold uint64
	var month time.Time
	var values []float32
	var outcome, now, then, after *float64
	var area string
	if err := row.Scan(&client, &month, &values, &outcome, &now, &then, &after, &area, &fold); err != nil {
		return err
	}
	e.client = append(e.client, client)
	e.fold = append(e.fold, fold)
	e.month = append(e.month, month)
	e.monthIndex = append(e.monthIndex, monthsBetween(time.Unix(0, 0).UTC(), month))
	for j, value := range values {
		e.columns[j] = append(e.columns[j], value)
	}
	e.outcome = append(e.outcome, orNaN(outcome))
	e.hoursNow = append(e.hoursNow, orNaN(now))
	e.hoursThen = append(e.hoursThen, orNaN(then))
	e.hoursAfter = append(e.hoursAfter, orNaN(after))
	e.areas = append(e.areas, area)
	return nil
}

// isRecordedRight says whether the hours known then are those known today, within
// an hour or a tenth. Where they are not, a delivery was wrong and was corrected
// later: nothing to learn from, though scores must live with it.
func (e *examples) isRecordedRight(row int) bool {
	return math.Abs(e.hoursNow[row]-e.hoursThen[row]) <= max(1, 0.1*e.hoursThen[row])
}

func orNaN(value *float64) float64 {
	if value == nil {
		return math.NaN()
	}
	return *value
}

// subset returns the rows for which keep holds.
func (e *examples) subset(keep func(row int) bool) *examples {
	out := &examples{columns: make([][]float32, len(e.columns))}
	for i := range e.rows() {
		if !keep(i) {
			continue
		}
		out.client = append(out.client, e.client[i])
		out.fold = append(out.fold, e.fold[i])
		out.month = append(out.month, e.month[i])
		out.monthIndex = append(out.monthIndex, e.monthIndex[i])
		out.outcome = append(out.outcome, e.outcome[i])
		out.hoursNow = append(out.hoursNow, e.hoursNow[i])
		out.hoursThen = append(out.hoursThen, e.hoursThen[i])
		out.hoursAfter = append(out.hoursAfter, e.hoursAfter[i])
		out.areas = append(out.areas, e.areas[i])
		for j := range e.columns {
			out.columns[j] = append(out.columns[j], e.columns[j][i])
		}
	}
	return out
}

// only returns a design of some of the features.
func (e *examples) only(names ...string) logistic.Columns[float32] {
	var out logistic.Columns[float32]
	for j, name := range featureNames() {
		for _, wanted := range names {
			if name == wanted {
				out = append(out, e.columns[j])
			}
		}
	}
	return out
}

func (e *examples) response() logistic.Response {
	return logistic.Response{Y: e.outcome, Person: e.client}
}

func (e *examples) events() (n uint64) {
	for _, y := range e.outcome {
		if y == 1 {
			n++
		}
	}
	return n
}

func (e *examples) clients() uint64 {
	seen := map[uint64]struct{}{}
	for _, client := range e.client {
		seen[client] = struct{}{}
	}
	return uint64(len(seen))
}
