package deliver

import (
	"fmt"
	"strconv"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

const (
	historyYears    = 6
	projectionYears = 10
)

// Registers writes the register files that come in a month and returns them: areas, population and norms each year, capacities each quarter. When
// an area opens, what is told by area comes anew.
func Registers(plan *Plan, dir string, now life.Month) ([]*File, error) {
	var done []*File
	put := func(f *File, err error) error {
		if err == nil {
			done = append(done, f)
		}
		return err
	}
	first, opens := now == plan.m.First, now == plan.m.Shocks.NewArea
	if now.Number() == 1 || first || opens {
		if err := put(areaFile(plan, dir, now)); err != nil {
			return done, err
		}
	}
	if now.Number() == 1 || first {
		if err := put(needNormFile(plan, dir, now)); err != nil {
			return done, err
		}
		if err := put(staffingNormFile(plan, dir, now)); err != nil {
			return done, err
		}
	}
	if now.Number() == 2 || first || opens {
		if err := put(populationFile(plan, dir, now)); err != nil {
			return done, err
		}
	}
	if (now-plan.m.First)%3 == 0 || opens {
		if err := put(capacityFile(plan, dir, now)); err != nil {
			return done, err
		}
	}
	return done, nil
}

func registerName(name string, speaksOf life.Month, day life.Date, ext string) string {
	return "register/" + name + "_" + speaksOf.Compact() + "_" + strconv.Itoa(int(day)) + "." + ext
}

// save writes a whole small file.
func save(dir, name string, text []byte) (*File, error) {
	f, err := Create(dir, name, false)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(text); err != nil {
		return nil, err
	}
	return f, f.Close()
}

func areaFile(plan *Plan, dir string, now life.Month) (*File, error) {
	b := []byte("OMRADE;NAMN;OVERORDNAT;TYP\n")
	b = fmt.Appendf(b, "%s;%s;;KOMMUN\n", life.MunicipalityArea, life.MunicipalityName)
	areas := plan.m.Areas[:plan.m.NAreas(now)]
	for _, a := range areas {
		b = fmt.Appendf(b, "%s;%s;%s;OMRADE\n", a.Code, a.Name, life.MunicipalityArea)
	}
	for _, a := range areas {
		for _, unit := range []string{"A", "B"} {
			b = fmt.Appendf(b, "%s%s;%s grupp %s;%s;ENHET\n", a.Code, unit, a.Name, unit, a.Code)
		}
	}
	return save(dir, registerName("OMRADEN", now, now.Date(15), "csv"), b)
}

// populationFile holds the population of the years up to the last one, and the projection. Files of even years are delimited by commas.
func populationFile(plan *Plan, dir string, now life.Month) (*File, error) {
	last := now.Year() - 1
	sep := byte(';')
	if last%2 == 0 {
		sep = ','
	}
	b := []byte("Område;År;Kön;Ålder;Antal;Prognos\n")
	for i := range b {
		if b[i] == ';' {
			b[i] = sep
		}
	}
	for area, a := range plan.m.Areas[:plan.m.NAreas(now)] {
		for year := last - historyYears + 1; year <= last+projectionYears; year++ {
			for sex := life.Woman; sex <= life.Man; sex++ {
				for age := life.MinAge; age <= life.MaxAge; age++ {
					b = append(append(b, a.Code...), sep)
					b = append(appendInt(b, year), sep, sex.Letter(), sep)
					b = appendInt(b, age)
					if age == life.MaxAge {
						b = append(b, '+')
					}
					b = appendInt(append(b, sep), int(plan.m.Inhabitants(now, area, year, sex, age)+.5))
					b = append(b, sep, "NJ"[b2i(year > last)], '\n')
				}
			}
		}
	}
	return save(dir, registerName("BEFOLKNING", life.MonthOf(last, 12), now.Date(20), "csv"), b)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Share80 are the shares of 80+ with home care at a year's end, per cent, by sex; index 2 is both.
type Share80 [3]float64

// KeyFigures writes an answer of Kolada's API for one year: N21704, home care among 80+.
func KeyFigures(dir string, year int, share Share80) (*File, error) {
	b := []byte(`{"count":1,"next_url":null,"previous_url":null,"values":[{"kpi":"N21704","municipality":"` + life.MunicipalityCode + `","period":`)
	b = append(appendInt(b, year), `,"values":[`...)
	for i, g := range "KMT" {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"count":1,"gender":"%c","status":"","value":%s}`, g, strconv.FormatFloat(share[i], 'f', 6, 64))
	}
	b = append(b, "]}]}\n"...)
	return save(dir, registerName("KOLADA", life.MonthOf(year, 12), life.MonthOf(year+1, 3).Date(25), "json"), b)
}
