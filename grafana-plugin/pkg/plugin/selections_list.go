package plugin

import (
	"cmp"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/selections"
)

// totals are sums over clients; those of areas add up.
type totals struct {
	Scope          uint64  `json:"n_scope"`               // clients that the reader may see
	DoubledScope   float64 `json:"doubled_scope"`         // of them expected to double their need
	ScopeWith      uint64  `json:"n_scope_with_doubling"` // of them with that risk
	Clients        uint64  `json:"n_clients"`
	WithRisk       uint64  `json:"n_with_risk"`
	Hours          float64 `json:"hours"`             // granted now, per month
	HoursOfThose   float64 `json:"hours_of_expected"` // of those for whom hours are expected
	Expected       float64 `json:"expected"`          // hours in a year, per month
	Doubled        float64 `json:"doubled"`           // clients expected to double their need
	WithDoubling   uint64  `json:"n_with_doubling"`   // clients with that risk
	Years          uint64  `json:"years"`             // ages added up
	Women          uint64  `json:"n_women"`
	Single         uint64  `json:"n_single"`
	HouseholdKnown uint64  `json:"n_household_known"`
	WithPotential  uint64  `json:"n_with_potential"`
	Potential      float64 `json:"potential"` // hours per month; negative = fewer
}

func (t *totals) add(other totals) {
	t.Scope += other.Scope
	t.DoubledScope += other.DoubledScope
	t.ScopeWith += other.ScopeWith
	t.Clients += other.Clients
	t.WithRisk += other.WithRisk
	t.Hours += other.Hours
	t.HoursOfThose += other.HoursOfThose
	t.Expected += other.Expected
	t.Doubled += other.Doubled
	t.WithDoubling += other.WithDoubling
	t.Years += other.Years
	t.Women += other.Women
	t.Single += other.Single
	t.HouseholdKnown += other.HouseholdKnown
	t.WithPotential += other.WithPotential
	t.Potential += other.Potential
}

// areaTotals are the sums of an area.
type areaTotals struct {
	Area string `json:"area"`
	Name string `json:"name"`
	totals
}

// selectionSummary counts those who meet a filter, in all and by area.
func (i *Instance) selectionSummary(c call) (any, error) {
	var body chosenBy
	condition, err := i.readCondition(c, &body, &body)
	if err != nil {
		return nil, err
	}
	answer := struct {
		Total     totals       `json:"total"`
		First     firstOnes    `json:"first"`
		Areas     []areaTotals `json:"areas"`
		Condition string       `json:"condition"`
		SQL       string       `json:"sql"` // of the list, for those who want to see it
	}{Areas: []areaTotals{}, Condition: condition}
	if answer.SQL, err = (selections.List{Limit: mostListed}).Statement(clientsScope(c.who), condition); err != nil {
		return nil, err
	}
	var greatest []float64
	err = i.eachRow(c, "selection_summary", selections.SummaryStatement(clientsScope(c.who), condition), nil, func(rows driver.Rows) error {
		var a areaTotals
		var risks []float64
		t := &a.totals
		err := rows.Scan(&a.Area, &a.Name, &t.Scope, &t.DoubledScope, &t.ScopeWith, &t.Clients, &t.WithRisk, &t.Hours, &t.HoursOfThose, &t.Expected, &t.Doubled,
			&t.WithDoubling, &t.Years, &t.Women, &t.Single, &t.HouseholdKnown, &t.WithPotential, &t.Potential, &risks)
		answer.Total.add(a.totals)
		greatest = append(greatest, risks...)
		answer.Areas = append(answer.Areas, a)
		return err
	})
	answer.First = firstOf(greatest)
	return answer, err
}

// firstOnes are those of a selection with the greatest risk that the need doubles.
type firstOnes struct {
	Clients int     `json:"n_clients"` // [selections.MostGreatest], or fewer where there are not so many
	Doubled float64 `json:"doubled"`   // of them expected to double their need
}

// firstOf picks the greatest risks of those of all areas.
func firstOf(risks []float64) firstOnes {
	slices.SortFunc(risks, func(a, b float64) int { return cmp.Compare(b, a) })
	var first firstOnes
	for _, risk := range risks[:min(len(risks), selections.MostGreatest)] {
		first.Clients++
		first.Doubled += risk
	}
	return first
}

// readCondition reads a request about clients into body, of which asked is the part
// that chooses, and returns the condition. Who may not see clients does not get so far.
func (i *Instance) readCondition(c call, body any, asked *chosenBy) (string, error) {
	if err := must(c.who, seeClients); err != nil {
		return "", err
	}
	if err := readBody(c, body); err != nil {
		return "", err
	}
	return i.condition(c.Context(), c.who, *asked)
}

