package courses

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// histogram counts positive hours in bins of 1/128 of a power of two (at most
// 0.8 % wide) from 1/128 to 2,048 hours. Values of one bin share an exponent, so
// sums are exact and do not depend on the order of the rows.
type histogram struct {
	count [histogramBins]uint32
	sum   [histogramBins]float64
	total uint64
}

const (
	histogramBase = (127 - 7) << 7 // float32 bits >> 16 of 2⁻⁷
	histogramBins = 18 << 7
)

func histogramBin(h float32) int {
	return min(max(int(math.Float32bits(h)>>16)-histogramBase, 0), histogramBins-1)
}

func (g *histogram) add(h float32) {
	b := histogramBin(h)
	g.count[b]++
	g.sum[b] += float64(h)
	g.total++
}

func (g *histogram) merge(o *histogram) {
	for b, n := range o.count {
		g.count[b] += n
		g.sum[b] += o.sum[b]
	}
	g.total += o.total
}

const (
	scorePoints = 65
	scoreMax    = 3.2
	scoreStep   = 2 * scoreMax / (scorePoints - 1)
)

// scale maps a normal score z to hours by the empirical quantiles:
// hours = Q(Φ(z)), linear between points 0.1 apart, constant beyond ±3.2.
type scale [scorePoints]float32

func (g *histogram) scale() scale {
	var s scale
	if g.total == 0 {
		return s
	}
	var below float64
	b := 0
	for i := range s {
		target := distuv.UnitNormal.CDF(-scoreMax+scoreStep*float64(i)) * float64(g.total)
		for b < histogramBins-1 && below+float64(g.count[b]) <= target {
			below += float64(g.count[b])
			b++
		}
		for g.count[b] == 0 { // the last bins may be empty
			b--
			below -= float64(g.count[b])
		}
		s[i] = float32(g.sum[b] / float64(g.count[b]))
	}
	return s
}

func (s *scale) hours(z float32) float32 {
	x := (z + scoreMax) * (1 / scoreStep)
	if x <= 0 {
		return s[0]
	}
	i := int(x)
	if i >= scorePoints-1 {
		return s[scorePoints-1]
	}
	return s[i] + (x-float32(i))*(s[i+1]-s[i])
}

// score is the normal score of hours: the inverse of hours, in the middle of
// the scores where many have the same hours.
func (s *scale) score(h float32) float32 {
	lo := sort.Search(scorePoints, func(i int) bool { return s[i] >= h })
	hi := sort.Search(scorePoints, func(i int) bool { return s[i] > h })
	if hi > lo { // a flat piece, or a point hit exactly
		return float32(-scoreMax + scoreStep*float64(lo+hi-1)/2)
	}
	switch lo {
	case 0:
		return -scoreMax
	case scorePoints:
		return scoreMax
	}
	part := (h - s[lo-1]) / (s[lo] - s[lo-1])
	return float32(-scoreMax + scoreStep*(float64(lo-1)+float64(part)))
}

// autoregression is z′ = shift + keep·z + pull·u + noise·ε, where u is the own
// level relative to the band (see memory.offset).
type autoregression struct {
	shift, keep, pull, noise float32
}

func (a *autoregression) next(z, u, e float32) float32 {
	return a.shift + a.keep*z + a.pull*u + a.noise*e
}

// moments gather (z, u, z′). Values are rounded to 1/1024, so that sums do not
// depend on the order of the rows.
type moments struct {
	n                      float64
	z, u, y                float64
	zz, zu, uu, zy, uy, yy float64
}

func (m *moments) add(score, offset, next float32) {
	z, u, y := grid(score), grid(min(max(offset, -2), 3)), grid(next)
	m.n++
	m.z += z
	m.u += u
	m.y += y
	m.zz += z * z
	m.zu += z * u
	m.uu += u * u
	m.zy += z * y
	m.uy += u * y
	m.yy += y * y
}

func grid(z float32) float64 { return math.Round(float64(z)*1024) / 1024 }

// fit is least squares with 20 pseudo-observations of standard normal scores
// with correlation prior, which matter only for states hardly ever seen.
func (m moments) fit(prior float64) autoregression {
	const pseudo = 20
	n := m.n + pseudo
	mz, mu, my := m.z/n, (m.u+pseudo/2)/n, m.y/n // pseudo-offsets 0.5, spread 1
	vz, vu, vy := (m.zz+pseudo)/n-mz*mz, (m.uu+pseudo*1.25)/n-mu*mu, (m.yy+pseudo)/n-my*my
	czu, czy, cuy := m.zu/n-mz*mu, (m.zy+pseudo*prior)/n-mz*my, m.uy/n-mu*my
	det := vz*vu - czu*czu
	keep := (czy*vu - cuy*czu) / det
	pull := (cuy*vz - czy*czu) / det
	noise := math.Sqrt(max(0, vy-keep*czy-pull*cuy))
	return autoregression{float32(my - keep*mz - pull*mu), float32(keep), float32(pull), float32(noise)}
}

// entryKind tells from where a home care band is entered.
func entryKind(from, to uint8) int {
	switch {
	case !isHome(from):
		return 0
	case from < to:
		return 1
	}
	return 2
}

const entryKinds = 3
