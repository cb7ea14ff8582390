package additive_test
import ("testing";"fmt";"math";"math/rand/v2";"time";"github.com/framsyn/framsyn/models/additive";"github.com/framsyn/framsyn/models/evaluate")
func TestStress(t *testing.T) {
	for trial := range uint64(60) {
		rng := rand.New(rand.NewPCG(trial, 9))
		n := []int{60, 200, 700, 2500, 6000}[rng.IntN(5)]
		p := 1 + rng.IntN(40)
		fam := additive.Family(rng.IntN(5))
		var tb additive.Table
		tb.Data.X = make([][]float64, p)
		for j := range p {
			f := additive.Feature{Name: fmt.Sprint("f", j)}
			if rng.IntN(3) == 0 { for l := range 1 + rng.IntN(30) { f.Levels = append(f.Levels, fmt.Sprint("l", l)) } }
			tb.Columns = append(tb.Columns, f)
		}
		rate := -3 * rng.Float64()
		miss := rng.Float64()
		if fam == additive.Poisson || fam == additive.Tweedie { rate += 2 }
		for i := range 2*n {
			eta := rate
			for j, f := range tb.Columns {
				var v float64
				switch {
				case f.Levels != nil: v = float64(rng.IntN(len(f.Levels))); if j < 4 { eta += .3*math.Mod(v*7, 3) }
				case j%4 == 0: v = math.Exp(2*rng.NormFloat64()); if j < 4 { eta += math.Log(v)*.4 }
				case j%4 == 1: v = float64(rng.IntN(5)); if j < 4 { eta += .5*v }
				case j%4 == 2: v = 3
				default: v = rng.NormFloat64(); if j < 4 { eta += v*v*.5 }
				}
				if rng.Float64() < miss*float64(j%3)/2 { v = math.NaN() }
				tb.Data.X[j] = append(tb.Data.X[j], v)
			}
			var y float64
			switch fam {
			case additive.Binary: y = coin(rng, eta)
			case additive.Multinomial: y = coin(rng, eta) + coin(rng, -1)
			case additive.Poisson: y = poisson(rng, math.Exp(min(eta,5)))
			case additive.Tweedie: for range int(poisson(rng, math.Exp(min(eta,4)))) { y += 5*rng.ExpFloat64() }
			default: y = 1000*(eta + rng.NormFloat64())
			}
			tb.Data.Y = append(tb.Data.Y, y)
			tb.Data.Person = append(tb.Data.Person, uint64(i/ (1+int(trial%3))))
		}
		train := benchPart(tb, func(i int) bool { return i < n }); test := benchPart(tb, func(i int) bool { return i >= n })
		t0 := time.Now()
		m, err := additive.Fit(train, additive.Options{Family: fam, Classes: []string{"a","b","c"}})
		if err != nil { fmt.Println(trial, fam, n, p, err); continue }
		var eta, truth evaluate.Sample
		bad := 0
		for i := range test.Data.Y { s := m.Predict(nil, row(test, i)); for _, v := range s { if math.IsNaN(v) || math.IsInf(v,0) { bad++ } }; eta.Probability = append(eta.Probability, s[0]); eta.Outcome = append(eta.Outcome, test.Data.Y[i]) }
		_ = truth
		auc := math.NaN()
		slope := math.NaN()
		if fam == additive.Binary { if so, err := evaluate.Sort(eta); err == nil { auc, _ = so.AUC(); l, _ := so.CalibrationLine(); slope = l.Slope } }
		fmt.Printf("%d %v n=%d p=%d %v loss boost %.4f smooth %.4f main %.4f all %.4f blend %.2f pairs %d/%d auc %.3f slope %.2f bad %d\n", trial, fam, n, p, time.Since(t0).Round(time.Millisecond), m.Status.BoostLoss, m.Status.SmoothLoss, m.Status.MainLoss, m.Status.Loss, m.Status.Blend, m.Status.PairsKept, m.Status.PairsTried, auc, slope, bad)
	}
}
