package effects

import (
	"fmt"
	"math"
	"strings"

	"github.com/framsyn/framsyn/loader/internal/reasons"
	"github.com/framsyn/framsyn/models/effect"
)

// checkText says what a check found, in Swedish and English.
func checkText(c effect.Check) (swedish, english string) {
	if !c.Passed && math.IsNaN(c.Estimate) {
		return "För få att kontrollera på: det går inte att visa att skattningen håller.", "Too few to check on: it cannot be shown that the estimate holds."
	}
	foundSV, foundEN := reasons.Signed(c.Estimate)
	type pair struct{ swedish, english string }
	failed := map[string]pair{
		checkEnough: {
			fmt.Sprintf("För få att bedöma: %.0f starter är följda i ett år, minst %.0f behövs, med jämförbara brukare utan insatsen.", c.Estimate, c.Limit),
			fmt.Sprintf("Too few to judge on: %.0f starts have been followed for a year, at least %.0f are needed, with comparable clients without.", c.Estimate, c.Limit),
		},
		effect.CheckBalance: {
			"De som fick insatsen och de som jämförs med skiljer sig åt också efter viktning.", "Those who began it and those compared with differ even after weighting.",
		},
		checkOverlap: {
			fmt.Sprintf("För %.0f %% av dem som fick insatsen finns ingen jämförbar utan den.", 100*c.Estimate),
			fmt.Sprintf("For %.0f %% of those who began it nobody comparable went without.", 100*c.Estimate),
		},
		effect.CheckPreTrend: {
			fmt.Sprintf("Timmarna utvecklades olika redan före starten (%s timmar per månad).", foundSV),
			fmt.Sprintf("Hours developed differently before the start already (%s hours per month).", foundEN),
		},
		effect.CheckPlaceboStart: {
			fmt.Sprintf("En påhittad start ett halvår tidigare ser ut att ha effekt (%s timmar): grupperna var på olika väg redan då.", foundSV),
			fmt.Sprintf("A made-up start half a year earlier seems to have an effect (%s hours): the groups were on different courses then.", foundEN),
		},
		checkStart: {
			fmt.Sprintf("Timmarna steg redan i startmånaden mer än för jämförbara (%s): något hände då som de inte hade, och nyttan ser mindre ut än den är.", foundSV),
			fmt.Sprintf("Hours rose in the month of the start already, more than for comparable clients (%s): something happened then that they did not have, and the gain looks smaller than it is.", foundEN),
		},
		effect.CheckPlaceboPermuted: {
			"Metoden ser effekt också när starterna lottas om.", "The method sees an effect even when the starts are dealt out at random.",
		},
		effect.CheckNegativeControl: {
			fmt.Sprintf("Grupperna skilde sig åt ett år före starten (%s timmar), vilket insatsen inte kan ha orsakat.", foundSV),
			fmt.Sprintf("The groups differed a year before the start (%s hours), which it cannot have caused.", foundEN),
		},
		effect.CheckEValue: {
			"Effekten är så svag att en liten okänd skillnad mellan grupperna räcker för att förklara den.",
			"The effect is so weak that a small unknown difference between the groups would explain it.",
		},
		effect.ReasonSlope: {
			"Det är inte visat att effekten skiljer sig mellan personer.", "It is not shown that the effect differs between persons.",
		},
		effect.ReasonAUTOC: {
			"De som väntas ha mest nytta hade inte säkert mer nytta.", "Those expected to gain most did not certainly gain more.",
		},
		effect.ReasonQini: {
			"Att välja efter väntad nytta gav inte säkert mer nytta.", "To choose by expected gain did not certainly gain more.",
		},
		effect.ReasonQuintiles: {
			"Väntad och sedd effekt stämmer inte i tillräckligt många femtedelar.", "Expected and seen effects do not agree in enough fifths.",
		},
	}
	if c.Passed {
		return "Inget som talar emot skattningen.", "Nothing that speaks against the estimate."
	}
	return failed[c.Kind].swedish, failed[c.Kind].english
}

// warning joins what the failed checks say.
func (s *study) warning() (swedish, english string) {
	var sv, en []string
	for _, c := range effect.Failed(s.checks) {
		a, b := checkText(c)
		sv, en = append(sv, a), append(en, b)
	}
	return strings.Join(sv, " "), strings.Join(en, " ")
}
