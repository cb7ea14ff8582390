package deliver

import "github.com/framsyn/framsyn/loader/internal/generate/life"

// wordings are the made-up sentences of assessments: what the category is about, then what the limitation means. They name nobody.
type wordings struct {
	about  [life.NCategories]string
	body   [life.NCategories]bool
	levels [5][]string
	tails  [2][]string // for the body and for all
	acts   []act
}

func newWordings() *wordings {
	w := &wordings{acts: acts()}
	about := abouts()
	for i, c := range life.Categories() {
		w.about[i] = about[c.Code]
		w.body[i] = c.Area == "d4" || c.Area == "d5" && c.Code < "d55" || c.Code == "d6402"
	}
	w.levels = [5][]string{
		{"Klarar att %s själv.", "Inga svårigheter att %s."},
		{"Har lätt svårt att %s.", "Kan %s men behöver ibland påminnas.", "Klarar oftast att %s, i egen takt."},
		{"Har svårt att %s och behöver stöd i vissa moment.", "Behöver stöd för att %s några gånger i veckan.", "Blir trött av att %s."},
		{"Behöver mycket hjälp att %s.", "Klarar inte att %s utan hjälp varje dag.", "Har stora svårigheter att %s."},
		{"Kan inte %s utan hjälp.", "Är helt beroende av hjälp för att %s."},
	}
	w.tails = [2][]string{
		{"", "", "", "", " Önskar klara mer själv.", " Hjälpmedel finns.", " Använder rollator.", " Vill helst göra det på förmiddagen.", " Blir andfådd."},
		{"", "", "", "", " Önskar klara mer själv.", " Anhörig hjälper till ibland.", " Sämre sedan förra uppföljningen.", " Bra dagar och sämre dagar."},
	}
	return w
}

// append adds a sentence that fits the category and limitation; 8 and 9 get a note instead.
func (w *wordings) append(b []byte, cat, limit int, pick uint64) []byte {
	switch {
	case limit == life.NotSpecified:
		return append(b, "Ej bedömt vid detta tillfälle."...)
	case limit > 4 || limit < 0:
		return append(b, "Ej aktuellt."...)
	}
	options := w.levels[limit]
	text := options[pick%uint64(len(options))]
	for i := 0; i < len(text); i++ {
		if text[i] == '%' {
			b = append(b, w.about[cat]...)
			i++
			continue
		}
		b = append(b, text[i])
	}
	tails := w.tails[1]
	if limit > 0 && w.body[cat] {
		tails = w.tails[0]
	}
	if limit == 0 {
		return b
	}
	return append(b, tails[pick>>32%uint64(len(tails))]...)
}

func abouts() map[string]string {
	return map[string]string{
		"d160": "hålla uppmärksamheten på det som görs", "d175": "lösa vardagliga problem", "d177": "fatta beslut i vardagen",
		"d230": "få dagen att gå ihop med rutiner", "d330": "göra sig förstådd i tal", "d350": "hålla i gång ett samtal",
		"d360": "använda telefon och fjärrkontroll", "d410": "resa sig och lägga sig", "d420": "förflytta sig mellan säng och stol",
		"d450": "gå inomhus", "d460": "ta sig runt utanför hemmet", "d470": "åka med buss eller färdtjänst", "d510": "tvätta och duscha sig",
		"d520": "sköta hud, tänder och naglar", "d530": "sköta toalettbesök", "d540": "klä på och av sig", "d550": "äta",
		"d560": "dricka tillräckligt", "d570": "sköta sina läkemedel och sin hälsa", "d598A": "känna igen faror och se till sin säkerhet",
		"d620": "handla", "d630": "laga till måltider", "d640": "sköta hushållet", "d6400": "tvätta kläder", "d6402": "städa bostaden",
		"d750": "träffa vänner och grannar", "d760": "hålla kontakt med familjen", "d860": "betala räkningar", "d920": "komma ut och göra det hon eller han tycker om",
		"b1528A": "känna sig trygg hemma",
	}
}
