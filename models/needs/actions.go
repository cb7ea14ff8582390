package needs

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Action is one kind of health-care action of one profession.
type Action struct {
	Code       string // code group, such as a KVÅ code
	Chapter    string // what it is shrunk towards first
	Profession string // and then
}

// ActionCount is how often an action was done.
type ActionCount struct {
	Action    int     // index into the actions
	N         float64 // by the profession itself
	Delegated float64 // by home-care staff on delegation, beside N
}

// ActionMonth is one client, month and profession.
type ActionMonth struct {
	Client     uint64
	Profession string
	Counts     []ActionCount // each action at most once, all of the profession
	Minutes    float64       // recorded time of the profession in the month; NaN where missing
	Visits     float64       // recorded visits; NaN where missing
}

// ActionTime is what one action takes.
type ActionTime struct {
	Action
	Minutes   float64 // per action
	Low, High float64 // interval of Minutes
	N         float64 // actions behind it, in months whose minutes are known
	Clients   int     // distinct clients behind it; 0 means that chapter and profession decide alone
}

// ActionModel is what actions take where their duration was not recorded.
type ActionModel struct {
	Times           []ActionTime // in the order of the actions given
	Professions     []string     // sorted
	VisitsPerAction []float64    // by profession, from months with both; NaN where there are none
	Spread          float64      // τ: relative standard deviation of an action's time around its profession's
	Within          float64      // part of τ² that the chapter explains
	Months, Clients int          // that it was fitted on
	Status          Status
}

// FitActions estimates minutes per action from months whose time and number of
// actions are both known:
//
//	E(minutes) = Σ_g n_g m_g,  m_g ≥ 0,  m_g ~ N(m̄_profession, …) shrunk from code to chapter to profession
//
// Months with unknown minutes or no action by the profession itself are left
// out. Options mean the same as in [Fit].
func FitActions(actions []Action, months []ActionMonth, o Options) (*ActionModel, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := checkActions(actions, months); err != nil {
		return nil, err
	}
	d, used := actionDesign(actions, months)
	if len(d.row) == 0 || !(d.unit > 0) {
		return nil, fmt.Errorf("needs: none of %d months has both actions and minutes above 0; there is nothing to fit", len(months))
	}
	professions := professionsOf(actions)
	f := &fitting{d: d, o: o, p: actionPrior(actions, professions, d), sums: true}
	status, err := f.run()
	if err != nil {
		return nil, err
	}
	low, high, err := f.intervals()
	if err != nil {
		return nil, err
	}
	m := &ActionModel{
		Professions: professions, Spread: f.p.spread, Within: f.p.within,
		Months: used, Clients: len(d.client) - 1, Status: status,
	}
	n, clients := d.usage()
	for g, action := range actions {
		m.Times = append(m.Times, ActionTime{action, f.theta[g], low[g], high[g], n[g], clients[g]})
	}
	m.VisitsPerAction = visitsPerAction(professions, months)
	return m, nil
}

func checkActions(actions []Action, months []ActionMonth) error {
	f := faults{}
	if len(actions) == 0 {
		f.add("no actions; give at least one")
	}
	professions := professionsOf(actions)
	for i := range months {
		if err := months[i].check(actions, professions); err != nil {
			f.add("month %d: %w", i, err)
		}
	}
	return f.join()
}

func (m *ActionMonth) check(actions []Action, professions []string) error {
	if m.Minutes < 0 || math.IsInf(m.Minutes, 0) || m.Visits < 0 || math.IsInf(m.Visits, 0) {
		return fmt.Errorf("%v minutes in %v visits; give finite numbers of at least 0, or NaN where missing", m.Minutes, m.Visits)
	}
	if !slices.Contains(professions, m.Profession) {
		return fmt.Errorf("profession %q has no action", m.Profession)
	}
	for j, c := range m.Counts {
		switch {
		case c.Action < 0 || c.Action >= len(actions):
			return fmt.Errorf("action %d of %d", c.Action, len(actions))
		case !(c.N >= 0) || !(c.Delegated >= 0) || math.IsInf(c.N+c.Delegated, 1):
			return fmt.Errorf("action %d was done %v times and delegated %v times; give finite numbers of at least 0", c.Action, c.N, c.Delegated)
		case actions[c.Action].Profession != m.Profession:
			return fmt.Errorf("action %d is one of %s in a month of %s", c.Action, actions[c.Action].Profession, m.Profession)
		case slices.ContainsFunc(m.Counts[:j], func(o ActionCount) bool { return o.Action == c.Action }):
			return fmt.Errorf("action %d comes twice; add its counts up", c.Action)
		}
	}
	return nil
}

