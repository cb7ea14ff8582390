package plan

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/models/staffing"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Request is what to plan. Zero values take the defaults.
type Request struct {
	Month      time.Time // first day of the month; zero means 3 months ahead
	Scenario   string    // empty means as_today
	Profession string    // empty means all
	MostMoved  float64   // share of an area's staff that may leave it, above 0 to 1; 0 means .2
}

// The defaults of a request.
const (
	usualHorizon   = 3
	usualScenario  = "as_today"
	usualMostMoved = 0.2
)

// offer is what there is to plan.
type offer struct {
	scenarios, professions []string
	from, to, usual        time.Time
}

// staffRow is a row of mart.staffing with its area.
type staffRow struct {
	Area

	profession           string
	kind                 string
	horizon              uint16
	asOf                 time.Time
	hoursPerFTE          float64
	performedShare       *float64
	clientH, lowH, highH float64
}

// Read makes the plan. conn should be the analyst's. Faults of the request are
// [ErrRequest].
func Read(ctx context.Context, conn driver.Conn, r Request) (*Proposal, error) {
	if r.Scenario == "" {
		r.Scenario = usualScenario
	}
	if r.MostMoved == 0 {
		r.MostMoved = usualMostMoved
	}
	has, err := readOffer(ctx, conn, r.Scenario)
	if err != nil {
		return nil, err
	}
	if r.Month.IsZero() {
		r.Month = has.usual
	}
	if err := has.check(r); err != nil {
		return nil, err
	}
	rows, err := readRows(ctx, conn, r)
	if err != nil {
		return nil, err
	}
	p := &Proposal{Month: r.Month.Format("2006-01"), Scenario: r.Scenario, MostMoved: r.MostMoved}
	var run uint64
	err = clickhouse.Each(ctx, conn, `SELECT run_id FROM model.current_runs WHERE model = 'forecast'`, nil, func(row driver.Rows) error { return row.Scan(&run) })
	if err != nil {
		return nil, fmt.Errorf("read model.current_runs: %w", err)
	}
	p.RunID, p.AsOf, p.HorizonMonths = strconv.FormatUint(run, 10), rows[0].asOf.Format(time.DateOnly), int(rows[0].horizon)
	if err := p.spread(rows); err != nil {
		return nil, err
	}
	norms, err := readNorms(ctx, conn)
	if err != nil {
		return nil, err
	}
	p.Assumptions = p.assumptions(rows, norms)
	return p, nil
}

func readOffer(ctx context.Context, conn driver.Conn, scenario string) (offer, error) {
	var has offer
	var n, ahead uint64
	err := conn.QueryRow(ctx, `SELECT count(), arraySort(groupUniqArray(toString(scenario))), arraySort(groupUniqArray(toString(profession))),
			minIf(month, scenario = ?), maxIf(month, scenario = ?), maxIf(month, horizon_months = ?), countIf(horizon_months = ?)
		FROM mart.staffing`, scenario, scenario, usualHorizon, usualHorizon).
		Scan(&n, &has.scenarios, &has.professions, &has.from, &has.to, &has.usual, &ahead)
	if err != nil {
		return has, fmt.Errorf("read mart.staffing: %w", err)
	}
	if n == 0 {
		return has, ErrNoForecast
	}
	if ahead == 0 {
		has.usual = has.to
	}
	return has, nil
}

// check finds what the forecast does not have.
func (o offer) check(r Request) error {
	switch {
	case !slices.Contains(o.scenarios, r.Scenario):
		return fmt.Errorf("%w: the forecast has no scenario %q; it has %s", ErrRequest, r.Scenario, strings.Join(o.scenarios, ", "))
	case r.Profession != "" && !slices.Contains(o.professions, r.Profession):
		return fmt.Errorf("%w: the forecast has no profession %q; it has %s", ErrRequest, r.Profession, strings.Join(o.professions, ", "))
	case r.Month.Before(o.from) || r.Month.After(o.to):
		return fmt.Errorf("%w: the forecast has no %s; it has %s to %s", ErrRequest, r.Month.Format("2006-01"), o.from.Format("2006-01"), o.to.Format("2006-01"))
	case !(r.MostMoved > 0 && r.MostMoved <= 1):
		return fmt.Errorf("%w: the share that may leave an area is %v; it must be above 0 and at most 1", ErrRequest, r.MostMoved)
	}
	return nil
}

