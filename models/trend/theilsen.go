package trend

import (
	"math"
	"slices"
)

// sen is the median of the slopes of all pairs of months in the same stratum
// (Sen 1968); slopes is scratch space. NaN if there is no pair.
func sen(month []int, value []float64, stratum []int, slopes []float64) float64 {
	slopes = slopes[:0]
	for i := range month {
		for j := i + 1; j < len(month); j++ {
			if stratum == nil || stratum[i] == stratum[j] {
				slopes = append(slopes, (value[j]-value[i])/float64(month[j]-month[i]))
			}
		}
	}
	return medianOf(slopes)
}

// TheilSen is the median slope over all pairs of the months of a series, per
// month; NaN values are left out, and NaN is returned for fewer than two.
func TheilSen(values []float64) float64 {
	var month []int
	var known []float64
	for t, v := range values {
		if !math.IsNaN(v) {
			month, known = append(month, t), append(known, v)
		}
	}
	return sen(month, known, nil, nil)
}

// medianOf reorders v and returns its median, NaN if it is empty.
func medianOf(v []float64) float64 {
	n := len(v)
	if n == 0 {
		return math.NaN()
	}
	upper := smallest(v, n/2)
	if n%2 == 1 {
		return upper
	}
	return (slices.Max(v[:n/2]) + upper) / 2
}

// smallest returns the k-th smallest of v, from 0, and puts smaller ones before it
// (Hoare's selection).
func smallest(v []float64, k int) float64 {
	low, high := 0, len(v)-1
	for low < high {
		pivot := v[(low+high)/2]
		i, j := low, high
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return v[k]
		}
	}
	return v[k]
}

// senEfficiency is the asymptotic variance of Sen's slope over that of least
// squares, normal errors.
const senEfficiency = math.Pi / 3

// robustSlope is Sen's slope of season-adjusted months from since on, odd ones left out;
// months on both sides of a step are not paired. Its standard error is that of the
// least-squares slope of the same months under each noise, times the efficiency.
func (p *problem) robustSlope(e *estimate, since int) mixture {
	var month []int
	var value []float64
	var stratum []int
	for i, t := range p.month {
		if t < since || e.has(term{odd, t}) {
			continue
		}
		month, value = append(month, t), append(value, p.y[i]-e.seasonal(t))
		stratum = append(stratum, e.steps(t))
	}
	return e.senError(sen(month, value, stratum, nil), month, stratum)
}

func (e *estimate) has(k term) bool { return slices.Contains(e.terms, k) }

// steps up to a month.
func (e *estimate) steps(month int) int {
	var n int
	for _, t := range e.terms {
		if (t.form == step || t.form == reported) && t.at <= month {
			n++
		}
	}
	return n
}

// senError gives a slope with an intercept in each stratum its standard error under each
// noise; nothing without two months in one stratum.
func (e *estimate) senError(slope float64, month, stratum []int) mixture {
	n := len(month)
	sum, count := map[int]float64{}, map[int]float64{}
	for i, t := range month {
		sum[stratum[i]] += float64(t)
		count[stratum[i]]++
	}
	x := make([]float64, n)
	var square float64
	for i, t := range month {
		x[i] = float64(t) - sum[stratum[i]]/count[stratum[i]]
		square += x[i] * x[i]
	}
	if square == 0 {
		return nil
	}
	apart := make([]float64, month[n-1]-month[0]+1) // Σ of x x by months apart
	for i := range n {
		apart[0] += x[i] * x[i]
		for j := range i {
			apart[month[i]-month[j]] += 2 * x[i] * x[j]
		}
	}
	var out mixture
	for k, s := range e.noises {
		var v float64
		for d, a := range apart {
			v += a * s.correlation(d)
		}
		out = append(out, component{e.weight[k], slope, math.Sqrt(senEfficiency*e.fits[k].variance*math.Max(v, 0)) / square})
	}
	return out
}
