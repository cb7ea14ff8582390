package deliver

import (
	"math"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

const (
	solHeader = "PERSONNR;PERIOD;AR;BESLUT;BDAT;VDAT;ADAT;AVDAT;SURV;DATAVREG;SBO;OBO;ABO;EPH;OMDR;HTJ;HTJTIM;HTJSERV;HTJPOMV;HTJLED;HTJAVAN;" +
		"MATD;TRYGG;LEDSAG;DAGV;BOSTO;KORTTID;KONTP;ABIST;ANNAN;BOTIM;KORTMAN;OMRADE;UTFORARE;HANDLAGGARE;ANSDAT"
	solOldHeader = "PNR;PERIOD;AR;BESLUT;BDAT;VDAT;ADAT;AVDAT;SURV;DATAVREG;SBO;OBO;ABO;EPH;OMDR;HTJ;HTJTIM;SERV;POMV;LED;AVAN;" +
		"MATD;TRYGG;LEDSAG;DAGV;BOSTO;KORTTID;KONTP;ABIST;ANNAN;BOTIM;KORTMAN;OMRADE;UTFORARE;HANDLAGGARE;ANSDAT"
)

// sol writes the decisions ongoing on the last day (bilaga 1), and those that started or ended in the month (bilaga 2).
func (w *Writer) sol(p *life.Person, rec *life.Record) {
	for s := range p.Open {
		d := &p.Open[s]
		if !d.Ongoing() {
			continue
		}
		started := d.Executed.Month() == w.now
		surv := byte(0)
		if started {
			surv = '1'
			if d.Flags&life.Replaces != 0 {
				surv = '3'
			}
		}
		w.solRow(SOL1, p, d, surv)
		if started {
			w.solRow(SOL2, p, d, surv)
		}
	}
	for i := range rec.Closed {
		w.solRow(SOL2, p, &rec.Closed[i], '2')
	}
}

func (w *Writer) solRow(src Source, p *life.Person, d *life.Decision, surv byte) {
	if d.Service == life.HomeCare && w.plan.wholeHours(p.Area, w.now) && w.plan.Comes(src, w.now, First) {
		w.sheet.Warts[src][WholeHours]++
	}
	w.emit(src, func(b []byte, wart Wart) []byte { return w.appendSol(b, p, d, surv, wart) })
}

func (w *Writer) appendSol(b []byte, p *life.Person, d *life.Decision, surv byte, wart Wart) []byte {
	home := d.Service == life.HomeCare
	b = number(b, p.Number, 0, wart)
	b = append(b, ';')
	b = appendInt(b, w.now.Year()*100+w.now.Number())
	b = append(b, ';')
	b = appendInt(b, w.now.Year())
	b = append(b, ';')
	b = appendInt(b, int(d.Service)+1)
	b = append(b, ';')
	if wart != EmptyField {
		b = d.Decided.AppendCompact(b)
	}
	b = append(b, ';')
	b = d.Executed.AppendCompact(b)
	b = append(b, ';')
	ended := d.Ended
	if wart == EndBeforeStart && ended != 0 && d.Executed != 0 {
		ended = d.Executed.Add(-40)
	}
	b = ended.AppendCompact(b)
	b = append(b, ';')
	b = d.Withdrawn.AppendCompact(b)
	b = append(b, ';')
	if surv != 0 {
		b = append(b, surv)
	}
	b = append(b, ';')
	b = changed(d, surv).AppendCompact(b)
	b = w.appendHousing(b, p, d)
	b = append(b, ';', flag(home), ';')
	if home {
		b = w.appendGranted(b, p, d, wart)
	}
	for _, f := range [...]life.Flags{life.WithService, life.WithPersonalCare, life.WithEscort, life.WithRelief} {
		b = append(b, ';', flag(home && d.Flags&f != 0))
	}
	for _, s := range [...]life.Service{
		life.Meals, life.Alarm, life.Escort, life.DayCare, life.HousingSupport, life.ShortTerm, life.ContactPerson, life.OtherService, life.Relief,
	} {
		b = append(b, ';', flag(d.Service == s))
	}
	b = append(b, ';')
	if d.Service == life.HousingSupport {
		b = appendDecimal(b, float64(d.Hours))
	}
	b = append(b, ';')
	if d.Service == life.ShortTerm {
		b = appendInt(b, d.ShortTermDays(w.now))
	}
	b = append(append(b, ';'), w.m.Areas[p.Area].Code...)
	b = append(append(b, ';'), w.m.Providers[d.Provider].Code...)
	b = append(append(b, ';'), w.m.Officers[d.Officer].ID...)
	b = append(b, ';')
	b = d.Applied.AppendCompact(b)
	return append(b, w.ends[SOL1]...)
}

// appendHousing appends SBO, OBO, ABO, EPH and OMDR.
func (w *Writer) appendHousing(b []byte, p *life.Person, d *life.Decision) []byte {
	special := d.Service == life.SpecialHousing
	other := !special && p.Key%331 == 0
	single := flag(p.Single)
	if life.Mix(p.Key)%97 == 0 {
		single = '9'
	}
	return append(b, ';', flag(special), ';', flag(!special && !other), ';', flag(other), ';', single, ';',
		flag(d.Flags&life.RoundTheClock != 0))
}

// appendGranted appends HTJTIM with the warts that hours can have.
func (w *Writer) appendGranted(b []byte, p *life.Person, d *life.Decision, wart Wart) []byte {
	h := float64(d.Hours)
	if w.plan.wholeHours(p.Area, w.now) {
		h = math.Ceil(h)
	}
	switch {
	case wart == TextInNumber:
		return append(appendDecimal(b, h), " tim"...)
	case wart == WrongValue:
		h += 3
	case wart == Systematic && w.m.Areas[p.Area].Code == "C2": // the decimal comma was lost in one area
		h = math.Round(h * 10)
	}
	return appendDecimal(b, h)
}

func changed(d *life.Decision, surv byte) life.Date {
	switch {
	case surv == 0:
		return 0
	case d.Withdrawn != 0:
		return d.Withdrawn
	case surv == '2':
		return d.Ended
	}
	return d.Executed
}

func flag(b bool) byte {
	if b {
		return '1'
	}
	return '0'
}
