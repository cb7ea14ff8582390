package survival

import (
	"fmt"
	"slices"
)

// Bands splits follow-up at the edges of bands of age or time, which must ascend:
// band b is (edges[b], edges[b+1]]. It returns the weighted time spent and the
// weighted events of the cause (0 = any) in each; what lies outside of all bands
// is not counted. Rows without entry times start at 0. An event on an edge
// belongs to the band that it ends, as its time does.
func Bands(s Sample, edges []float64, cause int) (exposure, events []float64, err error) {
	if err := s.Validate(); err != nil {
		return nil, nil, err
	}
	bands := max(0, len(edges)-1)
	for b := range bands {
		if !(edges[b] < edges[b+1]) {
			return nil, nil, fmt.Errorf("survival: edges of bands must ascend, %v does not lie before %v", edges[b], edges[b+1])
		}
	}
	exposure, events = make([]float64, bands), make([]float64, bands)
	for i, exit := range s.Exit {
		entry := s.entry(i)
		if s.Entry == nil {
			entry = 0
		}
		for b := max(0, upTo(edges, entry)-1); b < bands && edges[b] < exit; b++ {
			exposure[b] += s.weight(i) * (min(exit, edges[b+1]) - max(entry, edges[b]))
		}
		at, _ := slices.BinarySearch(edges, exit) // the first edge at or after the exit
		if s.is(i, cause) && at > 0 && at <= bands {
			events[at-1] += s.weight(i)
		}
	}
	return exposure, events, nil
}
