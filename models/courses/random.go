package courses

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

var _ rand.Source = (*stream)(nil)

// stream is SplitMix64 (Steele, Lea and Flood 2014): 8 bytes of state, so that
// each person and draw can have one of its own.
type stream uint64

// Uint64 implements rand.Source.
func (s *stream) Uint64() uint64 {
	*s += 0x9e3779b97f4a7c15
	return mix(uint64(*s))
}

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// newStream returns the stream of a purpose (person, area, …) within a draw.
func newStream(seed uint64, draw int, purpose, id uint64) stream {
	x := mix(seed + 0x9e3779b97f4a7c15)
	x = mix(x ^ (uint64(draw)+1)*0xd1342543de82ef95)
	x = mix(x ^ (purpose+1)*0xa0761d6478bd642f)
	return stream(mix(x ^ mix(id+0x9e3779b97f4a7c15)))
}

// The purposes of streams.
const (
	forPerson uint64 = iota
	forParameters
	forEntrants
	forPractice
	forAreaPractice
	forDrift
	forCommon
	forArrival
	forExtra
	forRisk
	forRates
)

const normalBits = 12

// normalTable holds the standard normal's quantiles at the middles of 4,096
// equal parts, scaled to variance one: a draw costs twelve random bits.
func normalTable() *[1 << normalBits]float32 {
	var t [1 << normalBits]float32
	var ss float64
	for i := range t {
		z := distuv.UnitNormal.Quantile((float64(i) + 0.5) / (1 << normalBits))
		t[i] = float32(z)
		ss += z * z
	}
	scale := float32(math.Sqrt((1 << normalBits) / ss))
	for i := range t {
		t[i] *= scale
	}
	return &t
}

// gamma draws from Gamma(shape, 1): Marsaglia and Tsang (2000).
func gamma(rng *rand.Rand, shape float64) float64 {
	if shape < 1e-4 { // all but surely below 1e-300; in sum less than a thousandth of a month
		return 0
	}
	boost := 1.0
	if shape < 1 {
		boost = math.Pow(1-rng.Float64(), 1/shape)
		shape++
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v *= v * v
		u := 1 - rng.Float64()
		if math.Log(u) < x*x/2+d-d*v+d*math.Log(v) {
			return boost * d * v
		}
	}
}
