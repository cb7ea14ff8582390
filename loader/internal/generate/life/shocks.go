package life

import (
	"errors"
	"fmt"
	"slices"
)

// Shocks are what befalls a municipality beside ordinary life, planted to see what forecasts make of it. The zero value is none.
type Shocks struct {
	PracticeBreak  Month   // from this month new decisions grant PracticeFactor of the usual hours; 0 for none
	PracticeFactor float64 // above 0 and at most 2
	Epidemic       Month   // first of EpidemicMonths months of an epidemic; 0 for none
	NewArea        Month   // month in which a fifth area opens; 0 for none
}

// The sizes of the shocks; chosen to be seen in a municipality of 2,000 clients. What an epidemic keeps away does not come later.
const (
	EpidemicMonths = 3
	EpidemicDeaths = 2.0  // times the death rate
	EpidemicNew    = 0.60 // of the usual persons become known to care
	EpidemicVisits = 0.85 // of the visits that would be performed are performed
	NewAreaPart    = 5    // one of so many inhabitants of the largest area comes to live in the new one
)

// nSettled is the number of areas that there always are.
const nSettled = 4

// MostAreas is the number of areas with the one that may open.
const MostAreas = nSettled + 1

// newAreaSalt keeps who moves apart from what else a person's key decides.
const newAreaSalt = 0x6e657761726561

// Plant makes the shocks happen. It is part of making a Model, before anybody lives in it.
func (m *Model) Plant(s Shocks) error {
	var errs []error
	for _, x := range []struct {
		name  string
		month Month
	}{{"practice break", s.PracticeBreak}, {"epidemic", s.Epidemic}, {"new area", s.NewArea}} {
		if x.month != 0 && (x.month < m.First || x.month > m.Last()) {
			errs = append(errs, fmt.Errorf("%s in %s: outside the months delivered, %s to %s", x.name, x.month, m.First, m.Last()))
		}
	}
	if s.PracticeBreak != 0 && (s.PracticeFactor <= 0 || s.PracticeFactor > 2) {
		errs = append(errs, fmt.Errorf("practice break: factor %g: want above 0 and at most 2", s.PracticeFactor))
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	m.Shocks = s
	if s.NewArea != 0 {
		area := m.Areas[m.largest()] // the same ways of working go on
		area.Code, area.Name, area.part = "VA", "Väster", 0
		m.Areas = append(slices.Clone(m.Areas[:nSettled]), area)
	}
	return nil
}

// InEpidemic says whether a month is one of an epidemic.
func (s *Shocks) InEpidemic(now Month) bool {
	return s.Epidemic != 0 && now >= s.Epidemic && now < s.Epidemic+EpidemicMonths
}

// deaths multiplies the death rate of a month.
func (s *Shocks) deaths(now Month) float64 {
	if s.InEpidemic(now) {
		return EpidemicDeaths
	}
	return 1
}

// entrants multiplies the number of persons who become known to care in a month.
func (s *Shocks) entrants(now Month) float64 {
	if s.InEpidemic(now) {
		return EpidemicNew
	}
	return 1
}

// practice multiplies the hours that decisions of a month grant.
func (s *Shocks) practice(now Month) float64 {
	if s.PracticeBreak != 0 && now >= s.PracticeBreak {
		return s.PracticeFactor
	}
	return 1
}

// parts says whether the practice broke between two decisions, so that the later one does not repeat the hours of the earlier one.
func (s *Shocks) parts(earlier, later Date) bool {
	return s.PracticeBreak != 0 && earlier.Month() < s.PracticeBreak && later.Month() >= s.PracticeBreak
}

// largest is the area with most inhabitants.
func (m *Model) largest() int {
	most := 0
	for i := range m.Areas[:nSettled] {
		if m.Areas[i].part > m.Areas[most].part {
			most = i
		}
	}
	return most
}

// NAreas is the number of areas in a month: the first so many of m.Areas.
func (m *Model) NAreas(now Month) int {
	if m.Shocks.NewArea != 0 && now >= m.Shocks.NewArea {
		return MostAreas
	}
	return nSettled
}

// settled is the area itself, or the one that a new area was a part of: the officers and the municipality's own home care go on as before.
func (m *Model) settled(area int) int {
	if area < nSettled {
		return area
	}
	return m.largest()
}

// Inhabitants is the expected number of inhabitants of an area in a year, by the areas that there are in the month now.
func (m *Model) Inhabitants(now Month, area, year int, sex Sex, age int) float64 {
	n := m.Pop.At(m.settled(area), year, sex, age)
	switch {
	case m.NAreas(now) == nSettled:
		return n
	case area == nSettled:
		return n / NewAreaPart
	case area == m.largest():
		return n * (NewAreaPart - 1) / NewAreaPart
	}
	return n
}

// settle moves a person to the new area if she lives in its part of the largest one.
func (m *Model) settle(p *Person, now Month) {
	if m.NAreas(now) > nSettled && int(p.Area) == m.largest() && Mix(p.Key^newAreaSalt)%NewAreaPart == 0 {
		p.Area = nSettled
	}
}
