package needs

import (
	"fmt"
	"math"
	"slices"
)

// Work is the time of one profession. Direct + Travel is what the profession
// spends; Delegated is home care's.
type Work struct {
	Profession       string
	Actions          float64 // by the profession itself
	DelegatedActions float64
	DelegatedShare   float64 // of all actions; NaN where there are none
	Recorded         float64 // minutes as recorded
	Estimated        float64 // minutes by the model, in months without recorded minutes
	Direct           float64 // Recorded + Estimated
	Delegated        float64 // minutes that delegated actions would take by the model
	Visits           float64 // recorded, else by the profession's visits per action
	Travel           float64 // Visits times the setting
}

// Workload adds up months by profession, sorted. Where minutes were recorded they
// count as they are; elsewhere the model's minutes per action stand in. travel
// gives the travel time per visit (minutes) by profession; a profession that it
// does not name travels for 0 minutes.
func (m *ActionModel) Workload(months []ActionMonth, travel map[string]float64) ([]Work, error) {
	actions := make([]Action, len(m.Times))
	for g, t := range m.Times {
		actions[g] = t.Action
	}
	if err := checkActions(actions, months); err != nil {
		return nil, err
	}
	for profession, minutes := range travel {
		if !(minutes >= 0) || math.IsInf(minutes, 1) {
			return nil, fmt.Errorf("needs: travel of %s: %v minutes per visit; give a finite number of at least 0", profession, minutes)
		}
	}
	out := make([]Work, len(m.Professions))
	for i, name := range m.Professions {
		out[i].Profession = name
	}
	for i := range months {
		at := slices.Index(m.Professions, months[i].Profession)
		out[at].add(m, &months[i], m.VisitsPerAction[at])
	}
	for i := range out {
		w := &out[i]
		w.Direct = w.Recorded + w.Estimated
		w.Travel = w.Visits * travel[w.Profession]
		w.DelegatedShare = w.DelegatedActions / (w.Actions + w.DelegatedActions)
	}
	return out, nil
}

func (w *Work) add(m *ActionModel, month *ActionMonth, perAction float64) {
	var n, estimated float64
	for _, c := range month.Counts {
		n += c.N
		estimated += c.N * m.Times[c.Action].Minutes
		w.DelegatedActions += c.Delegated
		w.Delegated += c.Delegated * m.Times[c.Action].Minutes
	}
	w.Actions += n
	if math.IsNaN(month.Minutes) {
		w.Estimated += estimated
	} else {
		w.Recorded += month.Minutes
	}
	switch {
	case !math.IsNaN(month.Visits):
		w.Visits += month.Visits
	case !math.IsNaN(perAction):
		w.Visits += n * perAction
	}
}
