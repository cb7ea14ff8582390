package forecast

import (
	"fmt"

	"github.com/framsyn/framsyn/models/blend"
	"github.com/framsyn/framsyn/models/courses"
)

// methodName is a method as people call it.
func methodName(method string) (swedish, english string) {
	switch method {
	case blend.MethodBlend:
		return "den sammanvägda prognosen", "the blended forecast"
	case courses.MethodCourses:
		return "prognosen från enskilda förlopp", "the forecast from individual courses"
	case methodDemographic:
		return "befolkningsprognos gånger åldersspecifika tal", "population projection times age-specific rates"
	case methodNaive:
		return "samma månad förra året", "the same month of the year before"
	case methodETS:
		return "exponentiell utjämning", "exponential smoothing"
	case methodTheta:
		return "thetametoden", "the theta method"
	case methodSTLETS:
		return "exponentiell utjämning utan säsong", "exponential smoothing without season"
	}
	return method, method
}

// verdictText says which method is shown and why.
func verdictText(v blend.Verdict) (swedish, english string) {
	rangeSV, rangeEN := fmt.Sprintf("%d-%d månader framåt", v.From, v.To), fmt.Sprintf("%d-%d months ahead", v.From, v.To)
	shownSV, shownEN := methodName(v.Show)
	bestSV, bestEN := methodName(v.Best.A)
	switch v.Reason {
	case blend.MemberBetter:
		return fmt.Sprintf("%s: %s visas, eftersom den tydligt har träffat bättre än den sammanvägda på kommunens egna månader.", rangeSV, shownSV),
			fmt.Sprintf("%s: %s is shown, since it has clearly come closer than the blend on the municipality's own months.", rangeEN, shownEN)
	case blend.BlendKept:
		return fmt.Sprintf("%s: den sammanvägda prognosen visas; %s har träffat något bättre, men inte tydligt.", rangeSV, bestSV),
			fmt.Sprintf("%s: the blended forecast is shown; %s has come somewhat closer, but not clearly so.", rangeEN, bestEN)
	case blend.TooFew:
		return fmt.Sprintf("%s: den sammanvägda prognosen visas; det finns för få tidigare månader att döma efter.", rangeSV),
			fmt.Sprintf("%s: the blended forecast is shown; there are too few earlier months to judge by.", rangeEN)
	case blend.BlendBest:
	}
	return fmt.Sprintf("%s: den sammanvägda prognosen visas; ingen enskild metod har träffat bättre.", rangeSV),
		fmt.Sprintf("%s: the blended forecast is shown; no single method has come closer.", rangeEN)
}
