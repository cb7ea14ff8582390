package life

import (
	"fmt"
	"math"
)

const (
	// population65PerClient is the number of inhabitants of 65 and over for each client in the middle of the months. From the shares of Malmö
	// (2025) home care except alarm only is 49 % of all clients, and 8.65 % of 65+ have it (Helsingborg 2017): .49 / .0865 = 5.7; chosen a
	// little higher so that the stock that follows from entries and exits is the number of clients asked for.
	population65PerClient = 6.17
	// entrantsPerClient is the number of new persons in care a year for each client; chosen so that the stock is the number of clients
	// asked for and the persons of a year are about 1.2 times those of a day (Socialstyrelsen 2022).
	entrantsPerClient = 0.2275
	// BurnInMonths are simulated before the first month delivered, so that the stock has the age and need of a running municipality.
	BurnInMonths = 144
)

// Model is the made-up municipality. It is read only after NewModel and Plant, and safe for concurrent use.
type Model struct {
	Seed      uint64
	First     Month // first month delivered
	Months    int
	Clients   int
	Pop       *Population
	Areas     []Area
	Officers  []Officer
	Providers []Provider
	Cats      [NCategories]Category
	Shocks    Shocks
	helpful   []Category // those with minutes
	mortality AgeTable
	entry     AgeTable // entrants per inhabitant and year
}

// NewModel returns a municipality of about the given number of clients in the middle of the months delivered.
func NewModel(seed uint64, clients, months int, until Month) (*Model, error) {
	base, rate, err := ReadTable()
	if err != nil {
		return nil, err
	}
	if clients < 1 || months < 1 {
		return nil, fmt.Errorf("clients %d and months %d: want at least 1", clients, months)
	}
	first := until - Month(months) + 1
	if first.Year() < firstYear+BurnInMonths/12 || until.Year() > lastYear-10 {
		return nil, fmt.Errorf("months %s to %s: outside %d-%d", first, until, firstYear+BurnInMonths/12, lastYear-10)
	}
	m := &Model{
		Seed: seed, First: first, Months: months, Clients: clients, Areas: Areas(), Officers: officers(seed), Providers: Providers(),
		Cats: Categories(), mortality: rate,
	}
	for _, c := range m.Cats {
		if c.Content != NoHelp {
			m.helpful = append(m.helpful, c)
		}
	}
	middle := (first + Month(months/2)).Year()
	m.Pop = NewPopulation(base, rate, m.Areas, population65PerClient*float64(clients), middle)
	m.scaleEntry(middle)
	return m, nil
}

// Start is the first month of the burn-in.
func (m *Model) Start() Month { return m.First - BurnInMonths }

// Last is the last month delivered.
func (m *Model) Last() Month { return m.First + Month(m.Months) - 1 }

// scaleEntry sets the entry rates so that the year gives the wanted number of entrants.
func (m *Model) scaleEntry(year int) {
	sum := 0.0
	for s := Woman; s <= Man; s++ {
		for a := MinAge; a <= MaxAge; a++ {
			sum += entryShape(s, a) * m.Pop.Whole(year, s, a)
		}
	}
	k := entrantsPerClient * float64(m.Clients) / sum
	for s := Woman; s <= Man; s++ {
		for a := MinAge; a <= MaxAge; a++ {
			m.entry[s][a-MinAge] = k * entryShape(s, a)
		}
	}
}

// entryShape is the relative chance of becoming known to care at an age. It doubles in six and a half years for women and in five for men, and
// falls at the highest ages, where most are in care already; chosen so that the age and sex of clients are those of Malmö 2025 (women 64 %, mean
// age 82; men 80), BMC Geriatrics 2024 (home care 70+: mean 85) and the shares of women and men of 80 and over (lägesrapport 2025).
func entryShape(s Sex, age int) float64 {
	top, fall, level, slope := 85.0, .065, 1.03, .106
	if s == Man {
		top, fall, level, slope = 87, .04, .95, .138
	}
	a := float64(age)
	return level * math.Exp(slope*(math.Min(a, top)-80)-fall*math.Max(a-top, 0))
}
