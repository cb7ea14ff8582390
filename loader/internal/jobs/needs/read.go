package needs

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/needs"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// reader reads what was known on the job's day.
type reader struct {
	in    job.Input
	codes []string
}

// each runs a query that begins with assessedQuery, for assessments from a day on.
func (r reader) each(ctx context.Context, query string, from time.Time, arguments []any, use func(row driver.Rows) error) error {
	all := append([]any{day(from), day(r.in.AsOf), r.codes, occasionDays}, arguments...)
	return clickhouse.Each(store.PartContext(ctx, store.Part{}, nil), r.in.Conn, query, all, use)
}

// decision is a decision on home care.
type decision struct {
	record

	id       uint64
	decided  time.Time
	granted  float64   // hours per month
	assessed time.Time // zero where no assessment stands behind it
	use      string    // as in model.decision_needs
}

// The uses of a decision.
const (
	useFitted     = "fitted"
	useRenewed    = "renewed"
	useUnassessed = "unassessed"
	useOld        = "old"
)

// decisions reads the decisions up to a month. Needs are read of those within the
// months that practice is learnt from.
func (r reader) decisions(ctx context.Context, landmark time.Time) ([]decision, error) {
	first := store.AddMonths(landmark, 1-decisionMonths)
	var out []decision
	last := store.AddMonths(landmark, 1).AddDate(0, 0, -1)
	err := r.each(ctx, decisionsQuery, first.AddDate(0, 0, -assessedDays-occasionDays), []any{day(last), day(r.in.AsOf), assessedDays}, func(row driver.Rows) error {
		var d decision
		var renewed, assessed bool
		var categories []uint16
		var limitations []uint8
		err := row.Scan(&d.id, &d.client, &d.decided, &d.granted, &d.area, &d.officer, &d.isShared, &renewed, &assessed, &d.assessed, &categories, &limitations)
		if err != nil {
			return err
		}
		d.minutes = perWeek(d.granted)
		switch {
		case d.decided.Before(first):
			d.use = useOld
		case !assessed:
			d.use = useUnassessed
		case renewed:
			d.use = useRenewed
		default:
			d.use = useFitted
		}
		if d.use == useOld || d.use == useUnassessed {
			d.assessed = time.Time{}
		} else {
			d.needs = needsOf(categories, limitations)
		}
		out = append(out, d)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read decisions with their needs: %w", err)
	}
	return out, nil
}

// monthArguments are those of clientMonths.
func monthArguments(from, to time.Time) []any {
	return []any{day(from), day(to), day(from), day(store.AddMonths(to, 1).AddDate(0, 0, -1)), day(from)}
}

// spells reads what was performed by resource, in the months up to one. Home care
// has a row for each assessment. Health care, of which most have none, has one for
// each client: between the assessments of one client, needs differ by little but
// the assessors' errors, and as rows that are alike they would hide what needs do.
func (r reader) spells(ctx context.Context, last time.Time) (map[string][]record, error) {
	first := store.AddMonths(last, 1-performedMonths)
	out := map[string][]record{}
	var care []healthCare
	err := r.each(ctx, spellsQuery, store.AddMonths(first, -decisionMonths), monthArguments(first, last), func(row driver.Rows) error {
		var s record
		var categories []uint16
		var limitations []uint8
		var days, careDays, careMinutes float64
		var minutes [3]float64
		err := row.Scan(&s.client, &s.officer, &s.area, &s.isShared, &categories, &limitations, &days, &minutes[0], &minutes[1], &minutes[2], &careDays, &careMinutes)
		if err != nil {
			return err
		}
		s.needs = needsOf(categories, limitations)
		if careDays > 0 {
			s.minutes = careMinutes / careDays * daysOfWeek
			out[homeCarePerformed] = append(out[homeCarePerformed], s)
		}
		if len(care) == 0 || care[len(care)-1].client != s.client {
			care = append(care, healthCare{})
		}
		care[len(care)-1].add(s, days, minutes)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what was performed with the needs: %w", err)
	}
	for i, name := range [...]string{nurse, occupationalTherapy, physicalTherapy} {
		for _, c := range care {
			c.minutes = c.sum[i] / c.days * daysOfWeek
			out[name] = append(out[name], c.record)
		}
	}
	return out, nil
}

// healthCare is what nurses and therapists did for a client, with the needs of the
// newest assessment.
type healthCare struct {
	record

	days float64
	sum  [3]float64 // minutes of nurses, occupational and physical therapists
}

func (c *healthCare) add(s record, days float64, minutes [3]float64) {
	c.record = s
	c.officer = 0 // who grants home care does not decide on health care
	c.days += days
	for i, m := range minutes {
		c.sum[i] += m
	}
}

// client is a client of a month with what is recorded of each resource, minutes
// per week.
type client struct {
	record

	isHomeCare, isAtHome, isAssessed bool
	recorded                         map[string]float64
}

// clients reads the clients of a month.
func (r reader) clients(ctx context.Context, month time.Time) ([]client, error) {
	var out []client
	err := r.each(ctx, clientsQuery, store.AddMonths(month, -decisionMonths), monthArguments(month, month), func(row driver.Rows) error {
		var c client
		var status string
		var categories []uint16
		var limitations []uint8
		var days, granted, performed, nurseMinutes, occupational, physical float64
		err := row.Scan(&c.client, &c.officer, &c.area, &c.isShared, &status, &c.isAssessed, &categories, &limitations,
			&days, &granted, &performed, &nurseMinutes, &occupational, &physical)
		if err != nil {
			return err
		}
		c.isHomeCare = status == "home_care"
		c.isAtHome = c.isHomeCare || status == "hsl_only"
		c.needs = needsOf(categories, limitations)
		week := daysOfWeek / days
		c.recorded = map[string]float64{
			homeCareGranted: perWeek(granted), homeCarePerformed: performed * week, nurse: nurseMinutes * week,
			occupationalTherapy: occupational * week, physicalTherapy: physical * week,
		}
		out = append(out, c)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read clients of %s: %w", day(month), err)
	}
	return out, nil
}

// actions reads health-care actions: the kinds there are, and months.
func (r reader) actions(ctx context.Context, landmark time.Time) ([]needs.Action, []needs.ActionMonth, error) {
	var actions []needs.Action
	var months []needs.ActionMonth
	at := map[needs.Action]int{}
	first, last := store.AddMonths(landmark, 1-actionMonths), store.AddMonths(landmark, 1).AddDate(0, 0, -1)
	err := clickhouse.Each(ctx, r.in.Conn, actionsQuery, []any{day(first), day(last), day(r.in.AsOf), day(first), day(last)}, func(row driver.Rows) error {
		var m needs.ActionMonth
		var codes []string
		var counts, delegated []float64
		if err := row.Scan(&m.Client, &m.Profession, &codes, &counts, &delegated, &m.Minutes); err != nil {
			return err
		}
		m.Visits = math.NaN() // travel is a share of working time here
		for i, code := range codes {
			action := needs.Action{Code: code, Chapter: code[:min(len(code), 1)], Profession: m.Profession}
			n, seen := at[action]
			if !seen {
				n = len(actions)
				at[action] = n
				actions = append(actions, action)
			}
			m.Counts = append(m.Counts, needs.ActionCount{Action: n, N: counts[i], Delegated: delegated[i]})
		}
		months = append(months, m)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read health-care actions: %w", err)
	}
	return actions, months, nil
}
