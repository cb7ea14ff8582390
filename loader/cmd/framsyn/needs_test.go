package main

import (
	"strings"
	"testing"
)

func TestNeedsAreExplainedInATable(t *testing.T) {
	limitation, low, high := uint8(3), 80.4, 120.0
	found := []needResource{{
		Resource: "home_care_granted", Month: "2026-01-01", Assessed: true, Norm: 90, Recorded: 95.4,
		Parts: []needPart{
			{Part: "need", Code: "d510", Term: "Att tvätta sig", Limitation: &limitation, Minutes: 100.2, Low: &low, High: &high, Norm: 90, Clients: 40},
			{Part: "need", Code: "d570", Term: "Att sköta sin egen hälsa", Minutes: 0.1, Low: new(float64), High: &low, Clients: 7},
			{Part: "need", Code: "d160", Minutes: 0.2, Low: new(float64), High: &low, Clients: 7},
			{Part: "habit", Minutes: -0.3},
			{Part: "remainder", Minutes: -4.8},
		},
	}, {Resource: "nurse", Month: "2026-01-01", Recorded: 20, Parts: []needPart{{Part: "remainder", Minutes: 20}}}}
	var out strings.Builder
	if err := printNeeds(&out, found); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"home_care_granted, 2026-01: recorded 95 minutes per week, by the norm 90",
		"part                         limitation  practice  95 %    norm  clients",
		"d510 Att tvätta sig          3           100       80-120  90    40",
		"2 needs under half a minute              0",
		"habit                                    0",
		"remainder                                -5",
		"",
		"nurse, 2026-01: recorded 20 minutes per week, by the norm 0",
		"no assessment that could explain it",
		"part       limitation  practice  95 %  norm  clients",
		"remainder              20",
	}
	lines := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestNeedsExplainWantsAClient(t *testing.T) {
	for _, arguments := range [][]string{{"needs"}, {"needs", "explain"}, {"needs", "explain", "--client", "anna"}} {
		if code, _, stderr := call(t, arguments...); code != exitUsage || stderr == "" {
			t.Errorf("%v: code %d, %q", arguments, code, stderr)
		}
	}
	if _, err := oneResource(nil, "doctor"); err == nil || !strings.Contains(err.Error(), "physical_therapy") {
		t.Errorf("an unknown resource: %v", err)
	}
}
