package contract

// bindRules binds the rules between columns.
func (p *Plan) bindRules() {
	for i := range p.Contract.Rules {
		r := &p.Contract.Rules[i]
		names, run := r.kind()
		c := check{rule: r, run: run}
		for _, n := range names {
			c.args = append(c.args, p.Column(n))
		}
		if len(r.FlagAgrees) == 3 {
			c.run = flagAgrees(r.FlagAgrees[2])
		}
		p.rules = append(p.rules, c)
	}
}

// kind returns the columns that the rule is about, and its test.
func (r *Rule) kind() (columns []string, run func(*Decoder, []int) bool) {
	switch {
	case len(r.NotBefore) > 0:
		return r.NotBefore, notBefore
	case r.InPeriod != "":
		return []string{r.InPeriod}, inPeriod
	case r.NotAfterDelivery != "":
		return []string{r.NotAfterDelivery}, notAfterDelivery
	case len(r.Requires) > 0:
		return r.Requires, requires
	case len(r.SameYear) > 0:
		return r.SameYear, sameYear
	case len(r.SameMonth) > 0:
		return r.SameMonth, sameMonth
	case len(r.NotAbove) > 0:
		return r.NotAbove, notAbove
	case len(r.FlagAgrees) == 3:
		return r.FlagAgrees[:2], nil
	default:
		return nil, nil
	}
}

// both returns two values, and whether both are there.
func (d *Decoder) both(args []int) (a, b *Value, ok bool) {
	a, b = &d.Values[args[0]], &d.Values[args[1]]
	return a, b, !a.Null && !b.Null
}

func notBefore(d *Decoder, args []int) bool {
	later, earlier, ok := d.both(args)
	return !ok || later.Int >= earlier.Int
}

func inPeriod(d *Decoder, args []int) bool {
	v := d.Values[args[0]]
	return v.Null || d.period == absent || v.Int >= d.period && d.monthOf(v.Int) == d.period
}

func notAfterDelivery(d *Decoder, args []int) bool {
	v := d.Values[args[0]]
	return v.Null || d.delivered == absent || v.Int <= d.delivered
}

func requires(d *Decoder, args []int) bool {
	return d.Values[args[0]].Null || !d.Values[args[1]].Null
}

func sameYear(d *Decoder, args []int) bool {
	year, month, ok := d.both(args)
	return !ok || yearOf(month.Int) == year.Int
}

func sameMonth(d *Decoder, args []int) bool {
	a, b, ok := d.both(args)
	return !ok || monthOf(a.Int) == monthOf(b.Int)
}

func notAbove(d *Decoder, args []int) bool {
	a, b, ok := d.both(args)
	return !ok || a.Float() <= b.Float()
}

// flagAgrees tests that the flag is set exactly where the column has the value.
func flagAgrees(value string) func(*Decoder, []int) bool {
	return func(d *Decoder, args []int) bool {
		flag := d.Values[args[0]]
		return flag.Null || (flag.Int == 1) == (d.Values[args[1]].Text == value)
	}
}
