package deliver

import (
	"math"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// visitKind is how one kind of service (INSATS) is planned.
type visitKind struct {
	code     string
	perVisit float64 // planned minutes; chosen so that home care and home health care make about 2.9 visits a day per home-care client
}

const (
	hospitalRows = 4     // days of a stay for which visits stay planned; chosen
	declinedRate = 0.022 // of visits; chosen
	staffingRate = 0.006 // of visits; municipal providers three times that
	notHomeRate  = 0.006
	notHomeCog   = 0.055 // more for each unit of cognitive decline above .25, up to one unit; the planted early sign
	minutesNoise = 0.16
)

// span is a decision on home care that holds some days of the month.
type span struct {
	d        *life.Decision
	from, to int
}

// visits writes what the planning system knows of a person's month.
func (w *Writer) visits(p *life.Person, rec *life.Record) {
	if p.InSpecialHousing() && len(rec.Closed) == 0 {
		return
	}
	last := min(rec.AbsentFrom()-1, w.days)
	w.r.Reset(w.m.Seed, p.Key, w.now, life.StreamVisits)
	w.epidemic = w.m.Shocks.InEpidemic(w.now)
	if w.epidemic {
		w.shock.Reset(w.m.Seed, p.Key, w.now, life.StreamShock)
	}
	w.prefix = p.Number.AppendShort(w.prefix[:0], w.now.Year())
	if s := w.span(p, rec, last); s.d != nil {
		w.homeCare(p, rec, s)
		if p.Nursing.Has(life.Delegated) {
			w.daily(p, rec, s, visitKind{"DELEG", 7}, 7*30*(1+float64(p.Key%3)), s.d.Provider)
		}
	}
	if p.InSpecialHousing() {
		return
	}
	all := span{from: 1, to: last}
	for _, n := range [...]struct {
		need    life.Nursing
		code    string
		minutes float64
		visits  float64
	}{
		{life.Medication, "SSK", 15, 2},
		{life.Wound, "SSK", 25, 7},
		{life.Injection, "SSK", 15, 4},
		{life.Monitoring, "SSK", 20, 2},
		{life.RehabEpisode, "FT", 40, 3},
		{life.RehabEpisode, "AT", 45, 1.6},
	} {
		if p.Nursing.Has(n.need) && (n.code != "SSK" || n.need == leading(p.Nursing)) {
			w.daily(p, rec, all, visitKind{n.code, n.minutes}, n.minutes*n.visits, p.Nurse)
		}
	}
	w.alarms(p, rec, last)
}

// leading is the nursing need that sets the number of nurse visits: one row a day and kind is all that the planning system delivers.
func leading(n life.Nursing) life.Nursing {
	for _, k := range [...]life.Nursing{life.Wound, life.Injection, life.Monitoring, life.Medication} {
		if n.Has(k) {
			return k
		}
	}
	return 0
}

// span finds the home care of the month: the open decision, else one that ended. Of a decision replaced within the month the new one is taken.
func (w *Writer) span(p *life.Person, rec *life.Record, last int) span {
	s := span{from: 1, to: last}
	if d := &p.Open[life.HomeCare]; d.Ongoing() {
		s.d = d
		if d.Executed.Month() == w.now && d.Flags&life.Replaces == 0 {
			s.from = d.Executed.Day()
		}
		return s
	}
	for i := range rec.Closed {
		d := &rec.Closed[i]
		if d.Service != life.HomeCare || d.Executed == 0 {
			continue
		}
		s.d, s.to = d, min(last, d.Ended.Day()-1)
		if d.Ended.Month() > w.now {
			s.to = last
		}
		if d.Executed.Month() == w.now && d.Flags&life.Replaces == 0 {
			s.from = d.Executed.Day()
		}
	}
	return s
}

func (w *Writer) homeCare(p *life.Person, rec *life.Record, s span) {
	d := s.d
	w.daily(p, rec, s, visitKind{"SERV", 42}, float64(d.Service1)*60, d.Provider)
	w.daily(p, rec, s, visitKind{"POMV", 12.5}, float64(d.Personal1)*60, d.Provider)
	w.daily(p, rec, s, visitKind{"NATT", 12}, float64(d.Night1)*60, d.Provider)
	w.daily(p, rec, s, visitKind{"LEDS", 55}, float64(d.Escort)*60, d.Provider)
	if d.Flags&life.WithRelief != 0 {
		w.daily(p, rec, s, visitKind{"AVLO", 120}, 6*60, d.Provider)
	}
}

// daily spreads a month's minutes over visits and days, evenly, and writes one row for each day with visits.
func (w *Writer) daily(p *life.Person, rec *life.Record, s span, k visitKind, minutes float64, provider uint8) {
	if minutes < 1 || s.to < s.from {
		return
	}
	perDay := math.Max(minutes/k.perVisit, 1) / 30
	each := minutes / 30 / perDay
	pr := &w.m.Providers[provider]
	granted := k.code != "DELEG" && k.code != "SSK" && k.code != "FT" && k.code != "AT" && k.code != "AVLO"
	private := 0
	if pr.Private {
		private = 1
	}
	if granted {
		w.sheet.Visit.GrantedMin[private] += minutes * float64(s.to-s.from+1) / float64(w.days)
	}
	odds := missOdds(p, pr)
	phase := float64(p.Key%97) / 97
	done := int(float64(s.from-1)*perDay + phase)
	for day := s.from; day <= s.to; day++ {
		upTo := int(float64(day)*perDay + phase)
		n := upTo - done
		done = upTo
		if n == 0 {
			continue
		}
		u, z := w.r.Float64(), w.r.Float64()
		v := visit{day: day, planned: n, plannedMin: int(float64(n)*each + .5), done: n}
		if rec.HospitalFrom > 0 && day >= rec.HospitalFrom && day < rec.HospitalTo {
			if day-rec.HospitalFrom >= hospitalRows {
				continue
			}
			v.done, v.reason = 0, "SJUKHUS"
		} else {
			v.miss(u/float64(n), &odds)
			w.fallIll(&v)
		}
		v.min = int(float64(v.plannedMin)*float64(v.done)/float64(n)*pr.Performed*(1+minutesNoise*(z+u-1)) + .5)
		if granted {
			w.sheet.Visit.PerformedMin[private] += float64(v.min)
		}
		w.sheet.Visit.Visits += v.done
		w.visitRow(&v, k.code, provider)
	}
}

// missOdds are the chances that a visit is declined, that nobody is at home, and that staff is short, each added to the ones before.
func missOdds(p *life.Person, pr *life.Provider) [3]float64 {
	staff := staffingRate
	if !pr.Private {
		staff *= 3
	}
	notHome := notHomeRate + notHomeCog*math.Min(math.Max(float64(p.Cognition)-.25, 0), 1)
	return [3]float64{declinedRate, declinedRate + notHome, declinedRate + notHome + staff}
}

// miss takes away one of the day's visits when u is below the odds.
func (v *visit) miss(u float64, odds *[3]float64) {
	for i, reason := range [...]string{"AVBÖJD", "EJHEMMA", "PERSONAL"} {
		if u < odds[i] {
			v.done, v.reason = v.planned-1, reason
			return
		}
	}
}

// fallIll takes away visits in an epidemic: staff are ill.
func (w *Writer) fallIll(v *visit) {
	if !w.epidemic {
		return
	}
	for range v.done {
		if w.shock.Float64() >= life.EpidemicVisits {
			v.done, v.reason = v.done-1, "PERSONAL"
		}
	}
}

// alarms writes visits after alarms; they are not planned. Cognitive decline raises them early.
func (w *Writer) alarms(p *life.Person, rec *life.Record, last int) {
	if !p.Open[life.Alarm].Ongoing() || last < 1 {
		return
	}
	mean := .10 + .10*p.Frailty() + .8*math.Min(math.Max(float64(p.Cognition)-.25, 0), 1.2)
	if rec.Jump == life.Fall {
		mean++
	}
	day := 1.0
	for {
		day += math.Max(w.r.ExpFloat64()*float64(w.days)/mean, 1)
		if day >= float64(last+1) {
			return
		}
		w.sheet.Visit.Visits++
		w.visitRow(&visit{day: int(day), done: 1, min: 12 + w.r.IntN(25)}, "LARM", life.AlarmTeam)
	}
}

// visit is one row before it is written.
type visit struct {
	day, planned, plannedMin, done, min int
	reason                              string
}

func (w *Writer) visitRow(v *visit, code string, provider uint8) {
	if w.plan.silent(provider, w.now) {
		if w.plan.Comes(BESOK, w.now, First) {
			w.sheet.Warts[BESOK][NoReport]++
		}
		return
	}
	w.emit(BESOK, func(b []byte, wart Wart) []byte {
		b = append(b, w.prefix...)
		if wart == CheckDigit && b[len(b)-1] != 'X' {
			b[len(b)-1] = '0' + (b[len(b)-1]-'0'+3)%10
		}
		b = append(b, ';')
		day := w.now.Date(v.day)
		if wart == FutureDate {
			day += 20000
		}
		b = append(day.AppendDashed(b), ';')
		if wart != EmptyField {
			b = append(b, code...)
		}
		b = append(append(b, ';'), w.m.Providers[provider].Code...)
		b = appendInt(append(b, ';'), v.planned)
		b = appendInt(append(b, ';'), v.plannedMin)
		b = appendInt(append(b, ';'), v.done)
		b = append(b, ';')
		minutes := v.min
		switch {
		case wart == WrongValue:
			minutes += 60
		case wart == Systematic && provider == life.FirstPrivate+1: // one provider sent half of the minutes
			minutes /= 2
		}
		b = appendInt(b, minutes)
		if wart == TextInNumber {
			b = append(b, "min"...)
		}
		b = appendInt(append(b, ';'), v.planned-min(v.done, v.planned))
		b = append(append(b, ';'), v.reason...)
		return append(b, w.ends[BESOK]...)
	})
}
