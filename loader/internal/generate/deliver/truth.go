package deliver

import (
	"math"
	"strconv"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// TruthFile is one of the files of truth/ that grow person by person.
type TruthFile int

// The growing files of truth/.
const (
	TruthPersons TruthFile = iota
	TruthMonths
	TruthInterventions
	TruthRisk
	NTruth
)

// TruthReadme is truth/README.txt.
const TruthReadme = `Denna mapp levereras aldrig.

Här står det som generatorn vet men ingen kommun: latent skörhet och kognition, planterade normer, vanor hos handläggare och områden,
insatsernas sanna effekter, sannolikheten att behovet fördubblas, och vilka fel som lagts in i leveranserna. Den används för att bedöma
modellerna. Framsyns inläsning vägrar läsa en mapp som heter truth.

This folder is never delivered. It holds what the generator knows and no municipality does.

persons.csv        one row a person: fixed parameters, onset and recognition of dementia (YYYY-MM, empty for none)
months.csv         one row a person and month in care: latent frailty and cognition, hours truly needed, hours granted
interventions.csv  one row an intervention: planted gain in frailty, true expected change of granted and needed hours after 12 months
norms.csv          planted minutes a month by ICF category and limitation
officers.csv       factor of each officer on granted hours; minutes of documentation for each minute of meeting
areas.csv          factor of each area on granted hours
risk.csv           only with --truth-futures: the probability that granted hours double within 12 months (at least 2 times and 10 hours more, two months in a row, before special housing)
shocks.csv         what was planted by the options for shocks (none without them): from_month to to_month, where no end means to the last month;
                   value is the factor (practice_break: on granted hours; epidemic_deaths, epidemic_new_clients, epidemic_performed_visits) or
                   the share of the largest area that the new one takes; missing_sol and missing_visits are months that were never delivered
warts.csv          planted faults: rows by source, month and kind; source ALL counts persons with unusual numbers and protected identities
`

// TruthHeader is the name and the first line of a growing file.
func TruthHeader(f TruthFile) (name, header string) {
	x := [NTruth][2]string{
		TruthPersons: {
			"persons", "person,sex,born,area,entered_month,drift_per_month,cognition_speed_per_month,social,cognition_onset_month," +
				"cognition_known_month,home_provider,nurse_provider",
		},
		TruthMonths: {"months", "person,month,status,frailty,acute,cognition,true_need_h,granted_h"},
		TruthInterventions: {
			"interventions", "intervention_code,person,kind,started_date,planted_gain,planted_aid,true_change_granted_h,true_change_needed_h,believed_h",
		},
		TruthRisk: {"risk", "person,landmark_month,granted_h,p_true"},
	}[f]
	return "truth/" + x[0] + ".csv", x[1] + "\n"
}

func appendFloat(b []byte, v float64) []byte {
	return strconv.AppendFloat(b, math.Round(v*1000)/1000, 'f', -1, 64)
}

func appendMonth(b []byte, m life.Month) []byte {
	if m == 0 {
		return b
	}
	return m.Date(1).AppendDashed(b)[:len(b)+7]
}

// AppendPerson appends a row of persons.csv.
func AppendPerson(b []byte, m *life.Model, p *life.Person) []byte {
	b = append(p.Number.Append(b, 0), ',', p.Sex.Letter(), ',')
	b = append(p.Born.AppendDashed(b), ',')
	b = append(append(b, m.Areas[p.Area].Code...), ',')
	b = append(appendMonth(b, p.Entered), ',')
	b = append(appendFloat(b, math.Round(float64(p.Drift)*1e4)/1e4), ',')
	b = append(appendFloat(b, float64(p.CogSpeed)), ',')
	b = append(appendFloat(b, float64(p.Social)), ',')
	b = append(appendMonth(b, p.CogOnset), ',')
	b = append(appendMonth(b, p.CogKnown), ',')
	b = append(append(b, m.Providers[p.Home].Code...), ',')
	return append(append(b, m.Providers[p.Nurse].Code...), '\n')
}

// AppendState appends a row of months.csv.
func AppendState(b []byte, m *life.Model, p *life.Person, now life.Month) []byte {
	need := m.Need(p)
	b = append(p.Number.Append(b, 0), ',')
	b = append(appendMonth(b, now), ',')
	b = append(append(b, status(p)...), ',')
	b = append(appendFloat(b, p.Frailty()), ',')
	b = append(appendFloat(b, float64(p.Acute)), ',')
	b = append(appendFloat(b, float64(p.Cognition)), ',')
	b = append(appendFloat(b, need.Total()), ',')
	return append(appendFloat(b, p.GrantedHours()), '\n')
}

func status(p *life.Person) string {
	switch {
	case p.InSpecialHousing():
		return "special_housing"
	case p.HasHomeCare():
		return "home_care"
	case p.HasService():
		return "other_service"
	case p.Nursing != 0:
		return "hsl_only"
	}
	return "none"
}

// AppendIntervention appends a row of interventions.csv.
func AppendIntervention(b []byte, p *life.Person, c *life.Intervention, names [life.NCourses]string) []byte {
	b = append(b, 'F')
	b = append(strconv.AppendUint(b, c.Code, 32), ',')
	b = append(p.Number.Append(b, 0), ',')
	b = append(append(b, names[c.Kind]...), ',')
	b = append(c.Started.AppendDashed(b), ',')
	for _, v := range [...]float32{c.PlantedGain, c.PlantedAid, c.TrueChange, c.TrueNeedChange} {
		b = append(appendFloat(b, float64(v)), ',')
	}
	return append(appendFloat(b, float64(c.Believed)), '\n')
}

// AppendRisk appends a row of risk.csv.
func AppendRisk(b []byte, p *life.Person, now life.Month, chance float64) []byte {
	b = append(p.Number.Append(b, 0), ',')
	b = append(appendMonth(b, now), ',')
	b = append(appendFloat(b, p.GrantedHours()), ',')
	return append(appendFloat(b, chance), '\n')
}

// CourseNames are the codes of the kinds of interventions in the files.
func CourseNames() [life.NCourses]string { return courseNames() }

// ShockTable is truth/shocks.csv: what was planted beside ordinary life.
func ShockTable(plan *Plan) []byte {
	s := &plan.m.Shocks
	b := []byte("shock,area,from_month,to_month,value\n")
	row := func(name, area string, from, to life.Month, value float64) {
		b = append(append(append(append(b, name...), ','), area...), ',')
		b = append(appendMonth(b, from), ',')
		b = append(appendMonth(b, to), ',')
		if value != 0 {
			b = appendFloat(b, value)
		}
		b = append(b, '\n')
	}
	if s.PracticeBreak != 0 {
		row("practice_break", "", s.PracticeBreak, 0, s.PracticeFactor)
	}
	if last := s.Epidemic + life.EpidemicMonths - 1; s.Epidemic != 0 {
		row("epidemic_deaths", "", s.Epidemic, last, life.EpidemicDeaths)
		row("epidemic_new_clients", "", s.Epidemic, last, life.EpidemicNew)
		row("epidemic_performed_visits", "", s.Epidemic, last, life.EpidemicVisits)
	}
	if s.NewArea != 0 {
		row("new_area", plan.m.Areas[len(plan.m.Areas)-1].Code, s.NewArea, 0, 1./life.NewAreaPart)
	}
	for _, month := range plan.Lost(SOL1) {
		row("missing_sol", "", month, month, 0)
	}
	for _, month := range plan.Lost(BESOK) {
		row("missing_visits", "", month, month, 0)
	}
	return b
}
