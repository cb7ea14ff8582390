package risk

import (
	"fmt"

	"github.com/framsyn/framsyn/loader/internal/job"
)

const (
	// outcomeMonths is how far ahead an outcome looks, months.
	outcomeMonths = 12
	// noOutcome is the class that the others are measured against.
	noOutcome = "none"
	// otherOutcome holds outcomes that compete and are not told apart.
	otherOutcome = "other"
	modelRisk    = "risk"
)

// definition is a risk model: whom it is for, and what can come of them.
type definition struct {
	target     string   // model.runs.target, and the target that it is judged on
	object     string   // SQL object with the outcome
	population string   // condition on mart.risk_features
	appliesTo  []string // core.risk_terms.applies_to of its terms
	classes    []string // what can come, the judged one first; none is left out, and what is not named is other
}

// definitions are the risk models, as core.risk_targets names them.
func definitions() []definition {
	return []definition{
		{
			target: "need_doubled", object: "mart.need_outcomes", population: "features.has_home_care", appliesTo: []string{"both", "home_care"},
			classes: []string{"doubled", "special_housing", "dead", "moved"},
		},
		{
			target: "home_care_entry", object: "mart.entry_outcomes", population: "NOT features.has_home_care", appliesTo: []string{"both", "health_care"},
			classes: []string{"home_care", otherOutcome},
		},
		{
			target: "function_decline", object: "mart.function_outcomes", population: "features.can_decline", appliesTo: []string{"both", "home_care", "health_care"},
			classes: []string{"worse", otherOutcome},
		},
	}
}

// minEvents is the least number of judged outcomes among the earlier months to fit
// on: chosen so that 20 persons a bin leave more than one bin for each term.
const minEvents = 60

// minClassEvents is the least number for an outcome that competes to be a class of
// its own; rarer ones are left out of training, for nothing can be learned of them.
const minClassEvents = 30

// ErrTooLittle is returned while there is not enough history to learn from.
var ErrTooLittle = fmt.Errorf("%w: not enough history for the risk model: it needs about three years of delivered months, and %d cases of a doubled need among the earlier ones", job.ErrNotYet, minEvents)
