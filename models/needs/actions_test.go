package needs_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/framsyn/framsyn/models/needs"
)

// actionMonths simulates clients who each have some kinds of action, each action
// with a planted mean time and an error of its own, months with an error of the
// client's.
func actionMonths(seed uint64, clients int) (actions []needs.Action, minutes []float64, months []needs.ActionMonth) {
	rng := rand.New(rand.NewPCG(seed, 11))
	for _, profession := range []string{"at", "ft", "ssk"} {
		base := map[string]float64{"at": 45, "ft": 35, "ssk": 15}[profession]
		for _, chapter := range []string{"P", "Q"} {
			own := base * math.Exp(.3*rng.NormFloat64())
			for _, code := range []string{"901", "902", "903", "904"} {
				actions = append(actions, needs.Action{Code: chapter + code, Chapter: chapter, Profession: profession})
				minutes = append(minutes, own*math.Exp(.3*rng.NormFloat64()))
			}
		}
	}
	for client := range clients {
		error := math.Exp(.2*rng.NormFloat64() - .02)
		rate := make([]float64, len(actions))
		for g := range rate {
			if rng.Float64() < .25 {
				rate[g] = 4 * rng.Float64()
			}
		}
		for range 6 {
			for p, profession := range []string{"at", "ft", "ssk"} {
				m := needs.ActionMonth{Client: uint64(client), Profession: profession}
				for g := 8 * p; g < 8*p+8; g++ {
					n := 0
					if rate[g] > 0 {
						n = int(distuv.Poisson{Lambda: rate[g], Src: rng}.Rand())
					}
					if n == 0 {
						continue
					}
					m.Counts = append(m.Counts, needs.ActionCount{Action: g, N: float64(n)})
					for range n {
						m.Minutes += minutes[g] * error * rng.ExpFloat64()
					}
				}
				if len(m.Counts) > 0 {
					m.Visits = 1
					months = append(months, m)
				}
			}
		}
	}
	return actions, minutes, months
}

func TestMinutesPerActionAreRecovered(t *testing.T) {
	var n, in, miss, use float64
	for seed := range uint64(12) {
		actions, minutes, months := actionMonths(seed, 400)
		m, err := needs.FitActions(actions, months, needs.Options{})
		if err != nil || !m.Status.Converged {
			t.Fatal(err, m)
		}
		var fitted, recorded float64
		for g, x := range m.Times {
			n++
			if x.Low <= minutes[g] && minutes[g] <= x.High {
				in++
			}
			miss += x.N * math.Abs(x.Minutes-minutes[g])
			use += x.N * minutes[g]
			fitted += x.N * x.Minutes
		}
		for _, month := range months {
			recorded += month.Minutes
		}
		if r := fitted / recorded; math.Abs(r-1) > .02 {
			t.Errorf("seed %d: fitted is %v of recorded in total", seed, r)
		}
	}
	t.Logf("covered %.3f of %.0f, relative error %.3f", in/n, n, miss/use)
	if in/n < .90 || in/n > .99 || miss/use > .08 {
		t.Errorf("covered %v, relative error %v", in/n, miss/use)
	}
}

// An action that was never timed gets its chapter's time, in a wide interval.
func TestUntimedActionsFollowTheirChapter(t *testing.T) {
	actions, minutes, months := actionMonths(3, 600)
	actions = append(actions, needs.Action{Code: "Q999", Chapter: "Q", Profession: "ssk"})
	m, err := needs.FitActions(actions, months, needs.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x := m.Times[len(actions)-1]
	var chapter float64
	for _, v := range minutes[20:24] {
		chapter += v / 4
	}
	if x.Clients != 0 || x.N != 0 || math.Abs(x.Minutes/chapter-1) > .35 || x.High-x.Low < 3*(m.Times[20].High-m.Times[20].Low) {
		t.Errorf("%+v, chapter %v, timed sibling %+v", x, chapter, m.Times[20])
	}
}

// By hand: 3 recorded minutes and 4 estimated actions, 2 delegated of 8.
func TestWorkloadByHand(t *testing.T) {
	m := &needs.ActionModel{
		Times:       []needs.ActionTime{{Action: needs.Action{Code: "QH901", Profession: "ssk"}, Minutes: 10}},
		Professions: []string{"ssk"}, VisitsPerAction: []float64{0.5},
	}
	missing := math.NaN()
	work, err := m.Workload([]needs.ActionMonth{
		{Profession: "ssk", Counts: []needs.ActionCount{{N: 2}}, Minutes: 3, Visits: 1},
		{Profession: "ssk", Counts: []needs.ActionCount{{N: 4, Delegated: 2}}, Minutes: missing, Visits: missing},
		{Profession: "ssk", Minutes: 7, Visits: 2},
	}, map[string]float64{"ssk": 8})
	want := needs.Work{
		Profession: "ssk", Actions: 6, DelegatedActions: 2, DelegatedShare: .25,
		Recorded: 10, Estimated: 40, Direct: 50, Delegated: 20, Visits: 5, Travel: 40,
	}
	if err != nil || len(work) != 1 || work[0] != want {
		t.Errorf("%+v %v\nby hand %+v", work, err, want)
	}
	if _, err := m.Workload(nil, map[string]float64{"ssk": math.NaN()}); err == nil {
		t.Error("travel of NaN minutes was taken")
	}
}

func TestBadActionMonthsAreNamed(t *testing.T) {
	actions := []needs.Action{{Code: "QH901", Profession: "ssk"}, {Code: "QG901", Profession: "ft"}}
	for want, m := range map[string]needs.ActionMonth{
		"-1 minutes":                 {Profession: "ssk", Minutes: -1},
		`profession "läk" has no`:    {Profession: "läk"},
		"action 5 of 2":              {Profession: "ssk", Counts: []needs.ActionCount{{Action: 5}}},
		"action 0 was done NaN":      {Profession: "ssk", Counts: []needs.ActionCount{{N: math.NaN()}}},
		"is one of ft in a month":    {Profession: "ssk", Counts: []needs.ActionCount{{Action: 1, N: 1}}},
		"action 0 comes twice":       {Profession: "ssk", Counts: []needs.ActionCount{{N: 1}, {N: 1}}},
		"none of 1 months has both ": {Profession: "ssk", Minutes: 5},
	} {
		if _, err := needs.FitActions(actions, []needs.ActionMonth{m}, needs.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, wanted one with %q", err, want)
		}
	}
}
