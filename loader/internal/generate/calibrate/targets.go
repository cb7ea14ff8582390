package calibrate

import (
	"math"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// Row is one line of the calibration table: a number that the municipality should reproduce.
type Row struct {
	Name     string  // in Swedish
	Target   float64 // as published, or the middle of the interval
	Low      float64 // accepted from
	High     float64 // accepted to
	Value    float64
	Unit     string // "%", "h", "år", "" ...
	Decimals int
	Source   string
}

// OK says whether the value is within the tolerance.
func (r Row) OK() bool { return r.Value >= r.Low && r.Value <= r.High }

// Data is what a run counted.
type Data struct {
	Model  *life.Model
	All    Tally      // over the months delivered
	Last   Snapshot   // of the last month
	Series []Snapshot // by month
	Visits []int      // by month
}

func pct(a, b int) float64 { return 100 * ratio(a, b) }

// yearly turns deaths over person-months into per cent a year.
func yearly(events, months int) float64 {
	return 100 * (1 - math.Pow(1-ratio(events, months), 12))
}

// Table returns all rows.
func Table(d *Data) []Row {
	var rows []Row
	for _, part := range []func(*Data) []Row{hoursRows, clientRows, serviceRows, housingRows, healthRows, flowRows, dependencyRows, performedRows, otherRows} {
		rows = append(rows, part(d)...)
	}
	return rows
}

const (
	mixture   = "blandning anpassad till Helsingborg 2017 (Kolada) och Socialstyrelsen"
	malmo     = "Malmö juli 2025 (malmostad/Verksamhetssystem-RFI)"
	national  = "Socialstyrelsen 2022"
	zingmark  = "Zingmark och Norström 2021"
	status24  = "Socialstyrelsen, lägesrapport 2025"
	recalled  = "riktvärde, ej belagt"
	stockholm = "Stockholm 2014 (ka.se)"
	khsl      = "Socialstyrelsen, KHSL 2023"
	chosen    = "valt"
)

func hoursRows(d *Data) []Row {
	s := &d.Last
	return []Row{
		{"Beviljade timmar per månad, medel", 20.8, 18.2, 23.8, s.SumHours / float64(max(s.WithHours, 1)), "h", 1, mixture},
		{"Beviljade timmar, median", MixtureQuantile(.5), 7, 11.6, s.quantile(.5), "h", 1, mixture},
		{"Beviljade timmar, 25 % har högst", MixtureQuantile(.25), 3.4, 6, s.quantile(.25), "h", 1, mixture},
		{"Beviljade timmar, 75 % har högst", MixtureQuantile(.75), 20, 29, s.quantile(.75), "h", 1, mixture},
		{"Beviljade timmar, 90 % har högst", MixtureQuantile(.9), 46, 66, s.quantile(.9), "h", 1, mixture},
		{"Andel över 80 h", 6, 4, 8, 100 * s.above(80), "%", 1, mixture},
	}
}

// women returns the women's share and the mean age of women and men in some places.
func (s *Snapshot) women(places ...int) (share, ageW, ageM float64) {
	var n [2]int
	var sum [2]float64
	for _, p := range places {
		for x := range s.AgeSex[p] {
			for a, k := range s.AgeSex[p][x] {
				n[x] += k
				sum[x] += float64(k) * (float64(a+life.MinAge) + .5)
			}
		}
	}
	return pct(n[0], n[0]+n[1]), sum[0] / float64(max(n[0], 1)), sum[1] / float64(max(n[1], 1))
}

func clientRows(d *Data) []Row {
	s := &d.Last
	w, aw, am := s.women(AtHomeCare, AtAlarm)
	_, hw, hm := s.women(AtHomeCare)
	home := s.Place[AtHomeCare]
	return []Row{
		{"Kvinnor bland hemtjänsttagare (med larm)", 64, 59, 69, w, "%", 1, malmo},
		{"Medelålder kvinnor, hemtjänst med larm", 82, 81, 85.5, aw, "år", 1, malmo + "; här endast 65+"},
		{"Medelålder män, hemtjänst med larm", 80, 79, 84, am, "år", 1, malmo + "; här endast 65+"},
		{"Medelålder, hemtjänst utom enbart larm", 84.5, 82.5, 86, (hw*w + hm*(100-w)) / 100, "år", 1, "BMC Geriatrics 2024 (70+: 85)"},
		{"Ensamboende bland hemtjänsttagare", 73, 66, 80, pct(s.SingleHome, home), "%", 1, chosen + "; ensamboende är starkaste drivkraften (Brändström 2021)"},
		{"Känd demens bland hemtjänsttagare", 11, 6, 16, pct(s.KnownHome, home), "%", 1, "BMC Geriatrics 2024 (diagnos 9,3 %)"},
	}
}

func serviceRows(d *Data) []Row {
	s := &d.Last
	home, alarm := s.Place[AtHomeCare], s.Place[AtAlarm]
	pop, year := 0.0, d.Model.Last().Year()
	for sex := life.Woman; sex <= life.Man; sex++ {
		for a := life.MinAge; a <= life.MaxAge; a++ {
			pop += d.Model.Pop.Whole(year, sex, a)
		}
	}
	sol := home + alarm + s.Place[AtHousing] + s.Place[AtOther]
	return []Row{
		{"Hemtjänst utom enbart larm, andel av 65+", 8.65, 7.7, 9.7, 100 * float64(home) / pop, "%", 2, "Kolada, Helsingborg 2017"},
		{"Pågående beslut enligt SoL, andel av 65+", 16, 14.5, 17.5, 100 * float64(sol) / pop, "%", 1, national},
		{"Trygghetslarm, andel av 65+", 9, 7.3, 10.7, 100 * float64(s.Alarms) / pop, "%", 1, "183 000 i oktober 2017"},
		{"Enbart larm, andel av hemtjänst", 37, 29.5, 42, pct(alarm, alarm+home), "%", 1, malmo},
		{"Service, andel av hemtjänst utom larm", 73, 67, 79, pct(s.Service, home), "%", 1, malmo},
		{"Personlig omvårdnad, andel av hemtjänst utom larm", 64, 58, 71, pct(s.Personal, home), "%", 1, malmo},
		{"Matdistribution, andel av hemtjänst utom larm", 48, 42, 54, pct(s.Meals, home), "%", 1, malmo},
		{"Dagverksamhet, andel av brukare", 1.63, .8, 2.6, pct(s.DayCare, sol), "%", 1, malmo},
	}
}

// share80 is the share of the population 80+ of a sex who are in a place.
func (d *Data) share80(s *Snapshot, year int, sex life.Sex, place int) float64 {
	n, pop := 0, 0.0
	for a := 80; a <= life.MaxAge; a++ {
		n += s.AgeSex[place][sex][a-life.MinAge]
		pop += d.Model.Pop.Whole(year, sex, a)
	}
	return 100 * float64(n) / pop
}

func housingRows(d *Data) []Row {
	s, a := &d.Last, &d.All
	w, aw, am := s.women(AtHousing)
	year := d.Model.Last().Year()
	users := s.Place[AtHomeCare] + s.Place[AtAlarm] + s.Place[AtHousing] + s.Place[AtOther]
	exit := -12 * math.Log(1-ratio(a.Deaths[AtHousing], a.Place[AtHousing]))
	return []Row{
		{"Särskilt boende, andel av brukare", 18.7, 12.5, 21.5, pct(s.Place[AtHousing], users), "%", 1, malmo},
		{"Kvinnor i särskilt boende", 67, 60, 74, w, "%", 1, malmo},
		{"Medelålder kvinnor, särskilt boende", 87, 85, 89, aw, "år", 1, malmo},
		{"Medelålder män, särskilt boende", 83, 80.5, 87.5, am, "år", 1, malmo + "; här endast 65+"},
		{"80+ med hemtjänst, kvinnor", 20, 15, 27.5, d.share80(s, year, life.Woman, AtHomeCare), "%", 1, status24},
		{"80+ med hemtjänst, män", 14.1, 10, 19, d.share80(s, year, life.Man, AtHomeCare), "%", 1, status24},
		{"80+ i särskilt boende, kvinnor", 12.6, 5.2, 13, d.share80(s, year, life.Woman, AtHousing), "%", 1, status24},
		{"80+ i särskilt boende, män", 7.5, 2.4, 8.5, d.share80(s, year, life.Man, AtHousing), "%", 1, status24},
		{"Döda per år, hemtjänst", 16, 14, 18, yearly(a.Deaths[AtHomeCare], a.Place[AtHomeCare]), "%", 1, recalled},
		{"Döda per år, särskilt boende", 32.5, 30, 35, yearly(a.Deaths[AtHousing], a.Place[AtHousing]), "%", 1, recalled},
		{"Vistelse i särskilt boende, median", 1.9, 1.5, 2.3, math.Ln2 / exit, "år", 2, recalled},
		{"Flytt till särskilt boende per år, hemtjänst", 6.5, 5, 8, yearly(a.ToHousing, a.Place[AtHomeCare]), "%", 1, recalled},
	}
}

func healthRows(d *Data) []Row {
	s, a := &d.Last, &d.All
	return []Row{
		{"HSL-patienter i ordinärt boende per hemtjänsttagare", .52, .45, .60, ratio(s.Patients, s.Place[AtHomeCare]), "", 2, malmo},
		{"HSL-patienter som också har hemtjänst", 70, 60, 82, pct(s.PatientsHomeCare, s.Patients), "%", 1, malmo + " (de flesta)"},
		{"Patienter med KVÅ-rapportering", 82, 78, 85, pct(a.KVA, a.Patients), "%", 1, khsl},
		{"därav med minst en utredande åtgärd", 82, 77, 87, pct(a.Assess, a.KVA), "%", 1, khsl},
		{"därav med minst en behandlande åtgärd", 90, 86, 95, pct(a.Treat, a.KVA), "%", 1, khsl},
	}
}

func flowRows(d *Data) []Row {
	a := &d.All
	return []Row{
		{"Personer under ett år per personer en dag", 1.2, 1.15, 1.27, ratio(a.PersonYear, a.PointYear), "", 2, national},
		{"Beslut per brukarår", 2.1, 1.85, 2.35, 12 * ratio(a.Decisions, a.Months), "", 2, malmo},
		{"På sjukhus inom två år, hemtjänst", 61, 52, 70, 100 * (1 - math.Exp(-24*ratio(a.Stays, a.Place[AtHomeCare]))), "%", 0, "BMC Geriatrics 2024"},
		{"Timmarna fördubblas inom ett år", 14, 10, 19, pct(a.Doubled, a.DoubleAt), "%", 1, chosen},
	}
}

func dependencyRows(d *Data) []Row {
	a := &d.All
	all := a.First[life.Mild] + a.First[life.Moderate] + a.First[life.Severe] + a.First[life.Total]
	var n, same, worse int
	for _, c := range []life.Class{life.Mild, life.Moderate} {
		n += a.After[c][Better] + a.After[c][Same] + a.After[c][Worse] + a.After[c][Dead]
		same += a.After[c][Same]
		worse += a.After[c][Worse] + a.After[c][Dead]
	}
	return []Row{
		{"Beroende vid första beslut: lätt", 53, 46, 62, pct(a.First[life.Mild], all), "%", 1, zingmark},
		{"måttligt", 16, 10.5, 21, pct(a.First[life.Moderate], all), "%", 1, zingmark},
		{"stort", 24, 17.5, 30, pct(a.First[life.Severe], all), "%", 1, zingmark},
		{"totalt", 7.7, 4.5, 12, pct(a.First[life.Total], all), "%", 1, zingmark},
		{"Lätt och måttligt efter ett år: oförändrat", 52, 40, 73, pct(same, n), "%", 1, zingmark},
		{"Lätt och måttligt efter ett år: större beroende eller död", 40, 25, 48, pct(worse, n), "%", 1, zingmark},
	}
}

func performedRows(d *Data) []Row {
	v := &d.All.Visit
	g, p := v.GrantedMin, v.PerformedMin
	days := 30.4 * float64(d.All.Place[AtHomeCare])
	return []Row{
		{"Utförd av beviljad tid", 82.5, 80, 86, 100 * (p[0] + p[1]) / (g[0] + g[1]), "%", 1, stockholm},
		{"Utförd av beviljad tid, privata", 86, 83.5, 88.5, 100 * p[1] / g[1], "%", 1, stockholm},
		{"Utförd av beviljad tid, kommunala", 79, 76.5, 81.5, 100 * p[0] / g[0], "%", 1, stockholm},
		{"Andel timmar i kommunal regi", 33, 27, 39, 100 * g[0] / (g[0] + g[1]), "%", 1, "Kolada, Helsingborg 2017"},
		{"Besök per dag och hemtjänsttagare", 2.9, 2.4, 3.4, float64(v.Visits) / days, "", 2, malmo},
	}
}

func otherRows(d *Data) []Row {
	p := d.Model.Pop
	var a, b float64
	for sex := life.Woman; sex <= life.Man; sex++ {
		for age := 80; age <= life.MaxAge; age++ {
			a += p.Whole(2023, sex, age)
			b += p.Whole(2033, sex, age)
		}
	}
	return []Row{
		{"Bedömningar utan mål", 40, 37, 43, 100 - pct(d.All.Goals, d.All.Limitations), "%", 1, chosen + " (Vårdanalys 2021:2: svårt att sätta mål)"},
		{"Befolkning 80+, ökning 2023-2033", 38, 30, 46, 100 * (b/a - 1), "%", 0, "SCB genom lägesrapport 2025"},
	}
}

// Share80 returns the shares of 80+ with home care in a snapshot at a year's end: women, men, both.
func (d *Data) Share80(s *Snapshot, year int) [3]float64 {
	n, pop := 0, 0.0
	for sex := life.Woman; sex <= life.Man; sex++ {
		for a := 80; a <= life.MaxAge; a++ {
			n += s.AgeSex[AtHomeCare][sex][a-life.MinAge]
			pop += d.Model.Pop.Whole(year, sex, a)
		}
	}
	return [3]float64{d.share80(s, year, life.Woman, AtHomeCare), d.share80(s, year, life.Man, AtHomeCare), 100 * float64(n) / pop}
}
