package reasons_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/reasons"
)

var update = flag.Bool("update", false, "write the golden files")

const golden = "testdata/sentences.txt"

// line is one of the golden file: term, value, hours now (- where not known), and
// the two sentences (- where there is nothing to say).
type line struct {
	term, value, hours string
	swedish, english   string
}

func (l line) String() string {
	return strings.Join([]string{l.term, l.value, l.hours, l.swedish, l.english}, "\t")
}

func readLines(t *testing.T) []line {
	t.Helper()
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var lines []line
	for i, row := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		fields := strings.Split(row, "\t")
		if len(fields) != 5 {
			t.Fatalf("%s:%d: has %d fields, want 5", golden, i+1, len(fields))
		}
		lines = append(lines, line{fields[0], fields[1], fields[2], fields[3], fields[4]})
	}
	return lines
}

// said is the line as the package says it.
func (l line) said(t *testing.T) line {
	t.Helper()
	hours := math.NaN()
	if l.hours != "-" {
		hours = parsed(t, l.hours)
	}
	swedish, english, ok := reasons.SentenceAt(l.term, parsed(t, l.value), hours)
	if !ok {
		swedish, english = "-", "-"
	}
	return line{l.term, l.value, l.hours, swedish, english}
}

func parsed(t *testing.T, text string) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestSentences(t *testing.T) {
	var written strings.Builder
	for i, want := range readLines(t) {
		got := want.said(t)
		fmt.Fprintln(&written, got)
		if got != want && !*update {
			t.Errorf("%s:%d:\n got %s\nwant %s", golden, i+1, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(written.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryTermHasSeveralSentences(t *testing.T) {
	n := map[string]int{}
	for _, l := range readLines(t) {
		n[l.term]++
	}
	for _, term := range reasons.Terms() {
		if n[term] < 2 {
			t.Errorf("%s has %d lines in %s, want at least 2", term, n[term], golden)
		}
	}
	for term := range n {
		if !slices.Contains(reasons.Terms(), term) {
			t.Errorf("%s has lines in %s, but no sentence", term, golden)
		}
	}
}

func TestPairs(t *testing.T) {
	for _, pair := range []struct {
		a, b             reasons.Value
		swedish, english string
	}{
		{
			reasons.Value{Term: "age_years", Value: 84.5},
			reasons.Value{Term: "is_single_household", Value: 1},
			"Tillsammans: 84 år gammal, och bor ensam", "Together: 84 years old, and lives alone",
		},
		{
			reasons.Value{Term: "hours_change_6m", Value: math.Log(41. / 21)},
			reasons.Value{Term: "hours_now", Value: 40},
			"Tillsammans: hemtjänsttimmarna har fördubblats på sex månader (från 20 till 40 timmar i månaden), och har 40 hemtjänsttimmar i månaden",
			"Together: home-care hours have doubled in six months (from 20 to 40 hours a month), and has 40 home-care hours a month",
		},
		{
			reasons.Value{Term: "limitation_d4", Value: 3},
			reasons.Value{Term: "n_alarm_responses_3m", Value: 1},
			"Tillsammans: stor begränsning inom förflyttning, och 1 larmutryckning de senaste tre månaderna",
			"Together: severe limitation in mobility, and 1 alarm response in the last three months",
		},
	} {
		swedish, english, ok := reasons.PairSentence(pair.a, pair.b)
		if !ok || swedish != pair.swedish || english != pair.english {
			t.Errorf("got  %s\n     %s\nwant %s\n     %s", swedish, english, pair.swedish, pair.english)
		}
	}
	missing := reasons.Value{Term: "limitation_d4", Value: math.NaN()}
	if _, _, ok := reasons.PairSentence(missing, reasons.Value{Term: "is_female", Value: 1}); ok {
		t.Error("a pair with a missing value says something")
	}
}
