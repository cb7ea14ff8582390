package calibrate

import (
	"math"
	"strconv"
	"strings"

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
	Reason   string // for the width of the interval, in Swedish
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

	derived = "blandningen är anpassad till medel och andel över 80 h, inte iakttagen"
	only65  = "källan räknar alla åldrar, här endast 65+"
	oneYear = "en kommun, ett år; lite urvalsfel"
)

// sampled says two standard errors of a number at 2,000 clients: about 1,050 with home care, 590 with alarm only and 330 in special housing in
// the last month, and for events those of 60 months.
func sampled(v float64) string {
	return "urvalsfel ±" + strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1) + " vid 2 000 brukare"
}

func hoursRows(d *Data) []Row {
	s := &d.Last
	return []Row{
		{
			"Beviljade timmar per månad, medel", 20.8, 18.4, 23.4, s.SumHours / float64(max(s.WithHours, 1)), "h", 1, mixture,
			sampled(1.8) + "; Helsingborg 18-21 h 2014-2017",
		},
		{"Beviljade timmar, median", MixtureQuantile(.5), 7.8, 11.6, s.quantile(.5), "h", 1, mixture, sampled(1.1) + "; " + derived},
		{"Beviljade timmar, 25 % har högst", MixtureQuantile(.25), 3.5, 5.4, s.quantile(.25), "h", 1, mixture, sampled(.5) + "; " + derived},
		{"Beviljade timmar, 75 % har högst", MixtureQuantile(.75), 21, 28.5, s.quantile(.75), "h", 1, mixture, sampled(3) + "; " + derived},
		{
			"Beviljade timmar, 90 % har högst", MixtureQuantile(.9), 44, 62, s.quantile(.9), "h", 1, mixture,
			sampled(6) + "; blandningen är tunn mellan 50 och 80 h, vilket behov som växer steg för steg inte kan vara",
		},
		{"Andel över 80 h", 6, 4.3, 7.7, 100 * s.above(80), "%", 1, mixture, sampled(1.5) + "; riket 12 %, men Helsingborg beviljar få timmar"},
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
		{"Kvinnor bland hemtjänsttagare (med larm)", 64, 60.5, 67.5, w, "%", 1, malmo, sampled(2.4) + "; 66 % i riket 2019 (BMC Geriatrics)"},
		{"Medelålder kvinnor, hemtjänst med larm", 82, 81.5, 84.5, aw, "år", 1, malmo, only65},
		{"Medelålder män, hemtjänst med larm", 80, 79.5, 83.5, am, "år", 1, malmo, only65},
		{
			"Medelålder, hemtjänst utom enbart larm", 84.5, 82.4, 85.5, (hw*w + hm*(100-w)) / 100, "år", 1, "BMC Geriatrics 2024 (70+: 85)",
			"källan räknar 70+, och målen om andelar av 65+ och av 80+ kräver fler unga än den",
		},
		{
			"Ensamboende bland hemtjänsttagare", 73, 68, 78, pct(s.SingleHome, home), "%", 1, chosen + "; ensamboende är starkaste drivkraften (Brändström 2021)",
			sampled(2.8) + "; värdet är valt",
		},
		{
			"Känd demens bland hemtjänsttagare", 11, 8, 14, pct(s.KnownHome, home), "%", 1, "BMC Geriatrics 2024 (diagnos 9,3 %)",
			sampled(2) + "; diagnos i källan är snävare än känd",
		},
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
		{
			"Hemtjänst utom enbart larm, andel av 65+", 8.65, 7.8, 9.5, 100 * float64(home) / pop, "%", 2, "Kolada, Helsingborg 2017",
			sampled(.55) + "; osäkert värde, kommuner 5,7-10,8 %",
		},
		{
			"Pågående beslut enligt SoL, andel av 65+", 16, 15, 17.2, 100 * float64(sol) / pop, "%", 1, national,
			sampled(.7) + "; Malmös fördelning på insatser ger 16,7 %",
		},
		{
			"Trygghetslarm, andel av 65+", 9, 8.1, 10.6, 100 * float64(s.Alarms) / pop, "%", 1, "183 000 i oktober 2017",
			sampled(.6) + "; dras upp av 37 % med enbart larm",
		},
		{"Enbart larm, andel av hemtjänst", 37, 33, 41, pct(alarm, alarm+home), "%", 1, malmo, sampled(2.4) + "; en kommun, en månad"},
		{"Service, andel av hemtjänst utom larm", 73, 68.5, 77.5, pct(s.Service, home), "%", 1, malmo, sampled(2.8) + "; en kommun, en månad"},
		{
			"Personlig omvårdnad, andel av hemtjänst utom larm", 64, 59.5, 69.5, pct(s.Personal, home), "%", 1, malmo,
			sampled(3) + "; 40 % större beroende inom ett år drar upp den",
		},
		{
			"Matdistribution, andel av hemtjänst utom larm", 48, 43.5, 52.5, pct(s.Meals, home), "%", 1, malmo,
			sampled(3) + "; en kommun, en månad",
		},
		{"Dagverksamhet, andel av brukare", 1.63, .9, 2.4, pct(s.DayCare, sol), "%", 1, malmo, sampled(.6) + "; en kommun, en månad"},
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
		{
			"Särskilt boende, andel av brukare", 18.7, 14.8, 20.5, pct(s.Place[AtHousing], users), "%", 1, malmo,
			sampled(1.7) + "; konflikt: flytt 5-8 % och döda 30-35 % per år ger omkring 14 %",
		},
		{"Kvinnor i särskilt boende", 67, 61.5, 72.5, w, "%", 1, malmo, sampled(5.3)},
		{"Medelålder kvinnor, särskilt boende", 87, 85.5, 88.5, aw, "år", 1, malmo, sampled(.9) + "; en kommun"},
		{"Medelålder män, särskilt boende", 83, 81.3, 86.3, am, "år", 1, malmo, sampled(1.6) + "; " + only65},
		{
			"80+ med hemtjänst, kvinnor", 20, 17.5, 24, d.share80(s, year, life.Woman, AtHomeCare), "%", 1, status24,
			sampled(2) + "; Helsingborg 14,2 (båda könen), Malmö 23,6",
		},
		{"80+ med hemtjänst, män", 14.1, 11, 16.9, d.share80(s, year, life.Man, AtHomeCare), "%", 1, status24, sampled(1.9) + "; Malmö 16,9"},
		{
			"80+ i särskilt boende, kvinnor", 12.6, 6.5, 13, d.share80(s, year, life.Woman, AtHousing), "%", 1, status24,
			sampled(1.2) + "; konflikt: så stor andel kräver att omkring 20 % av hemtjänstens 80+ flyttar dit per år",
		},
		{
			"80+ i särskilt boende, män", 7.5, 3.4, 8.5, d.share80(s, year, life.Man, AtHousing), "%", 1, status24,
			sampled(1.1) + "; samma konflikt som för kvinnor",
		},
		{"Döda per år, hemtjänst", 16, 14, 18, yearly(a.Deaths[AtHomeCare], a.Place[AtHomeCare]), "%", 1, recalled, "riktvärdets eget intervall"},
		{
			"Döda per år, särskilt boende", 32.5, 28.5, 36, yearly(a.Deaths[AtHousing], a.Place[AtHousing]), "%", 1, recalled,
			"riktvärdet 30-35 %, och " + sampled(2.2),
		},
		{
			"Vistelse i särskilt boende, median", 1.9, 1.6, 2.2, math.Ln2 / exit, "år", 2, recalled,
			sampled(.15) + "; riktvärde omkring 2 år, sjunkande",
		},
		{
			"Flytt till särskilt boende per år, hemtjänst", 6.5, 5, 10.2, yearly(a.ToHousing, a.Place[AtHomeCare]), "%", 1, recalled,
			"riktvärdet 5-8 % är ej belagt: kvinnor 78+ i svensk treårsföljd motsvarar omkring 12 % (IJPS 3:1); " + sampled(.9),
		},
	}
}

