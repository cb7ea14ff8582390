package generate
import ("testing";"context";"fmt";"github.com/framsyn/framsyn/loader/internal/generate/life")
func TestScratchM(t *testing.T) {
	s, _ := Run(context.Background(), Options{Out: "/tmp/gen/c", Clients: 12000, Months: 24})
	d := &s.Data
	for p := range 4 { fmt.Printf("share place %d dead %.3f\n", p, 12*float64(d.All.Deaths[p])/float64(d.All.Place[p])) }
	for a := 67; a <= 100; a += 3 {
		for sex := life.Woman; sex <= life.Man; sex++ {
			var exp, pop, want, dead float64
			for k := a-1; k <= min(a+1,100); k++ {
				e := float64(d.All.AgeMonths[sex][k-65])/12
				exp += e; dead += float64(d.All.AgeDeaths[sex][k-65]); want += e*d.Model.TableRate(sex,k)
				pop += 2*d.Model.Pop.Whole(2025, sex, k)
			}
			c, r := exp/pop, dead/want
			fmt.Printf("%d %c share %.3f RR %.2f residual %.2f\n", a, sex.Letter(), c, r, (1-c*r)/(1-c))
		}
	}
}
