package export

import "slices"

// clients counts the clients among rows.
type clients struct {
	ofClients bool
	column    int // of client_id; -1 where rows do not name theirs
	area      int // of area_id; -1 where there is none
	seen      map[uint64]string
}

func newClients(p *plan, columns []Column) *clients {
	at := func(name string) int { return slices.IndexFunc(columns, func(c Column) bool { return c.Name == name }) }
	return &clients{ofClients: p.OfClients, column: at("client_id"), area: at("area_id"), seen: map[uint64]string{}}
}

// add takes a row and returns the number of clients so far. Rows about clients that
// do not name them are about one.
func (c *clients) add(values []any) uint64 {
	if !c.ofClients {
		return 0
	}
	if c.column < 0 {
		return 1
	}
	if id, ok := values[c.column].(uint64); ok {
		area := c.seen[id]
		if c.area >= 0 {
			if text, ok := values[c.area].(string); ok {
				area = text
			}
		}
		c.seen[id] = area
	}
	return uint64(len(c.seen))
}
