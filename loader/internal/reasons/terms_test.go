package reasons_test

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/reasons"
	sqlfs "github.com/framsyn/framsyn/sql"
)

// seedTerms are the terms of core.risk_terms.
func seedTerms(t *testing.T) []string {
	t.Helper()
	rows, ok, err := sqlfs.Embedded().Seed("core.risk_terms")
	if err != nil || !ok {
		t.Fatalf("read the seed of core.risk_terms: %v", err)
	}
	at := slices.Index(rows.Columns, "term")
	terms := make([]string, len(rows.Records))
	for i, record := range rows.Records {
		terms[i] = record[at]
	}
	slices.Sort(terms)
	return terms
}

func TestTermsAreThoseOfTheSeed(t *testing.T) {
	want, got := seedTerms(t), reasons.Terms()
	for _, term := range want {
		if !slices.Contains(got, term) {
			t.Errorf("%s has no sentence", term)
		}
	}
	for _, term := range got {
		if !slices.Contains(want, term) {
			t.Errorf("%s has a sentence, but is no term of core.risk_terms", term)
		}
	}
}

func TestNothingToSay(t *testing.T) {
	for _, term := range append(seedTerms(t), "unknown") {
		for _, value := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			if swedish, english, ok := reasons.Sentence(term, value); ok || swedish+english != "" {
				t.Errorf("%s = %v says %q, %q", term, value, swedish, english)
			}
		}
	}
	for term, value := range map[string]float64{
		"unknown": 1, "is_female": 0.5, "limitation_d4": 4.5, "limitation_d1": -1, "limitation_change_12m": 9, "hours_now": -1,
		"n_alarm_responses_3m": -2, "months_since_change": -1, "age_years": -1, "nurse_h_3m": -0.5, "has_alarm": 7, "performed_share_3m": -1,
		"months_since_hospital": -1, "hours_volatility_12m": -0.1, "n_missed_hospital_3m": -1, "limitation_total": -3,
	} {
		if swedish, english, ok := reasons.Sentence(term, value); ok {
			t.Errorf("%s = %v says %q, %q", term, value, swedish, english)
		}
	}
	if swedish, _, ok := reasons.SentenceAt("hours_change_6m", 5, 0.5); ok { // hours before would be less than 0
		t.Errorf("an impossible change of hours says %q", swedish)
	}
}

// What can be NULL in mart.risk_features, and a sex of 0.5, has words for it.
func TestMissing(t *testing.T) {
	objects, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(objects, func(o sqlfs.Object) bool { return o.FullName() == "mart.risk_features" })
	for _, column := range regexp.MustCompile(`(?m)^\s+(\w+)\s+(Nullable\(Float64\)|Float64)\s`).FindAllStringSubmatch(objects[at].DDL, -1) {
		swedish, english, ok := reasons.Missing(column[1])
		if want := strings.HasPrefix(column[2], "Nullable") || column[1] == "is_female"; ok != want {
			t.Errorf("%s of type %s: has words for missing: %v, want %v", column[1], column[2], ok, want)
		}
		if ok {
			checkWording(t, column[1], swedish, english)
		}
	}
	if _, _, ok := reasons.Missing("unknown"); ok {
		t.Error("an unknown term has words for missing")
	}
}

// No sentence speaks of causes, in the language of the database, or with a number
// that has lost its noun's number.
func TestWording(t *testing.T) {
	for _, term := range seedTerms(t) {
		spoke := false
		for _, value := range grid() {
			for _, hours := range []float64{math.NaN(), 0, 1, 120} {
				if swedish, english, ok := reasons.SentenceAt(term, value, hours); ok {
					spoke = true
					checkWording(t, term, swedish, english)
				}
			}
		}
		if !spoke {
			t.Errorf("%s never says anything", term)
		}
	}
	for _, l := range readLines(t) {
		checkWording(t, l.term, l.swedish, l.english)
	}
}

// grid is values of any term, close around 0 and wide above.
func grid() []float64 {
	var values []float64
	for step := -20; step <= 20; step++ {
		values = append(values, float64(step)/5)
	}
	for value := 5.0; value < 130; value += 3.5 {
		values = append(values, value)
	}
	return values
}

func checkWording(t *testing.T, term, swedish, english string) {
	t.Helper()
	causes := regexp.MustCompile(`(?i)orsak|beror|berodde|leder till|ledde till|på grund av|\beftersom\b|\bdärför\b|\bför att\b|\bså att\b|medför|tack vare|till följd|påverka|` +
		`caus|\bdue to\b|\bleads? to\b|\bled to\b|result(s|ed)? (in|from)|\bowing to\b|thanks to|\btherefore\b|\bsince (he|she|the client)\b|affects?`)
	machine := regexp.MustCompile(`_|%!|NaN|Inf|NULL|\blog\b|\bkvå\b|\bhsl\b|\bsol\b|\bibic\b|  |\s[,.]|-\d`)
	number := regexp.MustCompile(`(^|[^\d.,])1 (månader|timmar|minuter|besök de|planerade|larmutryckningar|korttidsvistelser|olika|nya|behov är bedömda|registrerade|` +
		`hemtjänsttimmar|months|hours|minutes|years|planned visits|alarm responses|short-term stays|different|levels|points|needs|registered health-care actions)`)
	for _, text := range []string{swedish, english} {
		for what, pattern := range map[string]*regexp.Regexp{"speaks of a cause": causes, "is not for people": machine, "counts wrongly": number} {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s: %q %s: %q", term, text, what, found)
			}
		}
	}
	if regexp.MustCompile(`\d\.\d`).MatchString(swedish) || regexp.MustCompile(`\d,\d`).MatchString(english) {
		t.Errorf("%s: wrong sign of decimals in %q, %q", term, swedish, english)
	}
}
