package courses

import "fmt"

// maxGroups is what a bit set holds.
const maxGroups = 64

// Groups are target groups that the forecast sums by, besides areas: categories
// of need, saved selections. A person can be in several.
type Groups struct {
	Count int // up to 64
	// Of is the bit set of the groups that a person is in at the origin, by id;
	// for persons who came in the entry window (Options.EntrantMonths) and are
	// gone again, when they came.
	Of map[uint64]uint64
	// Rule tells, by group, whether belonging follows from a rule, so that new
	// clients belong as those of the entry window do. A group that is not is its
	// members at the origin, and no new client belongs. Nil means that none is.
	Rule []bool
}

func (g *Groups) check() error {
	switch {
	case g == nil:
		return nil
	case g.Count < 0 || g.Count > maxGroups:
		return fmt.Errorf("%d groups, at most %d: %w", g.Count, maxGroups, ErrGroups)
	case g.Rule != nil && len(g.Rule) != g.Count:
		return fmt.Errorf("%d rules for %d groups: %w", len(g.Rule), g.Count, ErrGroups)
	}
	for id, set := range g.Of {
		if g.Count < maxGroups && set>>g.Count != 0 {
			return fmt.Errorf("person %d is in a group beyond the %d: %w", id, g.Count, ErrGroups)
		}
	}
	return nil
}

func (g *Groups) count() int {
	if g == nil {
		return 0
	}
	return g.Count
}

func (g *Groups) of(id uint64) uint64 {
	if g == nil {
		return 0
	}
	return g.Of[id]
}

// rules is the bit set of the groups that new clients can belong to.
func (g *Groups) rules() uint64 {
	var set uint64
	for k, rule := range g.Rule {
		if rule {
			set |= 1 << k
		}
	}
	return set
}

// patterns are the bit sets of new clients by the entrant that they are modelled
// on: that of the entrant or, when it is not known, of the next entrant of the
// same group of states whose is.
func (g *Groups) patterns(m *Model) []uint64 {
	if g.count() == 0 {
		return nil
	}
	records := m.inflow.records
	out, rules := make([]uint64, len(records)), g.rules()
	last := make(map[int]uint64) // by group of states: of the known one that comes next
	for range 2 {                // the second round is for those after the last known one
		for i := len(records) - 1; i >= 0; i-- {
			k := group(records[i].memory.state)
			if set, ok := g.Of[records[i].id]; ok {
				last[k] = set & rules
			}
			out[i] = last[k]
		}
	}
	return out
}
