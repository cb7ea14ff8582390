package multistate_test

import (
	"errors"
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/multistate"
)

func threeStates() multistate.Design {
	return multistate.Design{
		States:   []multistate.State{{Name: "a"}, {Name: "b", Rank: 1}, {Name: "dead", Rank: math.NaN(), Absorbing: true}},
		Features: []multistate.Feature{{Name: "x"}, {Name: "group", Levels: []string{"p", "q"}}},
	}
}

func nan32() float32 { return float32(math.NaN()) }

func fitRows(t *testing.T, d multistate.Design, b multistate.Block) *multistate.Model {
	t.Helper()
	m, err := multistate.Fit(d, multistate.Rows{b}, multistate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func probabilities(m *multistate.Model, state uint8, x ...float32) []float64 {
	table, bins, p := m.Table(), make([]uint8, len(x)), make([]float64, len(m.Design.States))
	table.Bins(bins, x)
	table.Probabilities(p, state, bins, nil)
	return p
}

// Without features the probabilities are the observed shares.
func TestNoFeaturesGiveShares(t *testing.T) {
	d := threeStates()
	d.Features = nil
	m := fitRows(t, d, multistate.Block{State: []uint8{0, 0, 0, 0, 0, 1, 1, 1}, Next: []uint8{0, 0, 1, 1, 2, 1, 1, 0}})
	for state, want := range [][]float64{{0.4, 0.4, 0.2}, {1.0 / 3, 2.0 / 3, 0}, {0, 0, 1}} {
		for j, p := range probabilities(m, uint8(state)) {
			if math.Abs(p-want[j]) > 1e-4 { // the ridge that keeps all determined moves intercepts by less
				t.Errorf("state %d to %d: %v, want %v", state, j, p, want[j])
			}
		}
	}
}

func TestOneRow(t *testing.T) {
	m := fitRows(t, threeStates(), multistate.Block{State: []uint8{0}, Next: []uint8{1}, X: [][]float32{{3}, {nan32()}}})
	if p := probabilities(m, 0, 3, 0); math.Abs(p[1]-1) > 1e-12 {
		t.Errorf("probabilities %v after one row", p)
	}
	if p := probabilities(m, 1, 3, 0); p[1] != 1 {
		t.Errorf("a state never seen loses people: %v", p)
	}
	if len(m.Status.Never) != 1 || m.Status.Never[0] != 1 {
		t.Errorf("never seen: %v", m.Status.Never)
	}
}

func TestStateNeverLeft(t *testing.T) {
	b := multistate.Block{X: make([][]float32, 2)}
	for i := range 200 {
		b.State, b.Next = append(b.State, uint8(i%2)), append(b.Next, uint8(i%2))
		if i%20 == 0 { // even: from state 0
			b.Next[i] = 2
		}
		b.X[0], b.X[1] = append(b.X[0], float32(i)), append(b.X[1], float32(i%2))
	}
	m := fitRows(t, threeStates(), b)
	if p := probabilities(m, 1, 7, 1); p[1] != 1 {
		t.Errorf("state 1 was never left: %v", p)
	}
	c := &multistate.Cohort{ID: []uint64{1}, Memory: []multistate.Memory{m.Table().Begin(1, true)}, X: [][]float32{{1}, {1}}}
	targets := [][]float64{nil, nil, {0.5}}
	if err := multistate.SolveOffsets(m.Table(), c, 3, targets, multistate.SolveOptions{}); !errors.Is(err, multistate.ErrTarget) {
		t.Errorf("error %v for a state that cannot be reached", err)
	}
}

// A constant feature, an always missing one, separation and huge values do no harm.
func TestHardFeatures(t *testing.T) {
	b := multistate.Block{X: make([][]float32, 2)}
	for i := range 400 {
		next := uint8(0)
		if i >= 200 {
			next = 1 // separated by x
		}
		b.State, b.Next = append(b.State, 0), append(b.Next, next)
		b.X[0], b.X[1] = append(b.X[0], float32(i)*1e30), append(b.X[1], nan32())
	}
	m := fitRows(t, threeStates(), b)
	low, high := probabilities(m, 0, 0, nan32()), probabilities(m, 0, 399e30, nan32())
	if !(low[1] < 0.05 && high[1] > 0.95) {
		t.Errorf("probabilities %v and %v", low, high)
	}
	for draw := range 20 {
		table, p := m.Draw(1, draw), make([]float64, 3)
		for bin := range uint8(13) {
			table.Probabilities(p, 0, []uint8{bin, 2}, nil)
			if sum := p[0] + p[1] + p[2]; !(math.Abs(sum-1) < 1e-12) {
				t.Fatalf("probabilities %v sum to %v", p, sum)
			}
		}
	}
}

func TestErrors(t *testing.T) {
	good := multistate.Block{State: []uint8{0}, Next: []uint8{1}, X: [][]float32{{1}, {0}}}
	for name, c := range map[string]struct {
		change func(d *multistate.Design, b *multistate.Block, o *multistate.Options)
		want   error
	}{
		"no rows": {func(_ *multistate.Design, b *multistate.Block, _ *multistate.Options) {
			*b = multistate.Block{X: [][]float32{{}, {}}}
		}, multistate.ErrEmpty},
		"zero weight":     {func(_ *multistate.Design, b *multistate.Block, _ *multistate.Options) { b.Weight = []float32{0} }, multistate.ErrEmpty},
		"negative weight": {func(_ *multistate.Design, b *multistate.Block, _ *multistate.Options) { b.Weight = []float32{-1} }, multistate.ErrRow},
		"level":           {func(_ *multistate.Design, b *multistate.Block, _ *multistate.Options) { b.X[1] = []float32{2} }, multistate.ErrRow},
		"infinite": {func(_ *multistate.Design, b *multistate.Block, _ *multistate.Options) {
			b.X[0] = []float32{float32(math.Inf(1))}
		}, multistate.ErrRow},
		"state":         {func(_ *multistate.Design, b *multistate.Block, _ *multistate.Options) { b.Next = []uint8{3} }, multistate.ErrRow},
		"left for good": {func(_ *multistate.Design, b *multistate.Block, _ *multistate.Options) { b.State = []uint8{2} }, multistate.ErrRow},
		"columns":       {func(_ *multistate.Design, b *multistate.Block, _ *multistate.Options) { b.X = b.X[:1] }, multistate.ErrShape},
		"one state":     {func(d *multistate.Design, _ *multistate.Block, _ *multistate.Options) { d.States = d.States[:1] }, multistate.ErrDesign},
		"names":         {func(d *multistate.Design, _ *multistate.Block, _ *multistate.Options) { d.Features[1].Name = "x" }, multistate.ErrDesign},
		"gain":          {func(d *multistate.Design, _ *multistate.Block, _ *multistate.Options) { d.Gain = 1 }, multistate.ErrDesign},
		"bins":          {func(_ *multistate.Design, _ *multistate.Block, o *multistate.Options) { o.Bins = 1000 }, multistate.ErrOptions},
	} {
		d, b, o := threeStates(), good, multistate.Options{}
		b.X = append([][]float32(nil), good.X...)
		c.change(&d, &b, &o)
		if _, err := multistate.Fit(d, multistate.Rows{b}, o); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
}

// Too many cells are joined by coarser bins, in whatever order the rows come; with
// levels alone there is an error.
func TestFewerCells(t *testing.T) {
	var b, back multistate.Block
	b.X, back.X = make([][]float32, 2), make([][]float32, 2)
	add := func(b *multistate.Block, i int) {
		b.State, b.Next = append(b.State, 0), append(b.Next, uint8(i/7%2))
		b.X[0], b.X[1] = append(b.X[0], float32(i%50)), append(b.X[1], float32(i%2))
	}
	for i := range 1000 {
		add(&b, i)
		add(&back, 999-i)
	}
	var effects [2][]multistate.Effect
	for i, rows := range []multistate.Block{b, back} {
		m, err := multistate.Fit(threeStates(), multistate.Rows{rows}, multistate.Options{MaxCells: 9})
		if err != nil {
			t.Fatal(err)
		}
		if m.Status.Cells > 9 {
			t.Errorf("%d cells", m.Status.Cells)
		}
		effects[i] = m.Effects()
	}
	if !equalEffects(effects[0], effects[1]) {
		t.Error("effects depend on the order of rows")
	}
	if _, err := multistate.Fit(threeStates(), multistate.Rows{b}, multistate.Options{MaxCells: 1}); !errors.Is(err, multistate.ErrCells) {
		t.Errorf("error %v, want %v", err, multistate.ErrCells)
	}
}

// Steps of a stepper are those of the table.
func TestStepperIsTable(t *testing.T) {
	m, h := fitTruth(t, 500, multistate.Options{})
	table := m.Table()
	stepper, row := table.Stepper(), make([]uint8, 4)
	multiplier := []float64{1, 1, 1, 1, 2, 0.5}
	stepper.Start(multiplier)
	mem := table.Begin(0, true)
	for i := range 2000 {
		row[0], row[1] = table.BinOf(0, h.X[0][i]), table.BinOf(1, h.X[1][i])
		table.MemoryBins(row, &mem)
		u := float64(i%997) / 997
		want := table.Next(mem.State, row, multiplier, u)
		if got := stepper.Next(mem.State, row, u); got != want {
			t.Fatalf("step %d: %d, want %d", i, got, want)
		}
		if want >= 4 {
			mem = table.Begin(uint8(i%4), i%3 == 0)
			continue
		}
		table.Move(&mem, want)
	}
}
