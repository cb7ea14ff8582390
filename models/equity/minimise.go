package equity

import "math"

const (
	fallDone      = 1e-9 // of −2ℓ that BFGS still expects to fall: nothing that an interval or a test could notice
	fallAccepted  = 1e-3 // the same where rounding of a long sum ends the search earlier; a χ²₁ is significant at 3.84
	maxIterations = 100
	sufficient    = 1e-4 // Armijo's condition
	boldest       = 0.5  // largest step in a ratio of standard deviations
	halvings      = 40
)

// minimise finds the θ of least −2ℓ from a start by BFGS, with held ratios kept
// as they are. The likelihood is even in each θ, so its sign is free while
// searching and 0 is no wall.
func (r *restricted) minimise(start [nRatios]float64, held [nRatios]bool) (*solution, error) {
	var free []int
	for k := range nRatios {
		if !held[k] {
			free = append(free, k)
		}
	}
	now, err := r.at(start)
	if err != nil || len(free) == 0 {
		return now, err
	}
	g, err := r.gradient(now)
	if err != nil {
		return nil, err
	}
	inverse := identity(1 / math.Max(1, norm(g, free)/boldest))
	for range maxIterations {
		step := direction(inverse, g, free)
		slope := dot(step, g, free)
		if now.fall = math.Abs(slope) / 2; now.fall < fallDone {
			break
		}
		if slope >= 0 { // curvature was lost: steepest descent
			inverse = identity(1 / math.Max(1, norm(g, free)/boldest))
			step = direction(inverse, g, free)
			slope = dot(step, g, free)
		}
		next, err := r.search(now, step, slope)
		if err != nil {
			return nil, err
		}
		if next == nil {
			break
		}
		after, err := r.gradient(next)
		if err != nil {
			return nil, err
		}
		var s, y [nRatios]float64
		for _, k := range free {
			s[k], y[k] = next.theta[k]-now.theta[k], after[k]-g[k]
		}
		update(&inverse, s, y, free)
		now, g = next, after
	}
	for k := range now.theta { // by symmetry the same solution
		if now.theta[k] < 0 {
			positive, err := r.at(abs(now.theta))
			if err == nil {
				positive.fall = now.fall
			}
			return positive, err
		}
	}
	return now, nil
}

// search halves a step until −2ℓ falls enough; nil when it never does.
func (r *restricted) search(from *solution, step [nRatios]float64, slope float64) (*solution, error) {
	var longest float64
	for _, v := range step {
		longest = max(longest, math.Abs(v))
	}
	t := min(1, boldest*(1+largestRatio(from.theta))/longest)
	for range halvings {
		theta := from.theta
		for k := range theta {
			theta[k] += t * step[k]
		}
		s, err := r.at(theta)
		if err != nil {
			return nil, err
		}
		if s.minus <= from.minus+sufficient*t*slope {
			return s, nil
		}
		t /= 2
	}
	return nil, nil //nolint:nilnil // no lower point is an answer, not a fault
}

type square [nRatios][nRatios]float64

func identity(scale float64) square {
	var m square
	for k := range m {
		m[k][k] = scale
	}
	return m
}

func direction(inverse square, g [nRatios]float64, free []int) [nRatios]float64 {
	var step [nRatios]float64
	for _, i := range free {
		for _, j := range free {
			step[i] -= inverse[i][j] * g[j]
		}
	}
	return step
}

// update is the BFGS formula for the inverse Hessian; it is left out where the
// curvature along the step is not positive.
func update(h *square, s, y [nRatios]float64, free []int) {
	sy := dot(s, y, free)
	if !(sy > 1e-12*math.Sqrt(dot(s, s, free)*dot(y, y, free))) {
		return
	}
	var hy [nRatios]float64
	for _, i := range free {
		for _, j := range free {
			hy[i] += h[i][j] * y[j]
		}
	}
	yhy := dot(y, hy, free)
	for _, i := range free {
		for _, j := range free {
			h[i][j] += (1+yhy/sy)*s[i]*s[j]/sy - (hy[i]*s[j]+s[i]*hy[j])/sy
		}
	}
}

func dot(a, b [nRatios]float64, free []int) float64 {
	var sum float64
	for _, k := range free {
		sum += a[k] * b[k]
	}
	return sum
}

func norm(g [nRatios]float64, free []int) float64 { return math.Sqrt(dot(g, g, free)) }

func abs(theta [nRatios]float64) [nRatios]float64 {
	for k := range theta {
		theta[k] = math.Abs(theta[k])
	}
	return theta
}

func largestRatio(theta [nRatios]float64) float64 {
	var most float64
	for _, v := range theta {
		most = max(most, math.Abs(v))
	}
	return most
}
