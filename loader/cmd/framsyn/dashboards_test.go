package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/framsyn/framsyn/dashboards"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

// asker asks the plugin as a browser does, through a host.
type asker struct {
	t    *testing.T
	url  string
	role queries.Role
}

// buildPlugin builds the plugin's program into a folder as make plugin does, without
// the pages.
func buildPlugin(t *testing.T) string {
	t.Helper()
	plugin := filepath.Join(t.TempDir(), "dist")
	for _, dir := range []string{filepath.Join(plugin, "datasource"), filepath.Join(pagesDir(plugin), "react18"), filepath.Join(pagesDir(plugin), "react19")} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(plugin, "plugin.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(plugin, "datasource", "gpx_framsyn_care_datasource_"+runtime.GOOS+"_"+runtime.GOARCH)
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", program, "../../../grafana-plugin/pkg")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the plugin: %v\n%s", err, out)
	}
	return plugin
}

// showPages shows the pages as up does, at a free port because the one that it
// would take is taken.
func showPages(t *testing.T, data string) pages {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	session, err := clickhouse.Ensure(ctx, data, clickhouse.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	taken, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close() //nolint:errcheck // it only takes the port
	a := &app{data: data, log: slog.New(slog.DiscardHandler)}
	flags := pagesFlags{listen: taken.Addr().String(), plugin: buildPlugin(t), isAsked: true}
	if shown, err := a.startPages(ctx, flags, session); err == nil || shown != nil || !errors.Is(err, syscall.EADDRINUSE) {
		t.Fatalf("the port that was asked for is taken: %v", err)
	}
	flags.isAsked = false
	shown, err := a.startPages(ctx, flags, session)
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(ctx)
	served := make(chan error)
	go func() { served <- shown.Serve(serving) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-served, shown.Close()); err != nil {
			t.Error(err)
		}
	})
	return shown
}

func TestPagesThatAreNotBuiltAreExplained(t *testing.T) {
	var log bytes.Buffer
	a := &app{log: slog.New(slog.NewTextHandler(&log, nil))}
	shown, err := a.startPages(t.Context(), pagesFlags{listen: "127.0.0.1:0", plugin: t.TempDir()}, nil)
	if shown != nil || err != nil || !strings.Contains(log.String(), "make plugin") {
		t.Errorf("%v, %v, %s", shown, err, log.String())
	}
	if shown, err := a.startPages(t.Context(), pagesFlags{}, nil); shown != nil || err != nil {
		t.Errorf("no pages were asked for: %v, %v", shown, err)
	}
}

func TestThePasswordOfGrafanaStays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "grafana")
	first, err := grafanaPassword(dir)
	if err != nil || len(first) < 20 {
		t.Fatalf("%q, %v", first, err)
	}
	if again, err := grafanaPassword(dir); again != first || err != nil {
		t.Errorf("%q, then %q, %v", first, again, err)
	}
}

// post sends a request and reads the answer.
func (a asker) post(path string, body, answer any) {
	a.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url+path, bytes.NewReader(text))
	if err != nil {
		a.t.Fatal(err)
	}
	request.AddCookie(&http.Cookie{Name: "framsyn_role", Value: string(a.role)})
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	got, err := io.ReadAll(response.Body)
	if err == nil {
		err = json.Unmarshal(got, answer)
	}
	if err != nil {
		a.t.Fatalf("%s as %s: %v: %s", path, a.role, err, got)
	}
}

// choices are the values of a variable.
func (a asker) choices(target dashboards.Target) []string {
	a.t.Helper()
	var found []struct{ Text, Value string }
	a.post("/api/datasources/uid/framsyn/resources/variables", map[string]any{"query": target}, &found)
	var values []string
	for _, choice := range found {
		if choice.Text == "" {
			a.t.Errorf("%s: a choice without a text: %+v", target.Name, choice)
		}
		values = append(values, choice.Value)
	}
	return values
}

// field is a column of an answer.
type field struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Config struct {
		Unit  string `json:"unit"`
		Title string `json:"displayNameFromDS"`
	} `json:"config"`
	Values []any `json:"-"`
}

// frame asks a panel's query with a choice of variables.
func (a asker) frame(target dashboards.Target, variables map[string][]string) (fields []field, rows int, fault string) {
	a.t.Helper()
	text, err := json.Marshal(target)
	if err != nil {
		a.t.Fatal(err)
	}
	query := map[string]any{}
	if err := json.Unmarshal(text, &query); err != nil {
		a.t.Fatal(err)
	}
	query["variables"], query["intervalMs"] = variables, 86_400_000
	var answer struct {
		Results map[string]struct {
			Error  string `json:"error"`
			Frames []struct {
				Schema struct {
					Fields []field `json:"fields"`
				} `json:"schema"`
				Data struct {
					Values [][]any `json:"values"`
				} `json:"data"`
			} `json:"frames"`
		} `json:"results"`
	}
	a.post("/api/ds/query", map[string]any{"from": "0", "to": "1924992000000", "queries": []any{query}}, &answer)
	result := answer.Results[target.RefID]
	if result.Error != "" || len(result.Frames) != 1 {
		return nil, 0, result.Error + " (no frame)"
	}
	fields = result.Frames[0].Schema.Fields
	for i, values := range result.Frames[0].Data.Values {
		fields[i].Values, rows = values, len(values)
	}
	return fields, rows, ""
}

