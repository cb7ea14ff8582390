package deliver

import (
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// Sheet holds the rows of some persons of one month, by file, until they are written.
type Sheet struct {
	rows  [NSources][nParts][]byte
	Warts Counts
	Rows  [NSources]int
	Visit VisitSums
	// cases are rows of HANDLAGG by month: those of the sheet's month stand at caseBack.
	cases [caseSpan][]byte
}

// VisitSums are minutes and visits of a month that the calibration looks at; index 1 is private providers.
type VisitSums struct {
	GrantedMin, PerformedMin [2]float64
	Visits                   int
	KVA                      int // HSL actions
}

// Writer turns persons' months into rows. One Writer belongs to one goroutine.
type Writer struct {
	plan     *Plan
	m        *life.Model
	r        *life.Rand
	sheet    *Sheet
	now      life.Month
	old      bool
	days     int
	limits   [NSources]limits
	redone   [NSources]bool
	ends     [NSources]string
	wart     uint64 // state of the wart numbers of a person's month
	actions  []action
	row      []byte // a row built a second time
	prefix   []byte // the person's number as the planning system writes it
	texts    *wordings
	courses  [life.NCourses]string
	files    []caseFile // the cases of a person's month
	epidemic bool
	shock    *life.Rand
}

// NewWriter returns a Writer.
func NewWriter(plan *Plan) *Writer {
	return &Writer{plan: plan, m: plan.m, r: life.NewRand(), shock: life.NewRand(), texts: newWordings(), courses: courseNames()}
}

// Begin starts a sheet of a month.
func (w *Writer) Begin(s *Sheet, now life.Month) {
	for i := range s.rows {
		for j := range s.rows[i] {
			s.rows[i][j] = s.rows[i][j][:0]
		}
	}
	for i := range s.cases {
		s.cases[i] = s.cases[i][:0]
	}
	s.Warts, s.Rows, s.Visit = Counts{}, [NSources]int{}, VisitSums{}
	w.sheet, w.now, w.old, w.days = s, now, now < NewGeneration(), now.Days()
	for src := range NSources {
		w.limits[src] = w.plan.limitsOf(src, now)
		w.redone[src] = w.plan.redone(src, now) && w.plan.Comes(src, now, Corrected)
		w.ends[src] = lineEnd(src, w.old)
	}
}

// Write appends everything that is delivered about a person's month.
func (w *Writer) Write(p *life.Person, rec *life.Record) {
	w.wart = life.Mix(w.m.Seed ^ life.Mix(p.Key^uint64(w.now)<<48))
	w.sol(p, rec)
	w.health(p, rec)
	w.ibic(p, rec)
	w.visits(p, rec)
	w.notices(p, rec)
	w.courseRows(p, rec)
	w.Cases(p, rec)
}

// emit sends a row to its files. build appends the row with the given wart; it is called a second time for the right version.
func (w *Writer) emit(src Source, build func(b []byte, wart Wart) []byte) {
	w.wart = life.Mix(w.wart)
	s := w.sheet
	rows := &s.rows[src]
	s.Rows[src]++
	wart := NoWart
	if w.wart < w.limits[src].duplicate {
		wart = w.limits[src].pick(w.wart)
	}
	if w.redone[src] {
		n := len(rows[First])
		rows[First] = build(rows[First], Systematic)
		before := len(rows[Corrected])
		rows[Corrected] = build(rows[Corrected], NoWart)
		if string(rows[First][n:]) != string(rows[Corrected][before:]) {
			s.Warts[src][Systematic]++
		}
		return
	}
	if wart == NoWart {
		rows[First] = build(rows[First], NoWart)
		return
	}
	if !w.fault(rows, wart, build) {
		return
	}
	s.Warts[src][wart]++
}

// fault sends a row that has a wart and says whether the wart shows.
func (w *Writer) fault(rows *[nParts][]byte, wart Wart, build func(b []byte, wart Wart) []byte) bool {
	if wart == Late {
		rows[Supplement] = build(rows[Supplement], NoWart)
		return true
	}
	if wart == Duplicate {
		rows[First] = build(rows[First], NoWart)
		rows[First] = build(rows[First], NoWart)
		return true
	}
	n := len(rows[First])
	rows[First] = build(rows[First], wart)
	w.row = build(w.row[:0], NoWart)
	if string(rows[First][n:]) == string(w.row) { // the wart does not apply to this row
		return false
	}
	rows[Supplement] = append(rows[Supplement], w.row...)
	return true
}

// number appends an identity number, with a wrong check digit when the wart says so.
func number(b []byte, n life.Number, sep byte, wart Wart) []byte {
	b = n.Append(b, sep)
	if wart == CheckDigit && n.Kind != life.Reserve {
		b[len(b)-1] = '0' + (b[len(b)-1]-'0'+3)%10
	}
	return b
}

// appendInt appends a non-negative number.
func appendInt(b []byte, v int) []byte {
	if v < 10 {
		return append(b, byte('0'+v))
	}
	var d [20]byte
	i := len(d)
	for v > 0 {
		i--
		d[i] = byte('0' + v%10)
		v /= 10
	}
	return append(b, d[i:]...)
}

// appendDecimal appends a number with two decimals at most and a decimal comma.
func appendDecimal(b []byte, v float64) []byte {
	if v < 0 {
		b = append(b, '-')
		v = -v
	}
	c := int(v*100 + .5)
	b = appendInt(b, c/100)
	if c%100 == 0 {
		return b
	}
	b = append(b, ',', byte('0'+c/10%10))
	if c%10 != 0 {
		b = append(b, byte('0'+c%10))
	}
	return b
}
