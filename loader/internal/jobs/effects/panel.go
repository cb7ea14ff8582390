package effects

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/jobs/store"
	"github.com/framsyn/framsyn/models/followup"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

const (
	// monthsBefore a client was first seen are known to be without hours, as far as
	// deliveries go back: what entry looks like from before.
	monthsBefore = 12
	// bandNoClient and bandEntry are the need bands of months before a client was
	// first seen and of the first month: they are like each other only.
	bandNoClient = 255
	bandEntry    = 254
)

// panel is the months of all clients with what its numbers mean.
type panel struct {
	followup.Panel
	first int // first month of any client, since 1970
	areas []string
	index map[string]uint16
	row   map[uint64]int // position of a client
}

// readPanel reads mart.client_months up to a month, without those left out of models.
func readPanel(ctx context.Context, conn driver.Conn, last time.Time) (*panel, error) {
	p := &panel{index: map[string]uint16{}, row: map[uint64]int{}}
	var first time.Time
	if err := conn.QueryRow(ctx, `SELECT min(month) FROM mart.client_months`).Scan(&first); err != nil {
		return nil, fmt.Errorf("find the first month: %w", err)
	}
	p.first = monthNumber(first)
	err := clickhouse.Each(ctx, conn, `SELECT client_id, toInt32(dateDiff('month', toDate(0), month)), toUInt8(status), home_care_granted_h, toString(area_id)
		FROM mart.client_months WHERE month <= ? AND client_id NOT IN (SELECT client_id FROM core.excluded_clients WHERE is_from_models) ORDER BY client_id, month`, []any{last.Format(time.DateOnly)}, p.add)
	if err != nil {
		return nil, fmt.Errorf("read mart.client_months: %w", err)
	}
	p.Offset = append(p.Offset, len(p.Hours))
	return p, nil
}

// monthNumber is a month as trials and panels count it.
func monthNumber(month time.Time) int { return store.MonthsBetween(time.Unix(0, 0).UTC(), month) }

func (p *panel) add(row driver.Rows) error {
	var client uint64
	var month int32
	var status uint8
	var hours float64
	var areaName string
	if err := row.Scan(&client, &month, &status, &hours, &areaName); err != nil {
		return err
	}
	area, ok := p.index[areaName]
	if !ok {
		area = uint16(len(p.areas))
		p.index[areaName] = area
		p.areas = append(p.areas, areaName)
	}
	n := len(p.Person)
	if n == 0 || p.Person[n-1] != client {
		p.begin(client, int(month), area)
	}
	for expected := p.First[len(p.First)-1] + len(p.Hours) - p.Offset[len(p.Offset)-1]; expected < int(month); expected++ {
		p.append(area, p.band(), math.NaN(), followup.AtHome) // a month that is not known
	}
	p.append(area, p.band(), hours, statusOf(status))
	return nil
}

// begin starts a client with the year before, as far as deliveries tell of it.
func (p *panel) begin(client uint64, month int, area uint16) {
	before := min(monthsBefore, month-p.first)
	p.row[client] = len(p.Person)
	p.Person, p.First, p.Offset = append(p.Person, client), append(p.First, month-before), append(p.Offset, len(p.Hours))
	for range before {
		p.append(area, bandNoClient, 0, followup.AtHome)
	}
}

func (p *panel) append(area uint16, band uint8, hours float64, status followup.Status) {
	p.Area, p.Band, p.Hours = append(p.Area, area), append(p.Band, band), append(p.Hours, hours)
	p.Risk, p.Status = append(p.Risk, math.NaN()), append(p.Status, status)
}

// band is the need band of the next month: by the hours of the month before it.
func (p *panel) band() uint8 {
	at := len(p.Hours) - 1
	if at < p.Offset[len(p.Offset)-1] || p.Band[at] == bandNoClient {
		return bandEntry
	}
	band := uint8(0)
	for _, edge := range []float64{0.01, 10, 25, 50, 80, 120} { // hours per month, as fees and registers part them
		if p.Hours[at] >= edge {
			band++
		}
	}
	return band
}

// statusOf translates mart.client_months.status.
func statusOf(status uint8) followup.Status {
	return map[uint8]followup.Status{3: followup.SpecialHousing, 4: followup.Dead, 5: followup.Moved}[status]
}

// at returns the area and the hours of the month before a month of a client.
func (p *panel) at(client uint64, month int) (area string, hoursBefore float64) {
	hoursBefore = math.NaN()
	if row := p.rowOf(client, month); row >= 0 {
		area = p.areas[p.Area[row]]
	}
	if row := p.rowOf(client, month-1); row >= 0 {
		hoursBefore = p.Hours[row]
	}
	return area, hoursBefore
}

// rowOf is the row of a client's month, -1 where there is none.
func (p *panel) rowOf(client uint64, month int) int {
	i, ok := p.row[client]
	if !ok || month < p.First[i] || p.Offset[i]+month-p.First[i] >= p.Offset[i+1] {
		return -1
	}
	return p.Offset[i] + month - p.First[i]
}
