package life

import (
	"fmt"
	"sort"
	"testing"
	"time"
)

func TestScratch(t *testing.T) {
	m, err := NewModel(1, 2000, 60, MonthOf(2026, 9))
	if err != nil {
		t.Fatal(err)
	}
	for f := 0.0; f <= 5.5; f += .5 {
		h := m.TrueNeed(f, 0, 0, true)
		g := m.TrueNeed(f, 0, 0, false)
		k := m.TrueNeed(f, 1.5, 0, true)
		fmt.Printf("F %.1f  hours %.1f (serv %.1f pers %.1f night %.1f esc %.1f) cohab %.1f cog1.5 %.1f\n", f, h.Total(), h[ServiceHelp], h[PersonalCare], h[NightCare], h[EscortHelp], g.Total(), k.Total())
	}
	st := NewStepper(m, false)
	r := NewRand()
	var ps []Person
	var rec Record
	t0 := time.Now()
	var pm, hcpm, sbpm, alpm, died, dHC, dSB, dAL, mv, dec, solpm float64
	for mo := m.Start(); mo <= m.Last(); mo++ {
		m.Entrants(mo, r, func(p *Person) { ps = append(ps, *p) })
		k := 0
		for i := range ps {
			p := &ps[i]
			rec.Reset(mo)
			hc, sb, al, sol := p.HasHomeCare(), p.InSpecialHousing(), p.Open[Alarm].Ongoing() && !p.HasHomeCare(), p.HasService()
			st.Step(p, &rec)
			if mo >= m.First {
				pm++
				if sol {
					solpm++
				}
				dec += float64(rec.NDecided)
				d := 0.0
				if rec.Died != 0 {
					d = 1
					died++
				}
				switch {
				case sb:
					sbpm++
					dSB += d
				case hc:
					hcpm++
					dHC += d
					if p.InSpecialHousing() {
						mv++
					}
				case al:
					alpm++
					dAL += d
				}
			}
			if rec.Gone() {
				continue
			}
			ps[k] = *p
			k++
		}
		ps = ps[:k]
		if mo%12 == 11 || mo == m.Last() {
			var hcN, al, sb, hslOnly, hslHome, none, hslHC int
			var hs []float64
			var age, w float64
			srv, pers, meals := 0, 0, 0
			single := 0
			dem := 0
			sbdem := 0
			sbage := 0.0
			alarms := 0
			for i := range ps {
				p := &ps[i]
				if p.Open[Alarm].Ongoing() {
					alarms++
				}
				switch {
				case p.InSpecialHousing():
					sb++
					sbage += float64(p.Age(mo))
					if p.CogOnset != 0 {
						sbdem++
					}
				case p.HasHomeCare():
					hcN++
					if p.Open[HomeCare].Ongoing() {
						hs = append(hs, p.GrantedHours())
					}
					age += float64(p.Age(mo))
					if p.Sex == Woman {
						w++
					}
					if p.Open[HomeCare].Flags&WithService != 0 {
						srv++
					}
					if p.Open[HomeCare].Flags&WithPersonalCare != 0 {
						pers++
					}
					if p.Open[Meals].Ongoing() {
						meals++
					}
					if p.Single {
						single++
					}
					if p.CogOnset != 0 {
						dem++
					}
					if p.Nursing != 0 {
						hslHC++
						hslHome++
					}
				case p.Open[Alarm].Ongoing():
					al++
					if p.Nursing != 0 {
						hslHome++
					}
				case p.Nursing != 0:
					hslOnly++
					hslHome++
				default:
					none++
				}
			}
			sort.Float64s(hs)
			mean := 0.0
			o80 := 0
			for _, h := range hs {
				mean += h
				if h > 80 {
					o80++
				}
			}
			n := float64(len(hs))
			c := float64(hcN)
			fmt.Printf("%s n %d hc %d alarm %d(all %d) sb %d(age %.1f dem %.2f) hslonly %d none %d | hslhome/hc %.2f withHC %.2f | mean %.1f med %.1f p90 %.1f >80 %.3f | age %.1f w %.2f srv %.2f pers %.2f meals %.2f single %.2f dem %.2f\n", mo, len(ps)-none, hcN, al, alarms, sb, sbage/float64(sb), float64(sbdem)/float64(sb), hslOnly, none,
				float64(hslHome)/c, float64(hslHC)/float64(hslHome), mean/n, hs[len(hs)/2], hs[len(hs)*9/10], float64(o80)/n, age/c, w/c, float64(srv)/c, float64(pers)/c, float64(meals)/c, float64(single)/c, float64(dem)/c)
		}
	}
	fmt.Printf("time %v; death HC %.3f SB %.3f AL %.3f move %.3f dec/user-yr %.2f\n", time.Since(t0), dHC/hcpm*12, dSB/sbpm*12, dAL/alpm*12, mv/hcpm*12, dec/solpm*12)
}
