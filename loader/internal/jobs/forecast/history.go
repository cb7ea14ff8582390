package forecast

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// history is the individual courses with what their indices mean.
type history struct {
	courses.Histories

	first        time.Time // month of index 0
	months       int       // months of history
	areas        []string  // area of each index; the last is "" for clients without a known area, if there are any
	municipality string    // the area above them; "" where none is delivered
}

// month returns the month of an index.
func (h *history) month(index int) time.Time { return store.AddMonths(h.first, index) }

// origin is the index of the last month.
func (h *history) origin() int { return h.months - 1 }

// readHistory reads mart.client_months up to a month. Where a month's visits were
// not delivered, a client's minutes are those of the month before.
func readHistory(ctx context.Context, conn driver.Conn, last time.Time) (*history, error) {
	h := &history{}
	if err := h.readAreas(ctx, conn); err != nil {
		return nil, err
	}
	if err := conn.QueryRow(ctx, `SELECT min(month) FROM mart.client_months`).Scan(&h.first); err != nil {
		return nil, fmt.Errorf("find the first month: %w", err)
	}
	h.months = store.MonthsBetween(h.first, last) + 1
	index := map[string]uint16{}
	for i, area := range h.areas {
		index[area] = uint16(i)
	}
	err := clickhouse.Each(ctx, conn, `SELECT client_id, toInt16(dateDiff('month', toDate(?), month)), toUInt8(status), toUInt8(sex), age_years, toString(area_id),
			toFloat32(home_care_granted_h), toFloat32(ifNull(nurse_min, 0) / 60), toFloat32(ifNull(rehab_min, 0) / 60), toFloat32(ifNull(delegated_min, 0) / 60),
			isNotNull(nurse_min), has_hsl, has_short_term
		FROM mart.client_months WHERE month <= ? ORDER BY client_id, month`,
		[]any{day(h.first), day(last)}, func(row driver.Rows) error { return h.add(row, index) })
	if err != nil {
		return nil, fmt.Errorf("read mart.client_months: %w", err)
	}
	h.Offset = append(h.Offset, len(h.Month))
	return h, nil
}

// add appends one row.
func (h *history) add(rows driver.Rows, index map[string]uint16) error {
	var client uint64
	var month int16
	var status, sex, age uint8
	var area string
	var granted, nurse, rehab, delegated float32
	var isDelivered, hasHSL, isShortTerm bool
	if err := rows.Scan(&client, &month, &status, &sex, &age, &area, &granted, &nurse, &rehab, &delegated, &isDelivered, &hasHSL, &isShortTerm); err != nil {
		return err
	}
	n := len(h.Month)
	isNew := len(h.Person) == 0 || h.Person[len(h.Person)-1] != client
	if isNew {
		h.Person = append(h.Person, client)
		h.Offset = append(h.Offset, n)
		h.Sex = append(h.Sex, courses.Sex(sex))
	}
	if !isDelivered {
		nurse, rehab, delegated = 0, 0, 0
		if !isNew {
			nurse, rehab, delegated = h.NurseH[n-1], h.RehabH[n-1], h.DelegatedH[n-1]
		}
	}
	place, ok := index[area]
	if !ok {
		place = uint16(len(h.areas))
		index[area] = place
		h.areas = append(h.areas, area)
	}
	h.Month = append(h.Month, month)
	h.Status = append(h.Status, courses.Status(status))
	h.HomeCareH = append(h.HomeCareH, granted)
	h.NurseH = append(h.NurseH, nurse)
	h.RehabH = append(h.RehabH, rehab)
	h.DelegatedH = append(h.DelegatedH, delegated)
	h.HasHSL = append(h.HasHSL, hasHSL)
	h.ShortTerm = append(h.ShortTerm, isShortTerm)
	h.Age = append(h.Age, age)
	h.Area = append(h.Area, place)
	return nil
}

func (h *history) readAreas(ctx context.Context, conn driver.Conn) error {
	err := clickhouse.Each(ctx, conn, `SELECT toString(area_id), toString(kind) FROM core.areas WHERE kind IN ('municipality', 'area') ORDER BY area_id`, nil,
		func(row driver.Rows) error {
			var area, kind string
			if err := row.Scan(&area, &kind); err != nil {
				return err
			}
			if kind == "municipality" {
				h.municipality = area
			} else {
				h.areas = append(h.areas, area)
			}
			return nil
		})
	if err != nil {
		return fmt.Errorf("read core.areas: %w", err)
	}
	return nil
}

// amount is what a row adds to a resource, hours in the month or persons.
func (h *history) amount(row int, r courses.Resource) float64 {
	status := h.Status[row]
	if status == courses.Dead || status == courses.Left {
		return 0
	}
	is := func(yes bool) float64 {
		if yes {
			return 1
		}
		return 0
	}
	switch r {
	case courses.HomeCareHours:
		return is(status == courses.HomeCare) * float64(h.HomeCareH[row])
	case courses.NurseHours:
		return float64(h.NurseH[row])
	case courses.RehabHours:
		return float64(h.RehabH[row])
	case courses.DelegatedHours:
		return float64(h.DelegatedH[row])
	case courses.ShortTermPersons:
		return is(h.ShortTerm[row])
	case courses.SpecialHousingPersons:
		return is(status == courses.SpecialHousing)
	case courses.Clients:
	}
	return is(status == courses.HomeCare || status == courses.HSLOnly)
}

// scopeID names the scope of an area's index; the total is the municipality.
func (h *history) scopeID(area int) string {
	if area == courses.Total {
		return h.municipality
	}
	return h.areas[area]
}

func day(t time.Time) string { return t.Format(time.DateOnly) }
