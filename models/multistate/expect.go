package multistate

import (
	"math"
	"sync"
	"sync/atomic"
)

// expected is what parameters say of the cells of an origin.
type expected struct {
	logZ  float64   // Σ n log(1 + Σ odds)
	total []float64 // by dest: Σ n p
	bin   []float64 // global bin × dest: the same within the bin
	pair  []float64 // global bin × global bin of a later feature × dest: within both; nil if not wanted
	ref   []float64 // by global bin: Σ n p of the reference
}

func newExpected(bins, dest int, pairs bool) *expected {
	e := &expected{total: make([]float64, dest), bin: make([]float64, bins*dest), ref: make([]float64, bins)}
	if pairs {
		e.pair = make([]float64, bins*bins*dest)
	}
	return e
}

func (e *expected) add(o *expected) {
	e.logZ += o.logZ
	for _, v := range [...][2][]float64{{e.total, o.total}, {e.bin, o.bin}, {e.pair, o.pair}, {e.ref, o.ref}} {
		for i, x := range v[1] {
			v[0][i] += x
		}
	}
}

// curvature is what weighs a cell in the pairs.
type curvature int

const (
	gradientOnly curvature = iota // no pairs
	majorising                    // n p: no smaller than the information n p (1−p)
	posterior                     // n p r/(p + r), r the probability of the reference: inverse of 1/(n p) + 1/(n r)
)

// chunkCells is how many cells are summed at a time; sums of chunks are added in
// order, whatever the number of cores.
const chunkCells = 1 << 16

// scores are the parameters of an origin put together.
type scores struct {
	alpha []float64 // by dest
	eta   []float64 // global bin × dest
}

// expect reads all cells of all origins.
func (f *fitter) expect(all []scores, c curvature) []*expected {
	type task struct{ origin, from, to int }
	var tasks []task
	for s := range f.origins {
		o := &f.origins[s]
		for from := 0; from < len(o.n) && len(o.dest) > 0; from += chunkCells {
			tasks = append(tasks, task{s, from, min(from+chunkCells, len(o.n))})
		}
	}
	parts := make([]*expected, len(tasks))
	parallel(len(tasks), f.workers, func(i int) {
		t := tasks[i]
		o := &f.origins[t.origin]
		parts[i] = newExpected(f.off[len(f.bins)], len(o.dest), c != gradientOnly)
		f.expectCells(parts[i], o, &all[t.origin], t.from, t.to, c)
	})
	out := make([]*expected, len(f.origins))
	for i, t := range tasks {
		if out[t.origin] == nil {
			out[t.origin] = parts[i]
		} else {
			out[t.origin].add(parts[i])
		}
	}
	return out
}

func (f *fitter) expectCells(e *expected, o *origin, s *scores, from, to int, c curvature) {
	features, d, bins := len(f.bins), len(o.dest), f.off[len(f.bins)]
	p, at := make([]float64, d), make([]int, features)
	for cell := from; cell < to; cell++ {
		copy(p, s.alpha)
		for k, bin := range o.bins[cell*features : (cell+1)*features] {
			at[k] = f.off[k] + int(bin)
			for j, v := range s.eta[at[k]*d : (at[k]+1)*d] {
				p[j] += v
			}
		}
		n := o.n[cell]
		z := softmax(p)
		e.logZ += n * z
		rest := n
		for j := range p {
			p[j] *= n
			rest -= p[j]
		}
		for j, v := range p {
			if c == posterior {
				p[j] = v * rest / max(v+rest, 1e-300)
			}
			e.total[j] += p[j]
		}
		for _, a := range at {
			e.ref[a] += rest
			for j, row := 0, e.bin[a*d:(a+1)*d]; j < len(row); j++ {
				row[j] += p[j]
			}
		}
		if c == gradientOnly {
			continue
		}
		for k, a := range at {
			for _, b := range at[k+1:] {
				for j, row := 0, e.pair[(a*bins+b)*d:(a*bins+b+1)*d]; j < len(row); j++ {
					row[j] += p[j]
				}
			}
		}
	}
}

// softmax turns scores against a reference of score 0 into probabilities and
// returns log(1 + Σ e^score).
func softmax(p []float64) float64 {
	top := 0.0
	for _, v := range p {
		top = max(top, v)
	}
	sum := math.Exp(-top)
	for j, v := range p {
		p[j] = math.Exp(v - top)
		sum += p[j]
	}
	for j := range p {
		p[j] /= sum
	}
	return top + math.Log(sum)
}

// parallel calls do(0) … do(n−1), each once, on some number of goroutines.
func parallel(n, workers int, do func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, max(workers, 1)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
