package demography

// Variant changes mortality for a scenario.
type Variant struct {
	Name      string
	Mortality float64 // factor on all death rates; 0 means 1
	Years     int     // from the origin until the factor is in full effect, evenly; 0 = at once
}

// Variants are the usual three: mortality that reaches 10 % above (low life
// expectancy) and below (high) the main variant after ten years. 10 % was chosen
// as about the 95 % interval of the index ten years ahead in Sweden; at age 65 it
// moves life expectancy by a little less than a year.
func Variants() []Variant {
	return []Variant{
		{Name: "low", Mortality: 1.1, Years: 10},
		{Name: "main", Mortality: 1},
		{Name: "high", Mortality: 0.9, Years: 10},
	}
}

// at is the factor h years after the origin.
func (v Variant) at(h int) float64 {
	if v.Mortality == 0 || h <= 0 {
		return 1
	}
	if v.Years <= 0 || h >= v.Years {
		return v.Mortality
	}
	return 1 + (v.Mortality-1)*float64(h)/float64(v.Years)
}

// With is the same mortality under a variant, which replaces an earlier one.
func (m *Mortality) With(v Variant) *Mortality {
	out := *m
	out.factor = v
	return &out
}
