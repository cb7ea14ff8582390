package needs_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/models/needs"
)

func fit(t *testing.T, s needs.Sample, o needs.Options) *needs.Model {
	t.Helper()
	m, err := needs.Fit(s, o)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Status.Converged {
		t.Fatalf("not converged: %+v", m.Status)
	}
	return m
}

func usual(seed uint64) municipality {
	return municipality{
		clients: 1000, rowsEach: 3, categories: 20, officers: 20, areas: 4,
		officerSD: .1, areaSD: .05, clientSD: .2, rowSD: .15, unknown: .02, spread: .4, seed: seed,
	}
}

// Planted practice, multipliers, officers and areas are within their intervals
// about as often as the intervals say, and practice is far closer to the truth
// than the norm is.
func TestPlantedPracticeIsRecovered(t *testing.T) {
	var cells, cellsIn, habits, habitsIn, multipliers, multipliersIn, missFit, missNorm, use float64
	count := func(n, in *float64, low, truth, high float64) {
		*n++
		if low <= truth && truth <= high {
			*in++
		}
	}
	for seed := range uint64(12) {
		s, truth := usual(seed).sample()
		m := fit(t, s, needs.Options{})
		for c := range m.Cells {
			for l := 1; l < needs.Degrees; l++ {
				cell, want := m.Cells[c][l], truth.minutes[c][l]
				count(&cells, &cellsIn, cell.Low, want, cell.High)
				n := float64(cell.Clients)
				missFit += n * math.Abs(cell.Minutes-want)
				missNorm += n * math.Abs(cell.Norm-want)
				use += n * want
			}
		}
		for k, f := range m.Multipliers {
			count(&multipliers, &multipliersIn, f.Low, truth.multipliers[k], f.High)
		}
		for o, f := range m.Officers {
			count(&habits, &habitsIn, f.Low, truth.officers[o], f.High)
		}
	}
	t.Logf("covered: cells %.3f of %.0f, multipliers %.3f of %.0f, officers %.3f of %.0f; relative error %.3f, of the norm %.3f",
		cellsIn/cells, cells, multipliersIn/multipliers, multipliers, habitsIn/habits, habits, missFit/use, missNorm/use)
	if x := cellsIn / cells; x < .90 || x > .98 {
		t.Errorf("95 %% intervals of cells hold the truth in %.3f", x)
	}
	if x := multipliersIn / multipliers; x < .80 { // 24 intervals: 0.80 is 3 standard errors below 0.95
		t.Errorf("95 %% intervals of multipliers hold the truth in %.3f", x)
	}
	if x := habitsIn / habits; x < .88 {
		t.Errorf("95 %% intervals of officers hold the truth in %.3f", x)
	}
	if missFit/use > .12 || missFit > missNorm/2 {
		t.Errorf("relative error %.3f, of the norm %.3f", missFit/use, missNorm/use)
	}
}

// Without any error in the minutes the planted times come back.
func TestExactMinutesGiveExactPractice(t *testing.T) {
	s, truth := municipality{clients: 3000, rowsEach: 1, categories: 6, spread: .4, seed: 2}.sample()
	m := fit(t, s, needs.Options{Spread: 1})
	for c := range m.Cells {
		for l := 1; l < needs.Degrees; l++ {
			if got, want := m.Cells[c][l].Minutes, truth.minutes[c][l]; math.Abs(got-want) > 1e-3*want+1e-3 {
				t.Errorf("category %d limitation %d: %v minutes, planted %v", c, l, got, want)
			}
		}
	}
	for k, f := range m.Multipliers {
		if math.Abs(f.Value-truth.multipliers[k]) > 1e-3 {
			t.Errorf("multiplier %d: %v, planted %v", k, f.Value, truth.multipliers[k])
		}
	}
}

func TestMinutesAreBoundedAndMonotone(t *testing.T) {
	u := usual(3)
	u.clients, u.rowSD, u.clientSD = 150, .6, .5
	s, _ := u.sample()
	m := fit(t, s, needs.Options{})
	for c := range m.Cells {
		last := needs.Cell{}
		for l, cell := range m.Cells[c] {
			if cell.Minutes < last.Minutes || cell.Low < 0 || cell.Low > cell.Minutes || cell.High < cell.Minutes {
				t.Errorf("category %d limitation %d: %+v after %+v", c, l, cell, last)
			}
			last = cell
		}
		if m.Cells[c][0].Minutes != 0 {
			t.Errorf("category %d: %v minutes for no limitation", c, m.Cells[c][0].Minutes)
		}
	}
}

