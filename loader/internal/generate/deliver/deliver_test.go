package deliver

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

func TestAppendDecimal(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 12.5: "12,5", 8.25: "8,25", 100: "100", -3.5: "-3,5", 0.05: "0,05"} {
		if got := string(appendDecimal(nil, v)); got != want {
			t.Errorf("%g = %s, want %s", v, got, want)
		}
	}
}

// TestWording asks that every category has a sentence for every step, without separators, line ends or digits that could be taken for numbers.
func TestWording(t *testing.T) {
	w := newWordings()
	rapid.Check(t, func(t *rapid.T) {
		cat := rapid.IntRange(0, life.NCategories-1).Draw(t, "category")
		limit := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 8, 9}).Draw(t, "limitation")
		s := string(w.append(nil, cat, limit, rapid.Uint64().Draw(t, "pick")))
		if len(s) < 5 || strings.ContainsAny(s, ";\n\r%0123456789\"") {
			t.Fatalf("wording %q", s)
		}
	})
}

// TestPlan checks the calendar of a default municipality: deadlines, missing months, and names.
func TestPlan(t *testing.T) {
	m, err := life.NewModel(1, 10, 60, life.MonthOf(2026, 9))
	if err != nil {
		t.Fatal(err)
	}
	p := NewPlan(m)
	missing := map[Source]int{}
	for now := m.First; now <= m.Last(); now++ {
		for src := range NSources {
			if p.Missing(src, now) {
				missing[src]++
			}
			d := p.delivered(src, now, First)
			if src <= SOL2 && (d.Month() != now+1 || d.Day() > 15) {
				t.Errorf("%s of %s comes %d", SourceName(src), now, d)
			}
			if (src == KHSL1 || src == KHSL2) && d.Month() != now+2 {
				t.Errorf("%s of %s comes %d", SourceName(src), now, d)
			}
			if k := p.delivered(src, now, Supplement); k <= d {
				t.Errorf("%s of %s: supplement %d before %d", SourceName(src), now, k, d)
			}
		}
		if p.delivered(SOL1, now, First) != p.delivered(SOL2, now, First) {
			t.Errorf("the SoL files of %s come on different days", now)
		}
	}
	if missing[SOL1] != 1 || missing[SOL2] != 1 || missing[BESOK] != 1 || len(missing) != 3 {
		t.Errorf("missing months %v", missing)
	}
	if p.Comes(KHSL1, m.Last(), First) || !p.Comes(SOL1, m.Last(), First) || p.Comes(SOL1, m.Last(), Supplement) {
		t.Error("the as-of day does not hold")
	}
	if n := p.Name(BESOK, life.MonthOf(2024, 3), Corrected); !strings.HasPrefix(n, "BESOK_202403_2024") || !strings.HasSuffix(n, "R.csv.gz") {
		t.Errorf("name %s", n)
	}
}