func healthRows(d *Data) []Row {
	s, a := &d.Last, &d.All
	return []Row{
		{
			"HSL-patienter i ordinärt boende per hemtjänsttagare", .52, .45, .61, ratio(s.Patients, s.Place[AtHomeCare]), "", 2, malmo,
			sampled(.05) + "; en kommun, en månad",
		},
		{
			"HSL-patienter som också har hemtjänst", 70, 63, 77, pct(s.PatientsHomeCare, s.Patients), "%", 1, malmo + " (de flesta)",
			"källan säger bara de flesta; " + sampled(3.9),
		},
		{"Patienter med KVÅ-rapportering", 82, 79.5, 84.5, pct(a.KVA, a.Patients), "%", 1, khsl, sampled(1.5) + "; 75 % 2022"},
		{"därav med minst en utredande åtgärd", 82, 79, 86, pct(a.Assess, a.KVA), "%", 1, khsl, sampled(1.5) + "; 81 % 2022"},
		{"därav med minst en behandlande åtgärd", 90, 87, 94, pct(a.Treat, a.KVA), "%", 1, khsl, sampled(1.2) + "; 90 % också 2022"},
	}
}

func flowRows(d *Data) []Row {
	a := &d.All
	return []Row{
		{
			"Personer under ett år per personer en dag", 1.2, 1.15, 1.25, ratio(a.PersonYear, a.PointYear), "", 2, national,
			"källans tal är avrundade (omkring 1,2)",
		},
		{
			"Beslut per brukarår", 2.1, 1.9, 2.3, 12 * ratio(a.Decisions, a.Months), "", 2, malmo,
			"kommunens rutin för tidsbegränsade beslut avgör",
		},
		{
			"På sjukhus inom två år, hemtjänst", 61, 56, 67, 100 * (1 - math.Exp(-24*ratio(a.Stays, a.Place[AtHomeCare]))), "%", 0, "BMC Geriatrics 2024",
			sampled(2) + "; här räknat ur vistelser per månad, som jämn risk",
		},
		{"Timmarna fördubblas inom ett år", 14, 12, 18, pct(a.Doubled, a.DoubleAt), "%", 1, chosen, "valt 12-18 %; " + sampled(1.2)},
	}
}

