package life

import "math/rand/v2"

// Stream separates the random numbers of one person and month by what they decide, so that a change in one part of the model leaves the
// other parts as they were.
type Stream uint64

// The streams of a person's month.
const (
	StreamBirth Stream = iota + 1
	StreamLatent
	StreamCare
	StreamAssess
	StreamIntervene
	StreamVisits
	StreamActions
	StreamWarts
	StreamWording
	StreamEntry
	StreamHabit
	StreamNotice
	StreamCaseHabit
	StreamCases
	StreamShock
)

// Rand is a PCG source that is set anew for every person, month and stream. One Rand belongs to one goroutine.
type Rand struct {
	*rand.Rand
	pcg *rand.PCG
}

// NewRand returns a Rand that must be Reset before use.
func NewRand() *Rand {
	pcg := rand.NewPCG(0, 0)
	return &Rand{Rand: rand.New(pcg), pcg: pcg}
}

// Reset makes the next numbers depend on the arguments only.
func (r *Rand) Reset(seed, key uint64, month Month, s Stream) {
	a := Mix(seed ^ Mix(key))
	r.pcg.Seed(a, Mix(a^uint64(uint32(month))<<8^uint64(s)))
}

// Mix is the finaliser of splitmix64 (Steele, Lea and Flood 2014), a bijection that spreads every bit of x.
func Mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// poisson draws from a Poisson distribution by counting exponential gaps; mean is at most a few hundred here.
func (r *Rand) poisson(mean float64) int {
	n := 0
	for t := r.ExpFloat64(); t < mean; t += r.ExpFloat64() {
		n++
	}
	return n
}

// gamma draws from a gamma distribution with the given mean and an integer shape, as a sum of exponentials.
func (r *Rand) gamma(mean float64, shape int) float64 {
	s := 0.0
	for range shape {
		s += r.ExpFloat64()
	}
	return mean * s / float64(shape)
}