// checkDashboards asks every query of every panel, as each role that the dashboard
// is for, through the plugin on a filled database.
func checkDashboards(t *testing.T, data string) {
	t.Helper()
	all, err := dashboards.All()
	if err != nil {
		t.Fatal(err)
	}
	shown := showPages(t, data)
	asked := 0
	for _, d := range all {
		for _, role := range dashboards.Audience()[d.File] {
			a := asker{t, shown.URL(), role}
			first, chosen := a.variables(d)
			for _, p := range d.Panels {
				for _, target := range p.Targets {
					a.checkPanel(d, p, target, chosen)
					asked++
					if role != queries.Manager && !maps.EqualFunc(first, chosen, slices.Equal) { // a manager sees no whole municipality
						a.checkPanel(d, p, target, first)
						asked++
					}
				}
			}
		}
	}
	t.Logf("%d dashboards, %d queries asked", len(all), asked)
	checkEnglishDashboards(t, shown.URL())
}

// variables are the values of a dashboard's variables as it opens, and with a choice
// made in each.
func (a asker) variables(d dashboards.Dashboard) (first, chosen map[string][]string) {
	a.t.Helper()
	first, chosen = map[string][]string{}, map[string][]string{}
	for _, v := range d.Templating.List {
		var current []string
		switch value := v.Current.Value.(type) {
		case string:
			current = []string{value}
		case []any:
			for _, one := range value {
				current = append(current, one.(string))
			}
		}
		first[v.Name], chosen[v.Name] = current, current
		if v.Type != "query" {
			continue
		}
		target, err := v.Target()
		if err != nil {
			a.t.Fatal(err)
		}
		values := a.choices(target)
		if len(values) == 0 {
			a.t.Errorf("%s as %s: the variable %s has nothing to choose", d.File, a.role, v.Name)
			continue
		}
		switch {
		case len(current) == 0: // Grafana takes the first
			first[v.Name], chosen[v.Name] = values[:1], values[:1]
		case current[0] == "$__all":
			chosen[v.Name] = values[:1]
		case !slices.Contains(values, current[0]):
			a.t.Errorf("%s: the variable %s begins with %s, which is none of %v", d.File, v.Name, current[0], values)
		}
	}
	return first, chosen
}

// mayBeEmpty tells which queries answer with rows only when something is wrong, or
// has happened later than in the first years of a database.
func mayBeEmpty(name string) bool {
	return slices.Contains([]string{"review_findings", "review_samples", "attention", "model_alerts", "outcome_ratios", "unknown_codes"}, name)
}

func (a asker) checkPanel(d dashboards.Dashboard, p dashboards.Panel, target dashboards.Target, variables map[string][]string) {
	a.t.Helper()
	fields, rows, fault := a.frame(target, variables)
	where := d.File + ", " + p.Title + " as " + string(a.role)
	if fault != "" {
		a.t.Errorf("%s: %s: %s", where, target.Name, fault)
		return
	}
	if rows == 0 && !mayBeEmpty(target.Name) {
		a.t.Errorf("%s: %s gives no rows with %v", where, target.Name, variables)
	}
	numbers := 0
	for i, f := range fields {
		if want := typeOf(f.Name); want != "" && f.Type != want {
			a.t.Errorf("%s: %s is a %s, want a %s", where, f.Name, f.Type, want)
		}
		if f.Type == "number" {
			numbers++
		}
		if i == 0 && p.Type == "timeseries" && f.Type != "time" {
			a.t.Errorf("%s: a time series begins with a %s", where, f.Type)
		}
	}
	if numbers == 0 && p.Type != "table" && !strings.Contains(p.FieldConfig.Defaults.Unit, "time:") {
		a.t.Errorf("%s: nothing to draw", where)
	}
}

// typeOf is the type of a column by its name; empty where the name does not say.
func typeOf(name string) string {
	for _, rule := range []struct{ kind, ends string }{
		{"time", "_date month _at quarter year"},
		{"number", "_h _fte _sek _share _min _days _seconds _bytes ratio _low _high psi mase estimate"},
		{"string", "_sv _en _name _title group_value kind profession resource"},
	} {
		for _, end := range strings.Fields(rule.ends) {
			if strings.HasSuffix(name, end) && name != "started_year" {
				return rule.kind
			}
		}
	}
	switch {
	case strings.HasPrefix(name, "n_"):
		return "number"
	case strings.HasPrefix(name, "is_"):
		return "boolean"
	}
	return ""
}
