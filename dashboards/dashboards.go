// Package dashboards holds the dashboards that come with Framsyn, each a file
// NAME.json as Grafana saves it (schema version 1, read by Grafana 12.3 to 13.x).
// The app owns them: its plugin.json lists them, and the build copies them into the
// plugin. A server that provisions from files reads the same ones.
//
// A panel asks a named query of sql/queries, never SQL of its own, so that who may
// see what is decided in one place. A new version of a dashboard gets a higher
// revision: Grafana then replaces the one that it imported.
//
// They are written in Swedish. [Texts] makes the English ones of them by english.yaml,
// which has each text that a reader sees; [fields] are the places where texts stand.
package dashboards

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/framsyn/framsyn/sql/queries"
)

//go:embed *.json
var files embed.FS

// Dashboard is what of a dashboard the tests look at.
type Dashboard struct {
	File          string   `json:"-"`
	Language      string   `json:"-"`
	UID           string   `json:"uid"`
	Title         string   `json:"title"`
	Description   string   `json:"description"`
	Tags          []string `json:"tags"`
	SchemaVersion int      `json:"schemaVersion"`
	Revision      int      `json:"revision"`
	Editable      bool     `json:"editable"`
	Time          Range    `json:"time"`
	Panels        []Panel  `json:"panels"`
	Templating    struct {
		List []Variable `json:"list"`
	} `json:"templating"`
}

// Range is a range of time, as Grafana writes it.
type Range struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Source names a data source.
type Source struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// Panel is a panel, or a heading of the type row.
type Panel struct {
	ID          int      `json:"id"`
	Type        string   `json:"type"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Datasource  Source   `json:"datasource"`
	Position    Position `json:"gridPos"`
	Targets     []Target `json:"targets"`
	Links       []Link   `json:"links"`
	FieldConfig struct {
		Defaults  Field      `json:"defaults"`
		Overrides []Override `json:"overrides"`
	} `json:"fieldConfig"`
}

// Position is where a panel stands, in a grid of 24 columns.
type Position struct{ H, W, X, Y int }

// Target is a query of a panel.
type Target struct {
	RefID        string         `json:"refId"`
	Datasource   Source         `json:"datasource"`
	Kind         string         `json:"kind"`
	Name         string         `json:"name"`
	Parameters   map[string]any `json:"parameters"`
	DisplayNames *bool          `json:"displayNames,omitempty"`
	Language     string         `json:"language,omitempty"`
	Format       string         `json:"format,omitempty"`
}

// Link leads elsewhere.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Field says how values are shown.
type Field struct {
	Unit    string `json:"unit"`
	NoValue string `json:"noValue"`
}

// Override is an exception for one field.
type Override struct {
	Matcher struct {
		ID      string `json:"id"`
		Options string `json:"options"`
	} `json:"matcher"`
	Properties []struct {
		ID    string          `json:"id"`
		Value json.RawMessage `json:"value"`
	} `json:"properties"`
}

// Variable is what a reader chooses at the top: by a query, or from a fixed list.
type Variable struct {
	Type       string          `json:"type"`
	Name       string          `json:"name"`
	Label      string          `json:"label"`
	Datasource Source          `json:"datasource"`
	Query      json.RawMessage `json:"query"` // a Target for the type query
	Current    struct {
		Value any `json:"value"`
	} `json:"current"`
}

// Target is the query of a variable of the type query.
func (v Variable) Target() (Target, error) {
	var target Target
	err := json.Unmarshal(v.Query, &target)
	return target, err
}

// Audience is the roles that each dashboard is for, by its file: all its queries
// answer them. The first seven show no single person.
func Audience() map[string][]queries.Role {
	leaders := []queries.Role{queries.Leader, queries.Analyst, queries.Planner}
	return map[string][]queries.Role{
		"ledning.json":      append(leaders, queries.Manager),
		"omraden.json":      append(leaders, queries.Manager),
		"prognos.json":      append(leaders, queries.Manager),
		"uppfoljning.json":  append(leaders, queries.Manager),
		"likvardighet.json": leaders,
		"behov.json":        leaders,
		"modeller.json":     {queries.Leader, queries.Manager, queries.Analyst, queries.Planner, queries.Officer},
		"teamet.json":       {queries.Manager, queries.Analyst},
		"data.json":         {queries.Steward, queries.Analyst, queries.Officer},
		"drift.json":        {queries.Steward, queries.Analyst, queries.Officer},
		"granskning.json":   {queries.Officer},
	}
}

// All returns the dashboards as they are written, in Swedish, sorted by file.
func All() ([]Dashboard, error) { return In(Swedish) }

// In returns the dashboards in a language, sorted by file.
func In(language string) ([]Dashboard, error) {
	texts, err := Texts(language)
	if err != nil {
		return nil, err
	}
	var found []Dashboard
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		dashboard := Dashboard{File: name, Language: language}
		if err := json.Unmarshal(texts[name], &dashboard); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		found = append(found, dashboard)
	}
	return found, nil
}
