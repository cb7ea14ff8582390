package split

import "math/bits"

const (
	panicFolds  = "split: number of folds must be positive"
	panicShare  = "split: share must be between 0 and 1"
	panicLength = "split: slice lengths do not agree"
)

// Part is where a row belongs.
type Part uint8

// The parts of a data set.
const (
	Unused Part = iota // neither: would leak, or is of no use
	Train
	Test
)

// String returns the part's name.
func (p Part) String() string {
	return [...]string{"unused", "train", "test"}[p]
}

// Fold returns the fold of a person, 0 ≤ fold < folds.
func Fold(person uint64, folds int, seed uint64) int {
	if folds <= 0 {
		panic(panicFolds)
	}
	hi, _ := bits.Mul64(mix(person^mix(seed)), uint64(folds))
	return int(hi)
}

// Folds returns the fold of the person of each row.
func Folds(person []uint64, folds int, seed uint64) []int {
	out := make([]int, len(person))
	for i, id := range person {
		out[i] = Fold(id, folds, seed)
	}
	return out
}

// HeldOut tells whether a person belongs to a share 0 ≤ share ≤ 1 of all. A
// person held out at one share is held out at every larger one.
func HeldOut(person uint64, share float64, seed uint64) bool {
	if !(share >= 0 && share <= 1) {
		panic(panicShare)
	}
	// 53 bits: every float64 in [0, 1) of that grid is exact.
	return float64(mix(person^mix(seed))>>11)/(1<<53) < share
}

// Temporal splits by time and by person.
type Temporal struct {
	TestFrom int     // first month of the test period, in the unit of the landmarks
	Horizon  int     // length of the outcome window (months)
	Share    float64 // share of persons held out for the test
	Seed     uint64
}

// Assign returns the part of each row, given its person and landmark month.
func (t Temporal) Assign(person []uint64, landmark []int) []Part {
	if len(person) != len(landmark) {
		panic(panicLength)
	}
	parts := make([]Part, len(person))
	for i, id := range person {
		held := HeldOut(id, t.Share, t.Seed)
		switch {
		case !held && landmark[i]+t.Horizon < t.TestFrom:
			parts[i] = Train
		case held && landmark[i] >= t.TestFrom:
			parts[i] = Test
		}
	}
	return parts
}

// mix is SplitMix64's finaliser (variant 13 of Stafford) after its increment.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