func dependencyRows(d *Data) []Row {
	a := &d.All
	all := a.First[life.Mild] + a.First[life.Moderate] + a.First[life.Severe] + a.First[life.Total]
	var n, stayed, raised, later, gone int
	for _, c := range []life.Class{life.Mild, life.Moderate} {
		n += a.After[c][Stayed] + a.After[c][Raised] + a.After[c][Lowered] + a.After[c][Dead]
		stayed += a.After[c][Stayed]
		raised += a.After[c][Raised]
		later += a.Later[c][Stayed] + a.Later[c][Raised] + a.Later[c][Lowered] + a.Later[c][Dead]
		gone += a.Later[c][Raised] + a.Later[c][Dead]
	}
	return []Row{
		{
			"Beroende vid första beslut: lätt", 53, 47.5, 58.5, pct(a.First[life.Mild], all), "%", 1, zingmark,
			"källans urvalsfel ±4,9 (n = 415) och " + sampled(2.1),
		},
		{"måttligt", 16, 12, 20, pct(a.First[life.Moderate], all), "%", 1, zingmark, "källans urvalsfel ±3,6 och " + sampled(1.5)},
		{"stort", 24, 19, 29, pct(a.First[life.Severe], all), "%", 1, zingmark, "källans urvalsfel ±4,2 och " + sampled(1.8)},
		{"totalt", 7.7, 4.8, 10.6, pct(a.First[life.Total], all), "%", 1, zingmark, "källans urvalsfel ±2,6 och " + sampled(1.2)},
		{
			"Lätt och måttligt: kvar på första nivån hela första året", 52, 40, 63, pct(stayed, n), "%", 1, zingmark,
			"källans intervall över nivåerna",
		},
		{
			"Lätt och måttligt: större beroende inom ett år", 40, 33, 47, pct(raised, n), "%", 1, zingmark,
			"källans urvalsfel ±5,8 (n = 287) och " + sampled(2.5),
		},
		{
			"Lätt och måttligt: större beroende eller död inom 42 månader", 75, 68.5, 81.5, pct(gone, later), "%", 1, zingmark,
			"källans urvalsfel ±5,1, uppföljning 36-48 månader, och " + sampled(4),
		},
	}
}

func performedRows(d *Data) []Row {
	v := &d.All.Visit
	g, p := v.GrantedMin, v.PerformedMin
	days := 30.4 * float64(d.All.Place[AtHomeCare])
	return []Row{
		{
			"Utförd av beviljad tid", 82.5, 80, 86, 100 * (p[0] + p[1]) / (g[0] + g[1]), "%", 1, stockholm,
			"mellan utförarna i källan (79 och 86 %)",
		},
		{"Utförd av beviljad tid, privata", 86, 84, 88, 100 * p[1] / g[1], "%", 1, stockholm, oneYear},
		{"Utförd av beviljad tid, kommunala", 79, 77, 81, 100 * p[0] / g[0], "%", 1, stockholm, oneYear},
		{
			"Andel timmar i kommunal regi", 33, 27, 39, 100 * g[0] / (g[0] + g[1]), "%", 1, "Kolada, Helsingborg 2017",
			sampled(6) + ", eftersom få har många timmar",
		},
		{
			"Besök per dag och hemtjänsttagare", 2.9, 2.5, 3.3, float64(v.Visits) / days, "", 2, malmo,
			"källans 15 000 besök om dagen är avrundade och räknar hemsjukvård med",
		},
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
		{
			"Bedömningar utan mål", 40, 38.5, 41.5, 100 - pct(d.All.Goals, d.All.Limitations), "%", 1, chosen + " (Vårdanalys 2021:2: svårt att sätta mål)",
			"valt; nästan inget urvalsfel",
		},
		{
			"Befolkning 80+, ökning 2023-2033", 38, 35, 41, 100 * (b/a - 1), "%", 0, "SCB genom lägesrapport 2025",
			"egen framskrivning ur 2017-2019 års tal mot SCB:s",
		},
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
