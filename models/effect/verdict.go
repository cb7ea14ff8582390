package effect

// Level is the finest grain at which an effect may be shown.
type Level uint8

// The levels.
const (
	AverageOnly Level = iota // one number with its interval for all
	Individual               // a number for each person
)

// String returns "average" or "individual".
func (l Level) String() string { return [...]string{"average", "individual"}[l] }

// Codes of reasons, for tables and translated texts.
const (
	ReasonSlope     = "blp_slope"     // value is the slope's p; passed when below the limit
	ReasonAUTOC     = "autoc"         // value is the lower end of the interval; passed when above the limit
	ReasonQini      = "qini"          // as for AUTOC
	ReasonQuintiles = "quintile_fits" // value is the number of quintiles that agree; passed from the limit on
)

// Reason is one condition for showing effects person by person.
type Reason struct {
	Code   string
	Value  float64
	Limit  float64
	Passed bool
}

// Verdict says what may be shown, and why. Individual needs every reason.
type Verdict struct {
	Show    Level
	Reasons []Reason
}

const (
	slopeP         = 0.05 // of this project's specification
	quintilesAgree = 4    // of 5: at 95 % right predictions miss two or more with probability 0.023
)

func (h *Heterogeneity) verdict() Verdict {
	agree := 0
	for _, q := range h.Quintiles {
		if q.Agrees {
			agree++
		}
	}
	v := Verdict{Show: Individual, Reasons: []Reason{
		{ReasonSlope, h.Slope.P, slopeP, h.Slope.P < slopeP},
		{ReasonAUTOC, h.AUTOC.Low, 0, h.AUTOC.Low > 0},
		{ReasonQini, h.Qini.Low, 0, h.Qini.Low > 0},
		{ReasonQuintiles, float64(agree), quintilesAgree, agree >= quintilesAgree},
	}}
	for _, r := range v.Reasons {
		if !r.Passed {
			v.Show = AverageOnly
		}
	}
	return v
}
