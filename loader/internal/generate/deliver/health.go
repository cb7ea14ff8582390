package deliver

import (
	"sort"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// act is a kind of action with its mean number a month.
type act struct {
	need     life.Nursing // health care it belongs to; 0 for special housing
	code     string
	by       string  // profession code
	also     string  // second profession when they act jointly
	mean     float64 // a month; chosen so that of patients with KVÅ 82 % have an assessment and 90 % a treatment in a year
	jointly  float64 // share of the actions done jointly
	Treating bool
}

const (
	nurse = "XS919"
	ot    = "XS910"
	pt    = "XS918"
)

// acts lists the actions. DT021, DP005, QT005, QT006 and AW020 are codes whose terms were seen in a source; codes that end in 901-904 are made
// up within the group their letters name (P assessment, Q treatment; then the ICF chapter), because frequencies per real code are unknown.
func acts() []act {
	return []act{
		{life.Medication, "DV901", nurse, "", 1.6, 0, true},
		{life.Medication, "PD902", nurse, "", .14, 0, false},
		{life.Wound, "QH901", nurse, "", 4.5, 0, true},
		{life.Wound, "PH901", nurse, "", .5, 0, false},
		{life.Injection, "DT021", nurse, "", 3.5, 0, true},
		{life.Injection, "PD901", nurse, "", .14, 0, false},
		{life.Monitoring, "PD901", nurse, "", .9, 0, false},
		{life.Monitoring, "DP005", nurse, "", .5, 0, true},
		{life.RehabEpisode, "PG901", pt, "", .5, 0, false},
		{life.RehabEpisode, "QG901", pt, "", 2.2, 0, true},
		{life.RehabEpisode, "QM901", pt, ot, 1.0, .25, true},
		{life.RehabEpisode, "PM901", ot, "", .4, 0, false},
		{life.RehabEpisode, "QT005", ot, "", .5, 0, true},
		{life.RehabEpisode, "QT006", ot, pt, .3, .2, true},
		{life.RehabEpisode, "AW020", ot, pt, .15, .4, false},
		{0, "PN901", nurse, "", .28, 0, false},
		{0, "QN901", nurse, "", .7, 0, true},
		{0, "DV901", nurse, "", .8, 0, true},
		{0, "QT005", ot, "", .06, 0, true},
	}
}

// Some patients' treatments or assessments are never written down as KVÅ; per cent of patients, chosen like the means of acts.
const (
	neverTreats   = 9
	neverAssesses = 2
)

// action is one row of KHSL2 before it is written.
type action struct {
	day     int
	code    string
	by, and string
}

// health writes the patient month (KHSL1) and, for the municipality's own patients, each action (KHSL2).
func (w *Writer) health(p *life.Person, rec *life.Record) {
	if !p.IsPatient() || rec.Gone() && rec.AbsentFrom() < 3 {
		return
	}
	private := w.m.Providers[p.Nurse].Private
	w.emit(KHSL1, func(b []byte, wart Wart) []byte {
		b = append(append(b, life.MunicipalityCode...), ';')
		if wart != EmptyField {
			b = number(b, p.Number, 0, wart)
		}
		b = append(b, ';')
		b = appendInt(b, w.now.Year())
		b = append(b, ';')
		b = appendInt(b, w.now.Number())
		b = append(b, ';', '1'+flag(private)-'0', ';')
		b = append(b, w.m.Areas[p.Area].Code...)
		return append(b, w.ends[KHSL1]...)
	})
	if private {
		w.sheet.Warts[KHSL2][NoKVA]++
		return
	}
	w.draw(p, rec)
	// Rows of a person come late together: single repetitions could not be told from rows already delivered.
	w.wart = life.Mix(w.wart)
	late := w.plan.Comes(KHSL2, w.now, Supplement) && w.wart%250 == 0
	if late {
		w.sheet.Warts[KHSL2][Late] += len(w.actions)
		w.sheet.Rows[KHSL2] += len(w.actions)
		rows := &w.sheet.rows[KHSL2][Supplement]
		for i := range w.actions {
			*rows = w.appendAction(*rows, p, &w.actions[i], NoWart)
		}
		return
	}
	for i := range w.actions {
		a := &w.actions[i]
		w.emit(KHSL2, func(b []byte, wart Wart) []byte { return w.appendAction(b, p, a, wart) })
	}
}

// draw fills w.actions with the month's actions in the order of days.
func (w *Writer) draw(p *life.Person, rec *life.Record) {
	w.r.Reset(w.m.Seed, p.Key, w.now, life.StreamActions)
	w.actions = w.actions[:0]
	last := min(rec.AbsentFrom()-1, w.days)
	for _, a := range w.texts.acts {
		if a.need == 0 && !p.InSpecialHousing() || a.need != 0 && !p.Nursing.Has(a.need) {
			continue
		}
		if silent := life.Mix(p.Key) >> 20 % 100; a.Treating && silent < neverTreats || !a.Treating && silent >= 100-neverAssesses {
			continue
		}
		for t := w.r.ExpFloat64(); t < a.mean; t += w.r.ExpFloat64() {
			x := action{day: 1 + w.r.IntN(last), code: a.code, by: a.by}
			if w.r.Float64() < a.jointly {
				x.and = a.also
			}
			if rec.HospitalFrom > 0 && x.day > rec.HospitalFrom && x.day < rec.HospitalTo {
				continue
			}
			w.actions = append(w.actions, x)
			w.mark(p, a.Treating)
		}
	}
	w.sheet.Visit.KVA += len(w.actions)
	sort.SliceStable(w.actions, func(i, j int) bool { return w.actions[i].day < w.actions[j].day })
}

// mark notes for the calibration what a patient had in the year.
func (w *Writer) mark(p *life.Person, treating bool) {
	if treating {
		p.Marks.KVA |= 2
	} else {
		p.Marks.KVA |= 1
	}
}

// appendAction appends one row of KHSL2; empty fields 8-12 are written out in every third month.
func (w *Writer) appendAction(b []byte, p *life.Person, a *action, wart Wart) []byte {
	b = append(append(b, life.MunicipalityCode...), ';')
	b = number(b, p.Number, 0, wart)
	b = append(b, ';')
	b = appendInt(b, w.now.Year())
	b = append(b, ';')
	b = appendInt(b, w.now.Number())
	b = append(b, ';')
	day := w.now.Date(a.day)
	if wart == FutureDate {
		day = (w.now + 30).Date(a.day)
	}
	if wart == Systematic { // all actions were dated the first of the month
		day = w.now.Date(1)
	}
	b = append(day.AppendCompact(b), ';')
	if wart == GroupCode {
		b = append(append(b, a.code[:2]...), "000"...)
	} else {
		b = append(b, a.code...)
	}
	b = append(append(b, ';'), a.by...)
	switch {
	case a.and != "":
		b = append(append(b, ';'), a.and...)
		if w.now.Number()%3 == 0 {
			b = append(b, ";;;;"...)
		}
	case w.now.Number()%3 == 0:
		b = append(b, ";;;;;"...)
	}
	return append(b, w.ends[KHSL2]...)
}
