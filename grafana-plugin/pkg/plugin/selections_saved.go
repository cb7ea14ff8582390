package plugin

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/identity"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/selections"
)

// authorOfExamples is who has made the selections that come with Framsyn.
const authorOfExamples = "framsyn"

// savedSelection is a saved selection as the page gets it.
type savedSelection struct {
	ID          string  `json:"id"`
	Version     uint32  `json:"version"`
	Name        string  `json:"name"`
	Theme       string  `json:"theme"`
	Goal        string  `json:"goal"`
	Description string  `json:"description"`
	Steps       string  `json:"steps"`
	Why         string  `json:"why"`
	Purpose     string  `json:"purpose"`
	Author      string  `json:"author"`
	Created     string  `json:"created"`
	Expires     *string `json:"expires"`
	IsExpired   bool    `json:"is_expired"`
	State       string  `json:"state"` // living or expired
	IsExample   bool    `json:"is_example"`
	Condition   string  `json:"condition"`

	Filter   selections.Filter `json:"filter"`
	Members  uint64            `json:"members"`  // when last followed, of those whom the reader may see
	Entered  uint64            `json:"entered"`  // since the asked day; not those with whom it began
	Left     uint64            `json:"left"`     // since the asked day
	Followed *string           `json:"followed"` // day of the newest change; nil where none has been seen
}

func (i *Instance) savedAs(s selections.Selection) savedSelection {
	return savedSelection{
		ID: s.ID, Version: s.Version, Name: s.Name, Theme: s.Theme, Goal: s.Goal, Description: s.Description, Steps: s.Steps, Why: s.Why, Purpose: s.Purpose,
		Author: s.Author, Created: s.Created.Format(time.DateOnly), Expires: dayText(s.Expires), IsExpired: s.State(i.now()) == selections.Expired, State: string(s.State(i.now())),
		IsExample: s.Author == authorOfExamples, Condition: s.Filter, Filter: filterOf(s),
	}
}

// listSelections gives the newest version of each saved selection, and who has come
// and gone since a day.
func (i *Instance) listSelections(c call) (any, error) {
	if err := must(c.who, seeClients); err != nil {
		return nil, err
	}
	since, err := i.since(c)
	if err != nil {
		return nil, err
	}
	all, err := i.savedSelections(c.Context(), c.who)
	if err != nil {
		return nil, err
	}
	listed := make([]savedSelection, len(all))
	place := map[string]*savedSelection{}
	for n, s := range all {
		listed[n] = i.savedAs(s)
		place[s.ID] = &listed[n]
	}
	statement := `SELECT toString(events.selection_id) AS selection, uniqExactIf(client_id, events.is_last AND kind = 'entered') AS members,
    countIf(kind = 'entered' AND event_date > {since:Date} AND event_date > first_date) AS entered,
    countIf(kind = 'left' AND event_date > {since:Date}) AS left,
    max(event_date) AS followed
FROM
(
    SELECT
        selection_id, client_id, kind, event_date,
        min(event_date) OVER (PARTITION BY selection_id) AS first_date,
        row_number() OVER (PARTITION BY selection_id, client_id ORDER BY written_at DESC) = 1 AS is_last
    FROM core.selection_events
) AS events
WHERE ` + membersScope(c.who) + `
GROUP BY events.selection_id`
	err = i.eachRow(c, "selection_sizes", statement, map[string]string{"since": since}, func(rows driver.Rows) error {
		var id string
		var members, entered, left uint64
		var followed time.Time
		err := rows.Scan(&id, &members, &entered, &left, &followed)
		if s := place[id]; s != nil && !s.IsExpired { // its clients are shown to nobody, also before the job has written that they left
			s.Members, s.Entered, s.Left, s.Followed = members, entered, left, dayText(&followed)
		}
		return err
	})
	return map[string]any{"selections": listed, "since": since}, err
}

// since is the day after which changes are asked for: by default 30 days ago.
func (i *Instance) since(c call) (string, error) {
	text := c.URL.Query().Get("since")
	if text == "" {
		return i.now().AddDate(0, 0, -30).Format(time.DateOnly), nil
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", &fault{Text: queries.Text{SV: fmt.Sprintf("since är %q: skriv en dag som ÅÅÅÅ-MM-DD.", text), EN: fmt.Sprintf("since is %q: write a day as YYYY-MM-DD.", text)}}
	}
	return text, nil
}

// membersScope limits clients to those of the areas that somebody sees: those of today
// by their area of today, others by their last decision.
func membersScope(who identity.Identity) string {
	if who.AllAreas {
		return "1"
	}
	inAreas := selections.InAreas(who.Areas)
	return `client_id IN (SELECT client_id FROM mart.candidates WHERE ` + inAreas + `
        UNION ALL SELECT client_id FROM core.clients WHERE ` + inAreas + ` AND client_id NOT IN (SELECT client_id FROM mart.candidates))`
}

// version is one of those that a saved selection has had.
type version struct {
	Version   uint32  `json:"version"`
	Author    string  `json:"author"`
	Created   string  `json:"created"`
	Expires   *string `json:"expires"`
	Condition string  `json:"condition"`
}

