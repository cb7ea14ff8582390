package plugin

import (
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/selections"
)

// compared is a part of two selections beside each other: those in the first only, in
// both, or in the second only.
type compared struct {
	Part          string   `json:"part"` // first, both, second
	Clients       uint64   `json:"n_clients"`
	Hours         float64  `json:"hours"`
	HoursOfThose  float64  `json:"hours_of_expected"`
	Expected      float64  `json:"expected"`
	Doubled       float64  `json:"doubled"`
	WithDoubling  uint64   `json:"n_with_doubling"`
	MeanAge       *float64 `json:"mean_age"`
	WithPotential uint64   `json:"n_with_potential"`
	Potential     float64  `json:"potential"`

	Listed []listedClient `json:"clients"` // those with the greatest risk
}

// mostCompared is how many clients of each part are listed.
const mostCompared = 100

// compareSelections puts two selections beside each other.
func (i *Instance) compareSelections(c call) (any, error) {
	var body struct {
		First  chosenBy `json:"first"`
		Second chosenBy `json:"second"`
	}
	first, err := i.readCondition(c, &body, &body.First)
	if err != nil {
		return nil, err
	}
	second, err := i.condition(c.Context(), c.who, body.Second)
	if err != nil {
		return nil, err
	}
	conditions := map[string]string{
		"first":  "ifNull(" + first + ", 0) AND NOT ifNull(" + second + ", 0)",
		"both":   "ifNull(" + first + ", 0) AND ifNull(" + second + ", 0)",
		"second": "ifNull(" + second + ", 0) AND NOT ifNull(" + first + ", 0)",
	}
	parts := []compared{{Part: "first"}, {Part: "both"}, {Part: "second"}}
	err = i.eachRow(c, "selection_compare", selections.CompareStatement(clientsScope(c.who), first, second), nil, func(rows driver.Rows) error {
		var p compared
		err := rows.Scan(&p.Part, &p.Clients, &p.Hours, &p.HoursOfThose, &p.Expected, &p.Doubled, &p.WithDoubling, &p.MeanAge, &p.WithPotential, &p.Potential)
		for n := range parts {
			if parts[n].Part == p.Part {
				parts[n] = p
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for n := range parts {
		parts[n].Listed = []listedClient{}
		if parts[n].Clients == 0 {
			continue
		}
		statement, err := (selections.List{Limit: mostCompared}).Statement(clientsScope(c.who), conditions[parts[n].Part])
		if err != nil {
			return nil, err
		}
		parts[n].Listed, err = i.listed(c, statement)
		if err != nil {
			return nil, err
		}
	}
	return map[string]any{"parts": parts}, nil
}