// readRows reads the month's areas, and the clients without a known area.
func readRows(ctx context.Context, conn driver.Conn, r Request) ([]staffRow, error) {
	var rows []staffRow
	err := clickhouse.Each(ctx, conn, `SELECT toString(staff.profession), toString(staff.area_id), ifNull(areas.area_name, ''), ifNull(toString(areas.kind), ''),
			staff.as_of_date, staff.horizon_months, staff.client_h, staff.client_low_h, staff.client_high_h, staff.needed_h, if(staff.needed_fte > 0, staff.needed_h / staff.needed_fte, 0),
			staff.available_h, staff.gap_h, staff.vacant_fte, staff.is_capacity_assumed, staff.performed_share
		FROM mart.staffing AS staff LEFT JOIN core.areas AS areas ON staff.area_id = areas.area_id
		WHERE staff.month = toDate(?) AND staff.scenario = ? AND (? = '' OR staff.profession = ?) AND (areas.kind = 'area' OR staff.area_id = '')
		ORDER BY staff.profession, staff.area_id`,
		[]any{r.Month.Format(time.DateOnly), r.Scenario, r.Profession, r.Profession}, func(row driver.Rows) error {
			var s staffRow
			err := row.Scan(&s.profession, &s.ID, &s.Name, &s.kind, &s.asOf, &s.horizon, &s.clientH, &s.lowH, &s.highH, &s.NeededH, &s.hoursPerFTE,
				&s.AvailableH, &s.GapH, &s.VacantFTE, &s.IsCapacityAssumed, &s.performedShare)
			s.NeededLowH, s.NeededHighH = s.NeededH, s.NeededH
			if s.clientH > 0 {
				s.NeededLowH, s.NeededHighH = s.NeededH*s.lowH/s.clientH, s.NeededH*s.highH/s.clientH
			}
			rows = append(rows, s)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read mart.staffing: %w", err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%w: the forecast has no areas to spread staff over in %s", ErrRequest, r.Month.Format("2006-01"))
	}
	return rows, nil
}

// spread plans each profession.
func (p *Proposal) spread(rows []staffRow) error {
	known := 0
	for _, s := range rows {
		if s.ID == "" {
			continue
		}
		if n := len(p.Professions); n == 0 || p.Professions[n-1].Profession != s.profession {
			p.Professions = append(p.Professions, Profession{Profession: s.profession, Moves: []Move{}})
		}
		last := &p.Professions[len(p.Professions)-1]
		last.Areas = append(last.Areas, s.Area)
		if s.hoursPerFTE > 0 {
			last.LacksFTE = s.hoursPerFTE // until the hours are known
		}
		if s.AvailableH != nil {
			known++
		}
	}
	if known == 0 {
		return fmt.Errorf("%w: no area has a capacity in %s or before: deliver it (KAPACITET, docs/deliveries.md)", ErrRequest, p.Month)
	}
	for i := range p.Professions {
		if err := p.Professions[i].spread(p.MostMoved); err != nil {
			return err
		}
	}
	return nil
}

// spread moves staff between the areas whose capacity is known.
func (p *Profession) spread(mostMoved float64) error {
	hoursPerFTE := p.LacksFTE
	p.LacksFTE = 0
	var areas []staffing.Area
	var place []int
	for i, a := range p.Areas {
		if a.AvailableH != nil {
			areas = append(areas, staffing.Area{ID: a.ID, Needed: a.NeededH, Available: *a.AvailableH})
			place = append(place, i)
		}
	}
	if len(areas) == 0 {
		p.Note = "no capacity was delivered: there is nothing to spread"
		return nil
	}
	plan, err := staffing.Spread(areas, staffing.Options{Step: stepHours, MostMoved: mostMoved})
	if err != nil {
		return fmt.Errorf("%s: %w", p.Profession, err)
	}
	for i, after := range plan.After {
		a := &p.Areas[place[i]]
		hours, gap := after.Available, after.Available-a.NeededH
		a.AfterH, a.AfterGapH = &hours, &gap
	}
	for _, m := range plan.Moves {
		p.Moves = append(p.Moves, Move(m))
	}
	p.LacksH, p.ShortageBefore, p.ShortageAfter = plan.Lacks, finite(plan.Before), finite(plan.Best)
	if hoursPerFTE > 0 {
		p.LacksFTE = p.LacksH / hoursPerFTE
	}
	if len(areas) < len(p.Areas) {
		p.Note = "areas without a delivered capacity are left out of the proposal and of what is lacking"
	}
	return nil
}

// stepHours is a working day, which is what moves at a time.
const stepHours = 8

// finite is a shortage that JSON can hold: an area that needs nothing has a surplus
// without end, which is none.
func finite(shortage float64) float64 { return max(shortage, -1e9) }
