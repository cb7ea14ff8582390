package deliver

import (
	"math"
	"strconv"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// Work on a case is dated from the application, at most six weeks before the decision, to some days after it: from caseBack months before the
// month of the decision to one month after it.
const (
	// CaseBack is how many months before its decision the work on a case begins at most.
	CaseBack = 2
	caseSpan = CaseBack + 2
)

const (
	caseHeader   = "ARENDE;PERSONNR;HANDLAGGARE;DATUM;MOMENT;MINUTER;BDAT\n"
	caseDay      = 12 // files come on this day of the next month or up to three days before
	assessedDays = 3  // days from an assessment to the decision that follows at most (life.Model)

	firstMeeting  = 65.0 // minutes, median; chosen like the times below
	laterMeeting  = 45.0
	smallMeeting  = 20.0 // about alarm, meals and the like: by telephone
	meetingSpread = .25  // standard deviation of the logarithm
	writingSpread = .20
	secondMeeting = .5 // of first cases have a second meeting
)

// caseFile is one case: what was decided on a day, or a follow-up that led to no decision.
type caseFile struct {
	applied, met, decided life.Date
	officer               uint8
	first                 bool // the person's first decision on a service
	small                 bool // nothing about home care or housing
}

// Cases writes the time that officers spent on the cases of a person's month: those decided in it, and follow-ups without a decision.
func (w *Writer) Cases(p *life.Person, rec *life.Record) {
	w.files = w.files[:0]
	for s := range p.Open {
		w.file(p, &p.Open[s])
	}
	for i := range rec.Closed {
		w.file(p, &rec.Closed[i])
	}
	if p.PendingHome != 0 {
		w.file(p, &p.PendingBy)
	}
	w.followUp(rec)
	if len(w.files) == 0 {
		return
	}
	w.r.Reset(w.m.Seed, p.Key, w.now, life.StreamCases)
	for i := range w.files {
		w.work(p, &w.files[i], i)
	}
}

// file puts a decision of the month into the case of its day.
func (w *Writer) file(p *life.Person, d *life.Decision) {
	if d.Decided == 0 || d.Decided.Month() != w.now {
		return
	}
	small := d.Service != life.HomeCare && d.Service != life.SpecialHousing && d.Service != life.ShortTerm
	for i := range w.files {
		if c := &w.files[i]; c.decided == d.Decided {
			c.applied, c.small = min(c.applied, d.Applied), c.small && small
			return
		}
	}
	w.files = append(w.files, caseFile{applied: d.Applied, decided: d.Decided, officer: d.Officer, first: p.FirstGranted == w.now, small: small})
}

// followUp gives the month's assessment to the case that it belongs to; it is a case of its own where nothing was decided.
func (w *Writer) followUp(rec *life.Record) {
	a := &rec.Assessment
	if a.Date == 0 {
		return
	}
	for i := range w.files {
		if c := &w.files[i]; !c.small && c.applied <= a.Date && a.Date <= c.decided && c.decided <= a.Date.Add(assessedDays) {
			c.met = a.Date
			return
		}
	}
	w.files = append(w.files, caseFile{met: a.Date, officer: a.Officer})
}

// work writes the rows of one case.
func (w *Writer) work(p *life.Person, c *caseFile, n int) {
	r := w.r
	put := func(day life.Date, what string, minutes float64) { w.caseRow(p, c, n, day, what, minutes) }
	if c.met == 0 {
		c.met = max(c.decided.Add(-r.IntN(10)), c.applied)
	}
	end := max(c.decided, c.met)
	if c.applied != 0 {
		put(c.applied, "ANSOKAN", 5+5*float64(r.IntN(3)))
	}
	median, meetings := laterMeeting, 1
	switch {
	case c.small:
		median = smallMeeting
	case c.first:
		median = firstMeeting
		if r.Float64() < secondMeeting {
			meetings = 2
		}
	}
	met, day := 0.0, c.met
	for range meetings {
		minutes := fives(median * math.Exp(meetingSpread*r.NormFloat64()))
		met += minutes
		put(day, "MOTE", minutes)
		if !c.small {
			put(day, "RESA", 10+5*float64(r.IntN(6)))
		}
		day = min(day.Add(1+r.IntN(4)), end)
	}
	w.write(c, met, end, put)
	if r.Float64() < b2f(c.first)*.45+.25 {
		put(c.met.Add(r.IntN(3)), "OVRIGT", 10+5*float64(r.IntN(5)))
	}
}

// write writes the documentation: in the first case on three days, else on one or two.
func (w *Writer) write(c *caseFile, met float64, end life.Date, put func(life.Date, string, float64)) {
	r := w.r
	all := met * w.m.Officers[c.officer].Documentation * math.Exp(writingSpread*r.NormFloat64()-writingSpread*writingSpread/2)
	after := end.Add(1 + r.IntN(5))
	switch {
	case c.first && !c.small:
		put(min(c.met.Add(1), end), "DOKUMENTATION", fives(.35*all))
		put(end, "DOKUMENTATION", fives(.45*all))
		put(after, "DOKUMENTATION", fives(.20*all))
	case r.Float64() < .5:
		put(end, "DOKUMENTATION", fives(.7*all))
		put(after, "DOKUMENTATION", fives(.3*all))
	default:
		put(end, "DOKUMENTATION", fives(all))
	}
}

// fives rounds to five minutes, which is how time is written down.
func fives(minutes float64) float64 { return math.Max(5*math.Round(minutes/5), 5) }

func b2f(b bool) float64 { return float64(b2i(b)) }

// caseRow appends a row to its month. A file knows the decisions up to the end of its month.
func (w *Writer) caseRow(p *life.Person, c *caseFile, n int, day life.Date, what string, minutes float64) {
	at := int(day.Month()-w.now) + CaseBack
	if at < 0 || at >= caseSpan {
		return
	}
	b := w.sheet.cases[at]
	b = append(b, 'A')
	b = strconv.AppendUint(b, life.CaseCode(p.Key, w.now), 32)
	b = append(appendInt(append(b, '-'), n+1), ';')
	b = append(number(b, p.Number, '-', NoWart), ';')
	b = append(append(b, w.m.Officers[c.officer].ID...), ';')
	b = append(day.AppendDashed(b), ';')
	b = append(append(b, what...), ';')
	b = append(appendDecimal(b, minutes), ';')
	if c.decided != 0 && c.decided.Month() <= day.Month() {
		b = c.decided.AppendDashed(b)
	}
	w.sheet.cases[at] = append(b, '\n')
}

// CaseFiles holds the rows of HANDLAGG until no more can come for a month.
type CaseFiles struct {
	plan *Plan
	dir  string
	rows map[life.Month][]byte
}

// NewCaseFiles returns an empty CaseFiles that writes below dir.
func NewCaseFiles(plan *Plan, dir string) *CaseFiles {
	return &CaseFiles{plan: plan, dir: dir, rows: map[life.Month][]byte{}}
}

// Add takes the rows of a sheet of a month.
func (f *CaseFiles) Add(now life.Month, s *Sheet) {
	for i := range s.cases {
		if len(s.cases[i]) > 0 {
			month := now + life.Month(i) - CaseBack
			f.rows[month] = append(f.rows[month], s.cases[i]...)
		}
	}
}

// Flush writes the file of a month and forgets its rows; months that are not delivered have none.
func (f *CaseFiles) Flush(month life.Month) ([]*File, error) {
	rows := f.rows[month]
	delete(f.rows, month)
	if month < f.plan.m.First || month > f.plan.m.Last() {
		return nil, nil
	}
	day := (month + 1).Date(caseDay - int(f.plan.hash(NSources, month, 1)%4))
	name := "arenden/HANDLAGG_" + month.Compact() + "_" + strconv.Itoa(int(day)) + ".csv"
	file, err := save(f.dir, name, append([]byte(caseHeader), rows...))
	if err != nil {
		return nil, err
	}
	return []*File{file}, nil
}