// A category that nobody has stays at the norm times the level of practice; its
// interval is wider than those of categories that many have.
func TestThinCellsAreDrawnToTheNorm(t *testing.T) {
	u := usual(4)
	u.spread = .2
	s, _ := u.sample()
	for i := range s.Rows { // nobody has category 0 above 2
		for j, n := range s.Rows[i].Needs {
			if n.Category == 0 && (n.Limitation > 2 || n.Limitation == needs.NotSpecified) {
				s.Rows[i].Needs[j].Limitation = 2
			}
		}
	}
	m := fit(t, s, needs.Options{})
	thin := m.Cells[0][4]
	if thin.Clients != 0 {
		t.Fatalf("%d clients", thin.Clients)
	}
	if r := thin.Minutes / (thin.Norm * m.Level.Value); r < .6 || r > 1.6 {
		t.Errorf("unseen cell at %v of norm times level", r)
	}
	width := func(c needs.Cell) float64 { return (c.High - c.Low) / c.Minutes }
	if width(thin) < 2*width(m.Cells[0][2]) {
		t.Errorf("width %v of an unseen cell, %v of one with %d clients", width(thin), width(m.Cells[0][2]), m.Cells[0][2].Clients)
	}
}

// Habits of officers do not leak into practice: the same clients decided by
// strict and generous officers give the same minutes as at average officers.
func TestHabitsAreKeptApart(t *testing.T) {
	u := usual(5)
	u.clientSD, u.rowSD, u.unknown, u.officers, u.areas = .02, .05, 0, 8, 0
	u.officerSD = .3
	s, truth := u.sample()
	m := fit(t, s, needs.Options{})
	rows := make([]needs.Row, len(s.Rows))
	copy(rows, s.Rows)
	for i := range rows {
		rows[i].Officer = -1
	}
	practice, _, err := m.Expected(rows)
	if err != nil {
		t.Fatal(err)
	}
	var got, want, miss float64
	for i, p := range practice {
		got += p
		want += truth.need[i]
		miss += math.Abs(p - truth.need[i])
	}
	if r := got / want; math.Abs(r-1) > .02 || miss/want > .05 {
		t.Errorf("practice is %v of planted need in sum, and misses %v of it row by row", r, miss/want)
	}
	if math.Abs(m.OfficerSD-.3) > .2 {
		t.Errorf("spread of officers %v, planted 0.3", m.OfficerSD)
	}
}

func TestNoHabitsWhereNoneWerePlanted(t *testing.T) {
	u := usual(6)
	u.officerSD, u.areaSD = 0, 0
	s, _ := u.sample()
	m := fit(t, s, needs.Options{})
	for _, f := range append(m.Officers, m.Areas...) {
		if math.Abs(f.Value-1) > .05 {
			t.Errorf("factor %+v where none was planted", f)
		}
	}
}

// Explanations and totals add up to what was recorded, whatever was recorded.
func TestPartsAndTotalsReconcile(t *testing.T) {
	s, _ := usual(7).sample()
	m := fit(t, s, needs.Options{Draws: 200})
	rng := rand.New(rand.NewPCG(8, 8))
	rows := append([]needs.Row(nil), s.Rows...)
	var recorded float64
	for i := range rows {
		rows[i].Minutes = math.Exp(12 * rng.Float64())
		recorded += rows[i].Minutes
		e, err := m.Explain(rows[i])
		if err != nil {
			t.Fatal(err)
		}
		var sum, norm float64
		for _, p := range e.Parts {
			sum += p.Minutes
			norm += p.Norm
			if p.Low > p.Minutes || p.High < p.Minutes {
				t.Fatalf("row %d: part %+v", i, p)
			}
		}
		if sum != e.Practice || norm != e.Norm {
			t.Fatalf("row %d: parts give %v and %v, explained %v and %v", i, sum, norm, e.Practice, e.Norm)
		}
		if x := e.Practice + e.Habit + e.Remainder; math.Abs(x-e.Recorded) > 1e-9*(1+e.Recorded) || e.Recorded != rows[i].Minutes {
			t.Fatalf("row %d: %v of recorded %v", i, x, rows[i].Minutes)
		}
	}
	for name, key := range map[string]func(i int) string{
		"client": func(i int) string { return strconv.FormatUint(rows[i].Client, 10) },
		"area":   func(i int) string { return strconv.Itoa(rows[i].Area) },
		"all":    func(int) string { return "all" },
	} {
		totals, err := m.Totals(rows, key)
		if err != nil {
			t.Fatal(err)
		}
		var sum, n float64
		for j, total := range totals {
			if j > 0 && total.Key <= totals[j-1].Key {
				t.Errorf("%s: keys are not in order", name)
			}
			if x := total.Practice + total.Habit + total.Remainder; math.Abs(x-total.Recorded) > 1e-9*total.Recorded {
				t.Errorf("%s %s: %v of %v", name, total.Key, x, total.Recorded)
			}
			sum += total.Recorded
			n += float64(total.Rows)
		}
		if math.Abs(sum-recorded) > 1e-9*recorded || int(n) != len(rows) {
			t.Errorf("%s: %v in %v rows, recorded %v in %d", name, sum, n, recorded, len(rows))
		}
	}
}

