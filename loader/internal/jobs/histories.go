package jobs

import (
	"context"
	"fmt"
	"slices"
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
	err := clickhouse.Each(ctx, conn, `SELECT client_id, toInt16(dateDiff('month', toDate(?), month)), toUInt8(status), toFloat32(home_care_granted_h),
			toFloat32(ifNull(nurse_min, 0) / 60), toFloat32(ifNull(rehab_min, 0) / 60), isNotNull(nurse_min), age_years, toString(area_id)
		FROM mart.client_months WHERE month <= ? ORDER BY client_id, month`,
		[]any{h.first.Format(time.DateOnly), last.Format(time.DateOnly)}, func(row driver.Rows) error { return h.add(row, index) })
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
	var status, age uint8
	var granted, nurse, rehab float32
	var isDelivered bool
	var area string
	if err := rows.Scan(&client, &month, &status, &granted, &nurse, &rehab, &isDelivered, &age, &area); err != nil {
		return err
	}
	n := len(h.Month)
	isNew := len(h.Person) == 0 || h.Person[len(h.Person)-1] != client
	if isNew {
		h.Person = append(h.Person, client)
		h.Offset = append(h.Offset, n)
	}
	if !isDelivered {
		nurse, rehab = 0, 0
		if !isNew {
			nurse, rehab = h.NurseH[n-1], h.RehabH[n-1]
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

// scopeID names the scope of an area's index; the total is the municipality.
func (h *history) scopeID(area int) string {
	if area == courses.Total {
		return h.municipality
	}
	return h.areas[area]
}

// population is the inhabitants aged 80 and over by area, month by month between
// the counts of 31 December; nil where some area or month is not delivered.
func (h *history) population(ctx context.Context, conn driver.Conn, horizon int) (*courses.Population, error) {
	persons := map[string]map[int]float64{}
	err := clickhouse.Each(ctx, conn, `SELECT toString(area_id), year, sum(persons) FROM core.populations WHERE age_years >= 80 GROUP BY area_id, year`, nil,
		func(row driver.Rows) error {
			var area string
			var year uint16
			var n float64
			err := row.Scan(&area, &year, &n)
			if persons[area] == nil {
				persons[area] = map[int]float64{}
			}
			persons[area][int(year)] = n
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read core.populations: %w", err)
	}
	out := &courses.Population{}
	for _, area := range h.areas {
		index := make([]float64, h.months+horizon)
		for m := range index {
			month := h.month(m)
			before, after := persons[area][month.Year()-1], persons[area][month.Year()]
			share := float64(month.Month()) / 12
			index[m] = before + share*(after-before)
			if before <= 0 || after <= 0 {
				index[m] = 0
			}
		}
		out.Index = append(out.Index, index)
	}
	for _, index := range out.Index {
		if slices.Contains(index[max(0, h.months-36):], 0) {
			return nil, nil // the method then takes the population as constant
		}
	}
	return out, nil
}
