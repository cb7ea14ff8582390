package contract

import "time"

// compute makes a value from other columns.
func (d *Decoder) compute(s *step, v *Value) string {
	c := s.column.Compute
	switch {
	case c.MonthOf != "":
		from := d.Values[s.args[0]]
		if !from.Null {
			*v = Value{Int: d.monthOf(from.Int)}
		}
	case c.JanuaryOf != "":
		return d.computeMonth(v, d.Values[s.args[0]], Value{Int: 1})
	case len(c.YearMonth) > 0:
		return d.computeMonth(v, d.Values[s.args[0]], d.Values[s.args[1]])
	case c.FileMonth:
		d.computeFileMonth(v)
	case len(c.DateOf) > 0:
		d.computeDate(s, v)
	case len(c.MinutesBetween) > 0:
		return d.computeMinutes(v, d.Values[s.args[0]], d.Values[s.args[1]])
	case c.Present != "":
		*v = Value{Int: boolInt(!d.Values[s.args[0]].Null)}
	case len(c.Missed) > 0:
		*v = Value{Int: boolInt(!d.Values[s.args[0]].Null && d.Values[s.args[1]].Null)}
	}
	// A value that could not be computed has its fault where its input stands.
	if v.Null && s.column.Required && len(d.Faults) == 0 {
		return ruleRequired
	}
	return ""
}

func (d *Decoder) computeMonth(v *Value, year, month Value) string {
	if year.Null || month.Null {
		return ""
	}
	days, ok := daysOf(int(year.Int), int(month.Int), 1)
	if !ok || days < 0 || days > lastDay {
		return ruleRange
	}
	*v = Value{Int: days}
	return ""
}

func (d *Decoder) computeFileMonth(v *Value) {
	switch {
	case d.period != absent:
		*v = Value{Int: d.period}
	case d.delivered != absent:
		*v = Value{Int: monthOf(d.delivered)}
	}
}

// computeDate takes the local day of the first instant that is there.
func (d *Decoder) computeDate(s *step, v *Value) {
	for _, arg := range s.args {
		at := d.Values[arg]
		if at.Null {
			continue
		}
		year, month, day := time.Unix(at.Int, 0).In(d.plan.zone).Date()
		days, _ := daysOf(year, int(month), day)
		*v = Value{Int: days}
		return
	}
}

// computeMinutes takes the real time between two instants, rounded; clocks that change
// between them do not matter.
func (d *Decoder) computeMinutes(v *Value, from, to Value) string {
	*v = Value{}
	if from.Null || to.Null {
		return ""
	}
	if to.Int < from.Int {
		return ruleOrder
	}
	v.Int = (to.Int - from.Int + 30) / 60
	return ""
}

func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
