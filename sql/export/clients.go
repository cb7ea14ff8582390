package export

import "slices"

// clients counts the clients among rows.
type clients struct {
	ofClients bool
	column    int // of client_id; -1 where rows do not name theirs
	seen      map[uint64]struct{}
}

func newClients(p *plan, columns []Column) *clients {
	return &clients{
		ofClients: p.OfClients, column: slices.IndexFunc(columns, func(c Column) bool { return c.Name == "client_id" }),
		seen: map[uint64]struct{}{},
	}
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
		c.seen[id] = struct{}{}
	}
	return uint64(len(c.seen))
}
