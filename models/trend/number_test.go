package trend

import "testing"

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		v                float64
		swedish, english string
	}{
		{2.14, "2,1", "2.1"},
		{-0.355, "\u22120,35", "\u22120.35"},
		{35.4, "35", "35"},
		{12345.6, "12\u00a0346", "12,346"},
		{-1234567, "\u22121\u00a0234\u00a0567", "\u22121,234,567"},
		{0.0012, "0,001", "0.001"},
		{0, "0", "0"},
		{-0.00001, "0,000", "0.000"},
	} {
		places := decimals(max(c.v, -c.v))
		if sv, en := swedish.number(c.v, places), english.number(c.v, places); sv != c.swedish || en != c.english {
			t.Errorf("%v: %s and %s, want %s and %s", c.v, sv, en, c.swedish, c.english)
		}
	}
}
