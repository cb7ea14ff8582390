package life

import "math"

// Health care: monthly chances that a need begins and ends; chosen so that patients in ordinary housing are about half as many as those with
// home care (Malmö 2025: 2,712 of 5,242) and most of them also have home care.
const (
	medicationStart = 0.0019 // at frailty 1.5
	medicationEnd   = 0.012
	woundStart      = 0.0033
	woundEnd        = 0.20
	injectionStart  = 0.00165
	injectionEnd    = 0.02
	monitorStart    = 0.0021
	monitorEnd      = 0.05
	rehabStart      = 0.0040
	rehabEnd        = 0.28
	delegateStart   = 0.30 // of those with medication and home care
)

func (m *Model) nursing(p *Person, s *shocks) {
	f, c := p.Frailty(), float64(p.Cognition)
	// Early decline shows in medication first: the chance grows from decline .3, long before dementia is recognised.
	start := medicationStart*math.Exp(.65*(f-1.5)) + .035*math.Min(math.Max(c-.3, 0), 1.2)
	p.toggle(Medication, start, medicationEnd, s.nursing[0])
	p.toggle(Wound, woundStart*math.Exp(.65*(f-1.5)), woundEnd, s.nursing[1])
	p.toggle(Injection, injectionStart*math.Exp(.5*(f-1.5)), injectionEnd, s.nursing[2])
	p.toggle(Monitoring, monitorStart*math.Exp(.55*(f-1.5)), monitorEnd, s.nursing[3])
	p.toggle(RehabEpisode, rehabStart+.16*math.Min(float64(p.Acute), 1), rehabEnd, s.nursing[4])
	if !p.Nursing.Has(Medication) || !p.Open[HomeCare].Ongoing() {
		p.Nursing &^= Delegated
	} else if s.nursing[5] < delegateStart {
		p.Nursing |= Delegated
	}
}

// toggle begins or ends one kind of health care.
func (p *Person) toggle(k Nursing, start, end, u float64) {
	switch {
	case p.Nursing.Has(k) && u < end:
		p.Nursing &^= k
	case !p.Nursing.Has(k) && u > 1-start:
		p.Nursing |= k
	}
}
