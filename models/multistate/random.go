package multistate

// stream is SplitMix64 (Steele, Lea and Flood 2014): 8 bytes of state, so that
// each person and draw can have one of its own.
type stream uint64

// Uint64 implements rand.Source.
func (s *stream) Uint64() uint64 {
	*s += 0x9e3779b97f4a7c15
	return mix(uint64(*s))
}

// uniform is a number in [0, 1).
func (s *stream) uniform() float64 { return float64(s.Uint64()>>11) * 0x1p-53 }

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// newStream returns the stream of a purpose within a draw.
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
	forShared
	forPaths
)