// By hand: two clients have the category at 2 and nothing else, one at 4; whoever
// has it at 8 and nothing else counts as these do, less what the priors add.
func TestUnknownLimitationsCountAsThoseOfLikeClients(t *testing.T) {
	category := needs.Category{Code: "d510", Norm: [needs.Degrees]float64{0, 10, 20, 30, 40}}
	s := needs.Sample{Categories: []needs.Category{category}}
	for client := range 3000 {
		l := 2
		if client%3 == 0 {
			l = 4
		}
		s.Rows = append(s.Rows, needs.Row{
			Client: uint64(client), Needs: []needs.Need{{Category: 0, Limitation: l}}, Minutes: category.Norm[l], Officer: -1, Area: -1,
		})
	}
	m := fit(t, s, needs.Options{})
	e, err := m.Explain(needs.Row{Needs: []needs.Need{{Category: 0, Limitation: needs.NotSpecified}}, Officer: -1, Area: -1})
	if err != nil {
		t.Fatal(err)
	}
	if want := 2./3*20 + 1./3*40; math.Abs(e.Practice-want) > .1 || e.Parts[0].Clients != 3000 {
		t.Errorf("%v minutes for an unknown limitation with %d clients behind it, by hand %v", e.Practice, e.Parts[0].Clients, want)
	}
}

func TestSameAnswerOnAnyCoresAndInAnyOrder(t *testing.T) {
	u := usual(9)
	u.clients = 300
	s, _ := u.sample()
	one, many := fit(t, s, needs.Options{Workers: 1}), fit(t, s, needs.Options{Workers: 5})
	if !reflect.DeepEqual(one, many) {
		t.Error("one worker and five give different models")
	}
	turned := s
	turned.Rows = nil
	for i := range s.Rows {
		turned.Rows = append(turned.Rows, s.Rows[len(s.Rows)-1-i])
	}
	other := fit(t, turned, needs.Options{})
	for c := range one.Cells {
		for l := range one.Cells[c] {
			if a, b := one.Cells[c][l].Minutes, other.Cells[c][l].Minutes; math.Abs(a-b) > 1e-6*(1+a) {
				t.Errorf("category %d limitation %d: %v, with rows turned round %v", c, l, a, b)
			}
		}
	}
}

func TestUnitsDoNotMatter(t *testing.T) {
	u := usual(10)
	u.clients = 300
	s, _ := u.sample()
	m := fit(t, s, needs.Options{})
	for c := range s.Categories {
		for l := range s.Categories[c].Norm {
			s.Categories[c].Norm[l] /= 60
		}
	}
	for i := range s.Rows {
		s.Rows[i].Minutes /= 60
	}
	hours := fit(t, s, needs.Options{})
	for c := range m.Cells {
		for l := range m.Cells[c] {
			if a, b := m.Cells[c][l].Minutes, 60*hours.Cells[c][l].Minutes; math.Abs(a-b) > 1e-6*(1+a) {
				t.Errorf("category %d limitation %d: %v minutes, %v by hours", c, l, a, b)
			}
		}
	}
}

// A municipality without norms still gets minutes.
func TestNoNormsAtAll(t *testing.T) {
	s, truth := usual(11).sample()
	for c := range s.Categories {
		s.Categories[c].Norm = [needs.Degrees]float64{}
	}
	m := fit(t, s, needs.Options{})
	var miss, use float64
	for c := range m.Cells {
		for l := 1; l < needs.Degrees; l++ {
			n := float64(m.Cells[c][l].Clients)
			miss += n * math.Abs(m.Cells[c][l].Minutes-truth.minutes[c][l])
			use += n * truth.minutes[c][l]
		}
	}
	if miss/use > .3 {
		t.Errorf("relative error %v without norms", miss/use)
	}
}
