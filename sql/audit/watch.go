package audit

import (
	"slices"
	"strconv"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// watched counts the rows that are read, and the clients in them.
type watched struct {
	driver.Rows

	reading      *Reading
	client, area int // columns; -1 where there is none
}

// Watch returns rows that tell the reading what is read of them. Clients are those of
// a column client_id, or client as statements of pages call it.
func (r *Reading) Watch(rows driver.Rows) driver.Rows {
	if r == nil {
		return rows
	}
	columns := rows.Columns()
	w := &watched{Rows: rows, reading: r, client: slices.Index(columns, "client_id"), area: slices.Index(columns, "area_id")}
	if w.client < 0 {
		w.client = slices.Index(columns, "client")
	}
	return w
}

// Scan reads a row.
func (w *watched) Scan(destinations ...any) error {
	if err := w.Rows.Scan(destinations...); err != nil {
		return err
	}
	isNaming, id, area := false, uint64(0), ""
	if w.client >= 0 && w.client < len(destinations) {
		id, isNaming = numberAt(destinations[w.client])
	}
	if isNaming && w.area >= 0 {
		area = textAt(destinations[w.area])
	}
	w.reading.row(isNaming, id, area)
	return nil
}

// numberAt is the client that was scanned; no client at all is 0.
func numberAt(destination any) (id uint64, ok bool) {
	switch value := destination.(type) {
	case *uint64:
		return *value, true
	case **uint64:
		if *value == nil {
			return 0, true
		}
		return **value, true
	case *string, **string:
		id, err := strconv.ParseUint(textAt(value), 10, 64)
		return id, err == nil
	}
	return 0, false
}

func textAt(destination any) string {
	switch value := destination.(type) {
	case *string:
		return *value
	case **string:
		if *value != nil {
			return **value
		}
	}
	return ""
}