// showSelection gives a saved selection with its versions, the newest first.
func (i *Instance) showSelection(c call) (any, error) {
	if err := must(c.who, seeClients); err != nil {
		return nil, err
	}
	saved, err := i.findSelection(c.Context(), c.who, c.PathValue("id"))
	if err != nil {
		return nil, err
	}
	versions := []version{}
	statement := `SELECT version, toString(author), created_date, expires_date, filter_sql FROM core.selections WHERE selection_id = {id:String} ORDER BY version DESC`
	err = i.eachRow(c, "selection_versions", statement, map[string]string{"id": sqlfs.StringParameter(saved.ID)}, func(rows driver.Rows) error {
		var v version
		var created time.Time
		var expires *time.Time
		err := rows.Scan(&v.Version, &v.Author, &created, &expires, &v.Condition)
		v.Created, v.Expires = created.Format(time.DateOnly), dayText(expires)
		versions = append(versions, v)
		return err
	})
	return map[string]any{"selection": i.savedAs(saved), "versions": versions}, err
}

// selectionChange is a client who entered or left.
type selectionChange struct {
	Client   string   `json:"client"`
	Kind     string   `json:"kind"` // entered or left
	Date     string   `json:"date"`
	Version  uint32   `json:"version"`
	AreaName string   `json:"area_name"`
	Age      *uint8   `json:"age"`   // nil for those who are no clients any more
	Hours    *float64 `json:"hours"` // now, per month
	Risk     *float64 `json:"risk"`
}

// selectionChanges tells who has entered and left a saved selection since a day.
func (i *Instance) selectionChanges(c call) (any, error) {
	if err := must(c.who, seeClients); err != nil {
		return nil, err
	}
	since, err := i.since(c)
	if err != nil {
		return nil, err
	}
	saved, err := i.findSelection(c.Context(), c.who, c.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if i.savedAs(saved).IsExpired {
		return map[string]any{"changes": []selectionChange{}, "since": since}, nil
	}
	statement := `SELECT toString(events.client_id), toString(events.kind), events.event_date, events.selection_version,
    ifNull(today.area_name, ''), today.age_years, today.hours_now, today.risk_probability
FROM
(
    SELECT client_id, kind, event_date, selection_version, written_at
    FROM core.selection_events
    WHERE selection_id = {id:String} AND event_date > {since:Date}
        AND (kind = 'left' OR event_date > (SELECT min(event_date) FROM core.selection_events WHERE selection_id = {id:String}))
        AND ` + membersScope(c.who) + `
) AS events
LEFT JOIN (SELECT client_id, area_name, age_years, hours_now, risk_probability FROM mart.candidates) AS today ON events.client_id = today.client_id
ORDER BY events.written_at DESC, events.kind, today.risk_probability DESC NULLS LAST, events.client_id
LIMIT 1000`
	changes := []selectionChange{}
	parameters := map[string]string{"id": sqlfs.StringParameter(c.PathValue("id")), "since": since}
	err = i.eachRow(c, "selection_changes", statement, parameters, func(rows driver.Rows) error {
		var change selectionChange
		var day time.Time
		err := rows.Scan(&change.Client, &change.Kind, &day, &change.Version, &change.AreaName, &change.Age, &change.Hours, &change.Risk)
		change.Date = day.Format(time.DateOnly)
		changes = append(changes, change)
		return err
	})
	return map[string]any{"changes": changes, "since": since}, err
}

// toSave is a selection as the page sends it.
type toSave struct {
	ID          string          `json:"id"` // of the selection that gets a new version; empty for a new one
	Name        string          `json:"name"`
	Theme       string          `json:"theme"`
	Goal        string          `json:"goal"`
	Description string          `json:"description"`
	Steps       string          `json:"steps"`
	Why         string          `json:"why"`
	Purpose     string          `json:"purpose"`
	Expires     string          `json:"expires"` // YYYY-MM-DD
	Filter      json.RawMessage `json:"filter"`
}

// validate tells what the page's form lets through only by mistake.
func (s toSave) validate() (expires time.Time, err error) {
	missing := func(text, sv, en string) error {
		if strings.TrimSpace(text) != "" {
			return nil
		}
		return &fault{Text: queries.Text{SV: sv + " saknas.", EN: en + " is missing."}}
	}
	for _, err := range []error{missing(s.Name, "Namnet", "The name"), missing(s.Purpose, "Ändamålet", "The purpose"), missing(s.Expires, "Sista dagen", "The last day")} {
		if err != nil {
			return expires, err
		}
	}
	expires, err = time.Parse(time.DateOnly, s.Expires)
	if err != nil {
		return expires, &fault{Text: queries.Text{SV: fmt.Sprintf("Sista dagen är %q: skriv ÅÅÅÅ-MM-DD.", s.Expires), EN: fmt.Sprintf("The last day is %q: write YYYY-MM-DD.", s.Expires)}}
	}
	return expires, nil
}
