package needs

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/needs"
)

// The parts of a client's time.
const (
	partNeed      = "need"
	partBase      = "base"
	partHabit     = "habit"
	partRemainder = "remainder"
)

// partition is that of a table by day.
func partition(in job.Input) string { return "'" + in.AsOf.Format(time.DateOnly) + "'" }

// partitionOf is that of a table by resource and day.
func (w *work) partitionOf(f *fitted) string {
	return "('" + f.name + "', " + partition(w.in) + ")"
}

func (w *work) publishCells(ctx context.Context, f *fitted) (uint64, error) {
	columns := []string{
		"as_of_date", "resource", "profession", "icf_code", "limitation", "norm_minutes_per_week", "fitted_minutes_per_week", "low_minutes_per_week",
		"high_minutes_per_week", "n_clients", "is_norm_example", "run_id",
	}
	return store.Publish(ctx, w.in.Conn, "model.need_resources", w.partitionOf(f), columns, func(add func(values ...any) error) error {
		for c, category := range f.model.Categories {
			for l, cell := range f.model.Cells[c] {
				if c == f.base {
					if l < needs.Degrees-1 {
						continue
					}
					l, cell.Norm = 0, 0
				}
				err := add(w.in.AsOf, f.name, f.profession, category.Code, uint8(l), cell.Norm, cell.Minutes, cell.Low, cell.High, uint32(cell.Clients), f.isExample, f.run)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (w *work) publishFactors(ctx context.Context, f *fitted) (uint64, error) {
	columns := []string{"as_of_date", "resource", "kind", "level_id", "ratio", "ratio_low", "ratio_high", "norm_ratio", "n_rows", "n_clients", "is_shown", "run_id"}
	return store.Publish(ctx, w.in.Conn, "model.need_factors", w.partitionOf(f), columns, func(add func(values ...any) error) error {
		one := func(kind, id string, v needs.Factor, norm any, rows uint32) error {
			shown := v.Clients >= leastShown
			value, low, high := any(v.Value), any(v.Low), any(v.High)
			if !shown {
				value, low, high = nil, nil, nil
			}
			return add(w.in.AsOf, f.name, kind, id, value, low, high, norm, rows, uint32(v.Clients), shown, f.run)
		}
		if f.base < 0 { // else the norm has nothing to say of much of the time
			if err := one("practice", "", f.model.Level, nil, uint32(f.model.Rows)); err != nil {
				return err
			}
		}
		for k, v := range f.model.Multipliers {
			if err := one("circumstance", f.circumstances[k].Name, v, f.circumstances[k].Norm, f.shared); err != nil {
				return err
			}
		}
		for i, v := range f.model.Areas {
			if err := one("area", f.areas.ids[i], v, nil, f.areas.rows[i]); err != nil {
				return err
			}
		}
		for i, v := range f.model.Officers {
			if err := one("officer", fmt.Sprint(f.officers.ids[i]), v, nil, f.officers.rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// publishParts writes of what each client's time is made up. Needs count for those
// who live at home and have the resource or may have it; what others got is not
// explained by them.
func (w *work) publishParts(ctx context.Context, f *fitted) (uint64, error) {
	columns := []string{
		"as_of_date", "month", "client_id", "area_id", "resource", "profession", "part", "icf_code", "limitation", "minutes_per_week", "low_minutes_per_week",
		"high_minutes_per_week", "norm_minutes_per_week", "n_clients", "is_assessed", "run_id",
	}
	month := w.month(f.resource)
	return store.Publish(ctx, w.in.Conn, "model.client_need_parts", w.partitionOf(f), columns, func(add func(values ...any) error) error {
		for _, c := range w.now[month] {
			r := c.record
			r.minutes = c.recorded[f.name]
			counts := c.isAssessed && (c.isHomeCare || c.isAtHome && !f.isHomeCare)
			if !counts {
				r.needs = nil
			}
			if !f.isHomeCare {
				r.officer = 0
			}
			if !counts && r.minutes == 0 {
				continue
			}
			explained, err := f.model.Explain(f.row(r))
			if err != nil {
				return fmt.Errorf("client of %s: %w", month.Format(time.DateOnly), err)
			}
			one := func(part, code string, limitation, low, high any, minutes, norm float64, clients uint32) error {
				return add(w.in.AsOf, month, c.client, c.area, f.name, f.profession, part, code, limitation, minutes, low, high, norm, clients, counts, f.run)
			}
			if err := addParts(f, explained, one); err != nil {
				return err
			}
		}
		return nil
	})
}

// addParts hands the parts of an explanation on. A need that neither norm nor
// practice gives time is left out.
func addParts(f *fitted, e needs.Explanation, one func(part, code string, limitation, low, high any, minutes, norm float64, clients uint32) error) error {
	for _, p := range e.Parts {
		if p.Category == f.base {
			if err := one(partBase, "", nil, p.Low, p.High, p.Minutes, 0, uint32(p.Clients)); err != nil {
				return err
			}
			continue
		}
		if p.Minutes == 0 && p.Norm == 0 {
			continue
		}
		var limitation any
		if p.Limitation < needs.Degrees {
			limitation = uint8(p.Limitation)
		}
		if err := one(partNeed, f.categories[p.Category].Code, limitation, p.Low, p.High, p.Minutes, p.Norm, uint32(p.Clients)); err != nil {
			return err
		}
	}
	if err := one(partHabit, "", nil, nil, nil, e.Habit, 0, 0); err != nil {
		return err
	}
	return one(partRemainder, "", nil, nil, nil, e.Remainder, 0, 0)
}

// publishDecisions writes what each decision's need would get on average.
func (w *work) publishDecisions(ctx context.Context, f *fitted) (uint64, error) {
	rows := make([]needs.Row, len(w.decisions))
	for i, d := range w.decisions {
		rows[i] = f.row(d.record)
	}
	practice, norm, err := f.model.Expected(rows)
	if err != nil {
		return 0, err
	}
	columns := []string{"as_of_date", "decision_id", "client_id", "decided_date", "assessed_date", "granted_h", "expected_h", "norm_h", "use", "run_id"}
	return store.Publish(ctx, w.in.Conn, "model.decision_needs", partition(w.in), columns, func(add func(values ...any) error) error {
		for i, d := range w.decisions {
			var assessed, expected, byNorm any
			if !d.assessed.IsZero() {
				assessed, expected, byNorm = d.assessed, perMonth(practice[i]), perMonth(norm[i])
			}
			if err := add(w.in.AsOf, d.id, d.client, d.decided, assessed, d.granted, expected, byNorm, d.use, f.run); err != nil {
				return err
			}
		}
		return nil
	})
}

// publishTimes writes the minutes of actions.
func (w *work) publishTimes(ctx context.Context, m *needs.ActionModel, run uint64) (uint64, error) {
	type chapter struct{ chapter, profession string }
	known := map[chapter]bool{}
	for _, t := range m.Times {
		known[chapter{t.Chapter, t.Profession}] = known[chapter{t.Chapter, t.Profession}] || t.Clients > 0
	}
	columns := []string{
		"as_of_date", "kva_code", "profession", "minutes_per_action", "low_minutes_per_action", "high_minutes_per_action", "basis", "n_actions", "n_clients", "run_id",
	}
	return store.Publish(ctx, w.in.Conn, "model.action_minutes", partition(w.in), columns, func(add func(values ...any) error) error {
		for _, t := range m.Times {
			basis := "profession"
			switch {
			case t.Clients > 0:
				basis = "own"
			case known[chapter{t.Chapter, t.Profession}]:
				basis = "chapter"
			}
			if err := add(w.in.AsOf, t.Code, t.Profession, t.Minutes, t.Low, t.High, basis, uint64(math.Round(t.N)), uint32(t.Clients), run); err != nil {
				return err
			}
		}
		return nil
	})
}
