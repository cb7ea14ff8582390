package additive

import (
	"fmt"
	"math"
	"slices"
)

// Observation is how long a row was followed, from its landmark on.
type Observation struct {
	Time   float64 // of the first event of any cause, or of the end of follow-up; ≥ 0, in the unit of the horizon
	Event  bool    // an event of any cause, competing ones included; false: follow-up ended (moved away, data end)
	Group  int     // censoring is estimated within groups, such as landmark years
	Weight float64 // case weight; 0 counts as 1
}

// CensoringWeights returns the inverse probability of being observed up to the
// horizon h, for a fit of "what came first within h":
//
//	1/G(T−)  event at T ≤ h
//	1/G(h)   followed to h without event (T ≥ h)
//	0        follow-up ended before h
//
// where G is the Kaplan-Meier estimate of not being censored, within the group;
// at equal times events come before censoring. Multiply by the case weight. A
// group where G falls below least (0 means 0.05) by the horizon gives an error:
// a few rows would stand for all.
//
// Graf, E. et al. (1999). Assessment and comparison of prognostic classification
// schemes for survival data. Statistics in Medicine 18, 2529-2545.
func CensoringWeights(rows []Observation, horizon, least float64) ([]float64, error) {
	if least == 0 {
		least = 0.05
	}
	groups := make(map[int][]int)
	var order []int
	for i, r := range rows {
		if !(r.Time >= 0) || !(r.Weight >= 0) || math.IsInf(r.Weight, 1) {
			return nil, fmt.Errorf("%w: row %d: time %g, weight %g", ErrWeight, i, r.Time, r.Weight)
		}
		if groups[r.Group] == nil {
			order = append(order, r.Group)
		}
		groups[r.Group] = append(groups[r.Group], i)
	}
	out := make([]float64, len(rows))
	for _, g := range order {
		if low := weighGroup(rows, groups[g], horizon, out); low < least {
			return nil, fmt.Errorf("%w: in group %d only a share of %.3f is followed to the horizon %g; shorten it or leave out late landmarks", ErrWeight, g, low, horizon)
		}
	}
	return out, nil
}

// weighGroup writes the weights of the rows of one group and returns the
// smallest G that was used, 0 when none was.
func weighGroup(rows []Observation, members []int, horizon float64, out []float64) float64 {
	slices.SortStableFunc(members, func(a, b int) int {
		switch {
		case rows[a].Time < rows[b].Time:
			return -1
		case rows[a].Time > rows[b].Time:
			return 1
		}
		return 0
	})
	atRisk := 0.0
	for _, i := range members {
		atRisk += caseWeight(rows[i])
	}
	free, low, used := 1.0, 1.0, false
	for from := 0; from < len(members); {
		to := from
		var events, censored float64
		for ; to < len(members) && rows[members[to]].Time == rows[members[from]].Time; to++ {
			if r := rows[members[to]]; r.Event {
				events += caseWeight(r)
			} else {
				censored += caseWeight(r)
			}
		}
		time := rows[members[from]].Time
		for _, i := range members[from:to] {
			if time >= horizon || rows[i].Event {
				out[i] = 1 / free
				low, used = min(low, free), true
			}
		}
		if time < horizon && atRisk-events > 0 {
			free *= max(1-censored/(atRisk-events), 0)
		}
		atRisk -= events + censored
		from = to
	}
	if !used {
		return 0
	}
	return low
}

func caseWeight(r Observation) float64 {
	if r.Weight == 0 {
		return 1
	}
	return r.Weight
}