func professionsOf(actions []Action) []string {
	var out []string
	for _, a := range actions {
		if !slices.Contains(out, a.Profession) {
			out = append(out, a.Profession)
		}
	}
	slices.Sort(out)
	return out
}

// actionDesign lays out what can be learnt from: a row is all known months of a
// client and profession together, a cell an action, a share its count. The model
// is linear, so sums of months follow it as months do, but chance in what is
// registered in one month or the next weighs less in them.
func actionDesign(actions []Action, months []ActionMonth) (d *design, used int) {
	d = &design{layout: &layout{cells: len(actions), groups: 1}, start: []int{0}}
	var known []*ActionMonth
	for i := range months {
		m := &months[i]
		if !math.IsNaN(m.Minutes) && slices.ContainsFunc(m.Counts, func(c ActionCount) bool { return c.N > 0 }) {
			known = append(known, m)
		}
	}
	slices.SortStableFunc(known, func(a, b *ActionMonth) int {
		return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Profession, b.Profession))
	})
	n := make([]float64, len(actions))
	for i, m := range known {
		if i == 0 || m.Client != known[i-1].Client {
			d.client = append(d.client, len(d.row))
		}
		if i == 0 || m.Client != known[i-1].Client || m.Profession != known[i-1].Profession {
			d.row = append(d.row, &Row{Client: m.Client, Officer: -1, Area: -1})
			d.y, d.w = append(d.y, 0), append(d.w, 1)
		}
		d.y[len(d.y)-1] += m.Minutes
		for _, c := range m.Counts {
			n[c.Action] += c.N
		}
		if i+1 < len(known) && m.Client == known[i+1].Client && m.Profession == known[i+1].Profession {
			continue
		}
		for g, v := range n {
			if v > 0 {
				d.entry = append(d.entry, entry{int32(g), 0, v})
				n[g] = 0
			}
		}
		d.start = append(d.start, len(d.entry))
	}
	d.client = append(d.client, len(d.row))
	for _, y := range d.y {
		d.unit += y / float64(len(d.y))
	}
	return d, len(known)
}

// actionPrior has the pooled minutes per action of each profession as its mean.
func actionPrior(actions []Action, professions []string, d *design) *prior {
	p := emptyPrior(d.layout)
	minutes, n := make([]float64, len(professions)+1), make([]float64, len(professions)+1)
	for i := range d.row {
		own := slices.Index(professions, actions[d.entry[d.start[i]].cell].Profession)
		for _, at := range [...]int{own, len(professions)} {
			minutes[at] += d.y[i]
			for _, e := range d.entry[d.start[i]:d.start[i+1]] {
				n[at] += e.share
			}
		}
	}
	var chapters [][2]string
	for g, a := range actions {
		at := slices.Index(professions, a.Profession)
		p.tier[g] = at
		if n[at] == 0 || minutes[at] == 0 {
			at = len(professions)
		}
		p.norm[g] = minutes[at] / n[at]
		p.mean[g], p.scale[g] = p.norm[g], p.norm[g]
		key := [2]string{a.Chapter, a.Profession}
		if !slices.Contains(chapters, key) {
			chapters = append(chapters, key)
		}
		p.block[g] = slices.Index(chapters, key)
	}
	return p
}

// usage counts actions and distinct clients by action.
func (d *design) usage() (n []float64, clients []int) {
	n, clients = make([]float64, d.cells), make([]int, d.cells)
	last := make([]int, d.cells)
	for client := range len(d.client) - 1 {
		for i := d.client[client]; i < d.client[client+1]; i++ {
			for _, e := range d.entry[d.start[i]:d.start[i+1]] {
				n[e.cell] += e.share
				if last[e.cell] != client+1 {
					last[e.cell] = client + 1
					clients[e.cell]++
				}
			}
		}
	}
	return n, clients
}

func visitsPerAction(professions []string, months []ActionMonth) []float64 {
	visits, n := make([]float64, len(professions)), make([]float64, len(professions))
	for _, m := range months {
		var sum float64
		for _, c := range m.Counts {
			sum += c.N
		}
		if sum > 0 && !math.IsNaN(m.Visits) {
			at := slices.Index(professions, m.Profession)
			visits[at] += m.Visits
			n[at] += sum
		}
	}
	for i := range visits {
		visits[i] /= n[i]
	}
	return visits
}
