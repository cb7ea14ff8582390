package deliver

import (
	"strconv"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// movedInShare of entrants moved into the municipality in the month; chosen.
const movedInShare = 0.012

// notices writes what the population register sends about persons known to care.
func (w *Writer) notices(p *life.Person, rec *life.Record) {
	put := func(kind string, day life.Date) {
		if day == 0 {
			return
		}
		w.emit(FOLK, func(b []byte, wart Wart) []byte {
			b = append(number(b, p.Number, 0, wart), ';')
			b = append(append(b, kind...), ';')
			b = day.AppendCompact(b)
			return append(b, w.ends[FOLK]...)
		})
	}
	put("AVLIDEN", rec.Died)
	put("UTFLYTTAD", rec.Moved)
	put("CIVILSTAND", rec.Widowed)
	put("SKYDD", rec.Protected)
	put("SKYDDUPPHOR", rec.Unprotected)
	if p.Entered == w.now {
		w.r.Reset(w.m.Seed, p.Key, w.now, life.StreamNotice)
		if w.r.Float64() < movedInShare {
			put("INFLYTTAD", w.now.Date(1+w.r.IntN(10)))
		}
	}
}

func courseNames() [life.NCourses]string {
	return [life.NCourses]string{"REHAB", "TRAN", "BOST", "KOGN", "EGEN", "FAR", "NUTR", "LAKG", "SOCI"}
}

// courseRows writes the interventions that started, ended or were judged in the month.
func (w *Writer) courseRows(p *life.Person, rec *life.Record) {
	for i := range rec.Courses {
		c := &rec.Courses[i]
		w.emit(FOREBYGG, func(b []byte, wart Wart) []byte {
			b = append(b, 'F')
			b = append(strconv.AppendUint(b, c.Code, 32), ';')
			b = append(number(b, p.Number, '-', wart), ';')
			b = append(append(b, w.courses[c.Kind]...), ';')
			b = append(c.Started.AppendDashed(b), ';')
			b = append(c.Ended.AppendDashed(b), ';')
			if c.Selection > 0 {
				b = appendInt(append(b, 'U'), int(c.Selection))
			}
			b = append(b, ';')
			b = append(appendDecimal(b, float64(c.Believed)), ';')
			b = append(b, resultName(c.Result)...)
			return append(b, w.ends[FOREBYGG]...)
		})
	}
}

func resultName(r life.Result) string {
	switch r {
	case life.Good:
		return "GOTT"
	case life.Partial:
		return "DELVIS"
	case life.None:
		return "INGET"
	case life.NoResult:
	}
	return ""
}