// listedClient is a client as the list shows it.
type listedClient struct {
	Client        string    `json:"client"`
	Area          string    `json:"area"`
	AreaName      string    `json:"area_name"`
	Status        string    `json:"status"`
	Sex           string    `json:"sex"`
	Age           uint8     `json:"age"`
	IsSingle      *bool     `json:"is_single"`
	Hours         float64   `json:"hours"`
	Expected      *float64  `json:"expected"`
	ExpectedLow   *float64  `json:"expected_low"`
	ExpectedHigh  *float64  `json:"expected_high"`
	Change        float64   `json:"change"`
	Course        []float64 `json:"course"`
	Trend         string    `json:"trend"`
	Target        string    `json:"target"`
	Risk          *float64  `json:"risk"`
	RiskLow       *float64  `json:"risk_low"`
	RiskHigh      *float64  `json:"risk_high"`
	Percentile    *float64  `json:"percentile"`
	Decline       *float64  `json:"decline"`
	Housing       *float64  `json:"housing"`
	PotentialKind string    `json:"potential_kind"`
	Potential     *float64  `json:"potential"`
	PotentialLow  *float64  `json:"potential_low"`
	PotentialHigh *float64  `json:"potential_high"`
	Categories    []string  `json:"categories"`
	HasHSL        bool      `json:"has_hsl"`
	HSLMinutes    uint64    `json:"hsl_min"`
	EarlierKind   string    `json:"earlier_kind"`
	EarlierResult string    `json:"earlier_result"`
	EarlierDate   *string   `json:"earlier_date"`
	AssessedDate  *string   `json:"assessed_date"`
	HasEarlySigns bool      `json:"has_early_signs"`
	Signs         []string  `json:"signs"`
	Reasons       []string  `json:"reasons"`
}

// mostListed bounds the rows of one answer; the page asks for the next ones.
const mostListed = 1000

// selectionClients lists those who meet a filter.
func (i *Instance) selectionClients(c call) (any, error) {
	var body struct {
		chosenBy
		Sort       string `json:"sort"`
		Descending bool   `json:"descending"`
		Limit      int    `json:"limit"`
		Offset     int    `json:"offset"`
	}
	condition, err := i.readCondition(c, &body, &body.chosenBy)
	if err != nil {
		return nil, err
	}
	list := selections.List{Sort: body.Sort, IsDescending: body.Descending, Limit: 100, Offset: max(body.Offset, 0)}
	if body.Limit > 0 {
		list.Limit = min(body.Limit, mostListed)
	}
	statement, err := list.Statement(clientsScope(c.who), condition)
	if err != nil {
		return nil, filterFault(err)
	}
	clients, err := i.listed(c, statement)
	return map[string]any{"clients": clients}, err
}

// listed runs the query of a list, and looks up what other tables know of those on it.
func (i *Instance) listed(c call, statement string) ([]listedClient, error) {
	clients := []listedClient{}
	place := map[string]int{}
	var ids []string
	err := i.eachRow(c, "selection_clients", statement, nil, func(rows driver.Rows) error {
		one, err := scanClient(rows, c.language)
		place[one.Client] = len(clients)
		clients, ids = append(clients, one), append(ids, one.Client)
		return err
	})
	if err != nil || len(ids) == 0 {
		return clients, err
	}
	err = i.eachRow(c, "selection_details", selections.DetailsStatement(ids), nil, func(rows driver.Rows) error {
		var client, trend string
		var hasSigns bool
		var signs [2][]string // Swedish, English
		err := rows.Scan(&client, &trend, &hasSigns, &signs[0], &signs[1])
		one := &clients[place[client]]
		if trend != "" {
			one.Trend = trend
			return err
		}
		one.HasEarlySigns, one.Signs = hasSigns, inLanguage(c.language, signs)
		return err
	})
	return clients, err
}

// inLanguage chooses between sentences in Swedish and English.
func inLanguage(language string, sentences [2][]string) []string {
	if language == "en" {
		return sentences[1]
	}
	return sentences[0]
}

// scanClient reads a row of a list, with its sentences in a language.
func scanClient(rows driver.Rows, language string) (listedClient, error) {
	var one listedClient
	var earlier, assessed *time.Time
	var reasons [2][]string // Swedish, English
	err := rows.Scan(&one.Client, &one.Area, &one.AreaName, &one.Status, &one.Sex, &one.Age, &one.IsSingle, &one.Hours, &one.Expected, &one.ExpectedLow, &one.ExpectedHigh,
		&one.Change, &one.Course, &one.Target, &one.Risk, &one.RiskLow, &one.RiskHigh, &one.Percentile, &one.Decline, &one.Housing,
		&one.PotentialKind, &one.Potential, &one.PotentialLow, &one.PotentialHigh, &one.Categories, &one.HasHSL, &one.HSLMinutes,
		&one.EarlierKind, &one.EarlierResult, &earlier, &assessed, &reasons[0], &reasons[1])
	if err != nil {
		return one, err
	}
	one.EarlierDate, one.AssessedDate = dayText(earlier), dayText(assessed)
	one.Reasons = inLanguage(language, reasons)
	return one, nil
}
