package evaluate_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/evaluate"
)

// By hand.
func TestPointByHand(t *testing.T) {
	nan := math.NaN()
	actual, forecast := []float64{10, nan, 20, 30}, []float64{12, 5, 17, 30}
	mae, err := evaluate.MAE(actual, forecast)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "MAE", mae, 5./3, 1e-12)
	bias, err := evaluate.Bias(actual, forecast)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "bias", bias, -1./3, 1e-12)
	// Seasonal differences at period 2 of 1 4 3 2 nan 8: 2, 2, 6; mean 10/3.
	mase, err := evaluate.MASE(actual, forecast, []float64{1, 4, 3, 2, nan, 8}, 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "MASE", mase, 0.5, 1e-12)
	coverage, err := evaluate.Coverage(actual, []float64{11, 0, 18, 30}, []float64{13, 9, 22, 40})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "coverage", coverage, 2./3, 1e-12)
	near(t, "pinball", evaluate.Pinball(10, 0.9, 12), 1.8, 1e-12)
	near(t, "pinball", evaluate.Pinball(10, 0.9, 5), 0.5, 1e-12)
	near(t, "quantile", evaluate.Quantile([]float64{1, 2, 4}, 0.75), 3, 1e-12)
}

func TestPointErrors(t *testing.T) {
	if _, err := evaluate.Scale([]float64{3, 3, 3, 3}, 2); !errors.Is(err, evaluate.ErrNoScale) {
		t.Errorf("constant: %v", err)
	}
	if _, err := evaluate.Scale([]float64{3}, 12); !errors.Is(err, evaluate.ErrNoScale) {
		t.Errorf("short: %v", err)
	}
	if _, err := evaluate.MAE([]float64{math.NaN()}, []float64{1}); !errors.Is(err, evaluate.ErrEmpty) {
		t.Errorf("nothing known: %v", err)
	}
	if _, err := evaluate.CRPSDraws(nil, 1); !errors.Is(err, evaluate.ErrEmpty) {
		t.Errorf("no draws: %v", err)
	}
}

// The score of a normal distribution is known (Gneiting and Raftery 2007, eq. 21):
// σ[z(2Φ(z) − 1) + 2φ(z) − 1/√π], z = (y − μ)/σ.
func TestCRPSOfNormal(t *testing.T) {
	const mu, sigma = 10, 3
	rng := rand.New(rand.NewPCG(1, 1))
	draws := make([]float64, 200_000)
	for i := range draws {
		draws[i] = mu + sigma*rng.NormFloat64()
	}
	levels, quantiles := make([]float64, 500), make([]float64, 500)
	for k := range levels {
		levels[k] = (float64(k) + 0.5) / 500
		quantiles[k] = distuv.Normal{Mu: mu, Sigma: sigma}.Quantile(levels[k])
	}
	for _, y := range []float64{2, 10, 11.5, 20} {
		z := (y - mu) / sigma
		n := distuv.UnitNormal
		want := sigma * (z*(2*n.CDF(z)-1) + 2*n.Prob(z) - 1/math.Sqrt(math.Pi))
		got, err := evaluate.CRPSDraws(draws, y)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "from draws", got, want, 0.03) // Monte Carlo error about 3/√200000 · 2
		got, err = evaluate.CRPSQuantiles(levels, quantiles, y)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "from quantiles", got, want, 0.01) // tails beyond 0.001 left out
	}
	one, _ := evaluate.CRPSDraws([]float64{7}, 9)
	near(t, "without spread", one, 2, 1e-12)
}
