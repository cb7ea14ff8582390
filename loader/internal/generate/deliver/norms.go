package deliver

import (
	"fmt"
	"math"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

const (
	weeksPerMonth = 365.25 / 12 / 7
	normStep      = 5.0 // minutes a week: guidelines are round
	normSpread    = 0.1 // the guideline is up to this share off what is granted, the same for all limitations of a category; chosen
	normSalt      = 0x6e6f726d
	staffingSalt  = 0x74616c
)

// needNormFile writes NORMTIDER: the municipality's guideline for home care. It is near the planted norms, as guidelines are near practice: off by
// up to a tenth in each category, and rounded. A partner is expected to do the household.
func needNormFile(plan *Plan, dir string, now life.Month) (*File, error) {
	from := life.MonthOf(now.Year(), 1).Date(1)
	b := []byte("ICFKOD;BEGRANSNING;YRKE;MINUTER;HUSHALL;GILLER_FRAN\n")
	row := func(code string, limitation int, minutes float64, household string) {
		b = fmt.Appendf(b, "%s;%d;USK;%g;%s;", code, limitation, minutes, household)
		b = append(from.AppendDashed(b), '\n')
	}
	for i, c := range plan.m.Cats {
		if c.Content == life.NoHelp {
			continue
		}
		off := 1 + normSpread*(2*float64(life.Mix(plan.m.Seed^normSalt^uint64(i)<<40)%1001)/1000-1)
		for limitation, v := range c.Minutes {
			minutes := normStep * math.Round(v/weeksPerMonth*off/normStep)
			if c.Content != life.ServiceHelp {
				row(c.Code, limitation, minutes, "")
				continue
			}
			row(c.Code, limitation, minutes, "ENSAM")
			row(c.Code, limitation, 0, "FLER")
		}
	}
	return save(dir, registerName("NORMTIDER", now, now.Date(18), "csv"), b)
}

// staffingNorm is how the working time of a profession is used; chosen as plausible.
type staffingNorm struct {
	name                         string
	paid, absent, travel, client float64
}

func staffingNorms() []staffingNorm {
	return []staffingNorm{{"USK", 160, .22, .17, .78}, {"SSK", 160, .19, .14, .58}, {"AT", 165, .18, .16, .52}, {"FT", 165, .18, .16, .54}}
}

// staffingNormFile writes BEMANNINGSTAL with the numbers of each year so far: absence changes by up to two hundredths from year to year.
func staffingNormFile(plan *Plan, dir string, now life.Month) (*File, error) {
	b := []byte("YRKE;GILLER_FRAN;TIMMAR_PER_HELTID;FRANVARO;RESTID;BRUKARTID\n")
	for year := plan.m.First.Year(); year <= now.Year(); year++ {
		for i, n := range staffingNorms() {
			change := float64(life.Mix(plan.m.Seed^staffingSalt^uint64(i)<<40^uint64(year)<<16)%5) - 2
			b = append(append(b, n.name...), ';')
			b = append(life.MonthOf(year, 1).Date(1).AppendDashed(b), ';')
			b = append(appendDecimal(b, n.paid), ';')
			b = append(appendDecimal(b, n.absent+change/100), ';')
			b = append(appendDecimal(b, n.travel), ';')
			b = append(appendDecimal(b, n.client), '\n')
		}
	}
	return save(dir, registerName("BEMANNINGSTAL", now, now.Date(18), "csv"), b)
}
