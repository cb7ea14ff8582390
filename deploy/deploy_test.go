package deploy

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/framsyn/framsyn/dashboards"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/queries"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, path)), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// service is what of a service the tests look at.
type service struct {
	Image       string         `yaml:"image"`
	User        string         `yaml:"user"`
	Command     []string       `yaml:"command"`
	Environment map[string]any `yaml:"environment"`
	Ports       []string       `yaml:"ports"`
	Volumes     []string       `yaml:"volumes"`
	Restart     string         `yaml:"restart"`
	Profiles    []string       `yaml:"profiles"`
	Healthcheck struct {
		Test []string `yaml:"test"`
	} `yaml:"healthcheck"`
	DependsOn map[string]struct {
		Condition string `yaml:"condition"`
	} `yaml:"depends_on"`
}

type compose struct {
	Services map[string]service `yaml:"services"`
	Volumes  map[string]any     `yaml:"volumes"`
}

// mounted are the folders that deploy/secrets, the repository and make plugin have.
var mounted = []string{
	"./data/framsyn", "./data/framsyn/keys", "./data/datasources", "./data/english", "./grafana/provisioning/dashboards", "./grafana/provisioning/alerting", "../grafana-plugin/dist",
}

func TestServicesAreKeptToThisMachine(t *testing.T) {
	var c compose
	readYAML(t, "compose.yaml", &c)
	for _, name := range []string{"clickhouse", "schema", "source", "framsyn", "grafana"} {
		s, ok := c.Services[name]
		if !ok {
			t.Errorf("there is no service %s", name)
			continue
		}
		if image, tag, ok := strings.Cut(s.Image, ":"); !ok || image == "" || tag == "" || tag == "latest" {
			t.Errorf("%s: image %q has no version", name, s.Image)
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s listens on %s, which others reach", name, port)
			}
		}
		if name != "schema" && name != "source" && (s.Restart == "" || len(s.Healthcheck.Test) < 2) {
			t.Errorf("%s: restart %q, health check %v", name, s.Restart, s.Healthcheck.Test)
		}
		for other, when := range s.DependsOn {
			target, ok := c.Services[other]
			if !ok || when.Condition == "service_healthy" && len(target.Healthcheck.Test) == 0 {
				t.Errorf("%s waits for %s to be %s", name, other, when.Condition)
			}
		}
		for _, volume := range s.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			_, isNamed := c.Volumes[source]
			if !isNamed && !slices.Contains(mounted, source) {
				t.Errorf("%s mounts %s, which nothing makes", name, source)
			}
		}
	}
}

// named finds $NAME and ${NAME…} in a text.
var named = regexp.MustCompile(`\$\{?([A-Z][A-Z0-9_]+)`)

func namesIn(text string) []string {
	var names []string
	for _, found := range named.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// What the files name is what deploy/secrets makes, and what the provisioning names
// is what Grafana gets.
func TestNothingIsLeftUnset(t *testing.T) {
	folder := t.TempDir()
	run := func() {
		if out, err := exec.CommandContext(t.Context(), "./secrets", folder).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	run()
	made := read(t, filepath.Join(folder, ".env"))
	for _, name := range namesIn(read(t, "compose.yaml")) {
		if name != "FRAMSYN_VERSION" && !regexp.MustCompile(`(?m)^`+name+`=.+$`).MatchString(made) {
			t.Errorf("compose.yaml names %s, which deploy/secrets does not make", name)
		}
	}
	var c compose
	readYAML(t, "compose.yaml", &c)
	for _, file := range []string{"dashboards", "alerting"} {
		for _, name := range namesIn(read(t, "grafana/provisioning/"+file+"/framsyn.yaml")) {
			if c.Services["grafana"].Environment[name] == nil {
				t.Errorf("%s/framsyn.yaml names %s, which Grafana does not get", file, name)
			}
		}
	}
	for _, path := range []string{".env", "data/framsyn/config/access.yaml"} {
		if info, err := os.Stat(filepath.Join(folder, path)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info, err)
		}
	}
	description, _, err := clickhouse.ReadAccess("", nil)
	if err != nil {
		t.Fatal(err)
	}
	members, err := access.ParseMembers([]byte(read(t, filepath.Join(folder, "data/framsyn/config/access.yaml"))), description)
	if err != nil || members.Services != "service" || members.OrganisationRoles["Viewer"].Role != "leader" || members.OrganisationRoles["Admin"].Role != "analyst" {
		t.Errorf("who has which role: %+v, %v", members, err)
	}
	for _, made := range []string{"data/datasources", "data/english", "data/framsyn/keys"} { // or Docker makes them, for root
		if info, err := os.Stat(filepath.Join(folder, made)); err != nil || !info.IsDir() {
			t.Errorf("%s: %v, %v", made, info, err)
		}
	}
	run()
	if read(t, filepath.Join(folder, ".env")) != made {
		t.Error("the second run changed the passwords")
	}
}

// Nothing secret goes into an image: the list of what goes begins with nothing.
func TestTheImageHoldsNoData(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(read(t, "Dockerfile.dockerignore")), "\n")
	if lines[1] != "*" || slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "!deploy/data") || strings.Contains(l, "!deploy/.env") }) {
		t.Errorf("Dockerfile.dockerignore: %v", lines)
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{if .Module}}{{.ImportPath}}{{end}}", "../loader/cmd/framsyn").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(string(out)) {
		folder, ours := strings.CutPrefix(name, "github.com/framsyn/framsyn/")
		folder, _, _ = strings.Cut(folder, "/")
		if ours && !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "!"+folder) }) {
			t.Errorf("framsyn is built of %s, which Dockerfile.dockerignore leaves out", name)
		}
	}
}

// Grafana is given the data source that framsyn access datasource writes, with the
// key where it says, as one who may read both.
func TestGrafanaGetsTheDataSourceThatIsWritten(t *testing.T) {
	var c compose
	readYAML(t, "compose.yaml", &c)
	source, grafana := c.Services["source"], c.Services["grafana"]
	command := strings.Join(source.Command, " ")
	for _, want := range []string{"access datasource", "--grafana http://127.0.0.1:3000", "--out /datasources/framsyn.yaml", "--vault-key /keys/vault.key"} {
		if !strings.Contains(command, want) {
			t.Errorf("source runs %q, without %q", command, want)
		}
	}
	if !slices.Contains(source.Volumes, "./data/datasources:/datasources") || !slices.Contains(grafana.Volumes, "./data/datasources:/etc/grafana/provisioning/datasources:ro") ||
		!slices.Contains(grafana.Volumes, "./data/framsyn/keys:/keys:ro") {
		t.Errorf("source writes to %v, Grafana reads %v", source.Volumes, grafana.Volumes)
	}
	if grafana.DependsOn["source"].Condition != "service_completed_successfully" || grafana.User != "${FRAMSYN_UID}:0" || !strings.HasPrefix(source.User, "${FRAMSYN_UID}:") {
		t.Errorf("Grafana waits for %v, as %q; source runs as %q", grafana.DependsOn, grafana.User, source.User)
	}
}

// The dashboards in English are written only where they are asked for, and to where
// Grafana looks for them: by the provider that compose.yaml names.
func TestEnglishDashboardsAreWrittenWhereGrafanaLooks(t *testing.T) {
	var c compose
	readYAML(t, "compose.yaml", &c)
	english, grafana := c.Services["english"], c.Services["grafana"]
	command := strings.Join(english.Command, " ")
	if command != "dashboards --language en --out /english/dashboards" || !slices.Equal(english.Profiles, []string{"english"}) || english.User != "${FRAMSYN_UID}:${FRAMSYN_GID}" {
		t.Errorf("english runs %q, in the profiles %v, as %q", command, english.Profiles, english.User)
	}
	if grafana.Environment["FRAMSYN_DASHBOARDS_ENGLISH"] != "/english/dashboards" || !slices.Contains(english.Volumes, "./data/english:/english") ||
		!slices.Contains(grafana.Volumes, "./data/english:/english:ro") {
		t.Errorf("english writes to %v, Grafana reads %v at %v", english.Volumes, grafana.Volumes, grafana.Environment["FRAMSYN_DASHBOARDS_ENGLISH"])
	}
	var providers struct {
		Providers []struct {
			Name, Folder string
			Options      struct{ Path string }
		}
	}
	readYAML(t, "grafana/provisioning/dashboards/framsyn.yaml", &providers)
	last := providers.Providers[len(providers.Providers)-1] // where its folder is missing, Grafana leaves those after it
	if len(providers.Providers) != 2 || last.Folder != "Framsyn (English)" || last.Options.Path != "$FRAMSYN_DASHBOARDS_ENGLISH" {
		t.Errorf("%+v", providers)
	}
}

// rules are alert rules as Grafana reads them.
type rules struct {
	Groups []struct {
		Folder string `yaml:"folder"`
		Rules  []rule `yaml:"rules"`
	} `yaml:"groups"`
}

type rule struct {
	UID         string            `yaml:"uid"`
	Title       string            `yaml:"title"`
	Condition   string            `yaml:"condition"`
	Annotations map[string]string `yaml:"annotations"`
	Data        []struct {
		RefID         string `yaml:"refId"`
		DatasourceUID string `yaml:"datasourceUid"`
		Model         struct {
			Kind       string         `yaml:"kind"`
			Name       string         `yaml:"name"`
			Expression string         `yaml:"expression"`
			Parameters map[string]any `yaml:"parameters"`
		} `yaml:"model"`
	} `yaml:"data"`
}

// inBraces finds what a message gets when it is sent.
var inBraces = regexp.MustCompile(`\{\{.*?\}\}`)

// label finds a label that a message names.
var label = regexp.MustCompile(`\.Labels\.(\w+)`)

func TestAlertRulesAskNamedQueriesAsAService(t *testing.T) {
	var file rules
	readYAML(t, "grafana/provisioning/alerting/framsyn.yaml", &file)
	catalogue, err := queries.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range file.Groups[0].Rules {
		if seen[r.UID] || !strings.HasPrefix(r.UID, "framsyn-") || len(r.UID) > 40 || r.Title == "" {
			t.Errorf("rule %q, %q", r.UID, r.Title)
		}
		seen[r.UID] = true
		query, ok := catalogue.Get(r.Data[0].Model.Name)
		if !ok || !query.MayRun(queries.Service) || r.Data[0].DatasourceUID != "framsyn" || r.Data[0].Model.Kind != "named" {
			t.Errorf("%s asks %+v", r.UID, r.Data[0])
		}
		if r.Data[1].RefID != r.Condition || r.Data[1].Model.Expression != r.Data[0].RefID || r.Data[1].DatasourceUID != "__expr__" {
			t.Errorf("%s: its condition is %s of %+v", r.UID, r.Condition, r.Data[1])
		}
		for _, name := range []string{"summary", "description"} {
			checkMessages(t, r, name)
		}
		for _, found := range label.FindAllStringSubmatch(r.Annotations["summary"], -1) {
			if !slices.ContainsFunc(query.Columns, func(c queries.Column) bool { return c.Name == found[1] }) {
				t.Errorf("%s: the summary names %s, which %s does not give", r.UID, found[1], query.Name)
			}
		}
		checkPanelOf(t, r)
	}
	for _, want := range []string{"framsyn-failed-job", "framsyn-missing-month", "framsyn-model-drift", "framsyn-capacity"} {
		if !seen[want] {
			t.Errorf("there is no rule %s", want)
		}
	}
}

// checkMessages wants a message in both languages that name the same labels and
// values, the dashboards by their titles.
func checkMessages(t *testing.T, r rule, name string) {
	t.Helper()
	swedish, english := r.Annotations[name], r.Annotations[name+"_en"]
	if strings.Contains(swedish+english, "$") {
		t.Errorf("%s: a $ in a message would be read as a variable of the environment", r.UID)
	}
	if swedish == "" || english == "" || strings.ContainsAny(english, "åäöÅÄÖ") || !slices.Equal(inBraces.FindAllString(swedish, -1), inBraces.FindAllString(english, -1)) {
		t.Errorf("%s: its %s is %q, in English %q", r.UID, name, swedish, english)
	}
	for language, message := range map[string]string{dashboards.Swedish: swedish, dashboards.English: english} {
		all, err := dashboards.In(language)
		if err != nil {
			t.Fatal(err)
		}
		leads := slices.ContainsFunc(all, func(d dashboards.Dashboard) bool {
			return strings.HasPrefix(d.UID, r.Annotations["__dashboardUid__"]) && strings.Contains(message, d.Title)
		})
		if name == "description" && !leads {
			t.Errorf("%s: its description in %s does not name the dashboard %s: %q", r.UID, language, r.Annotations["__dashboardUid__"], message)
		}
	}
}

// checkPanelOf wants the panel that an alert leads to.
func checkPanelOf(t *testing.T, r rule) {
	t.Helper()
	all, err := dashboards.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.UID != r.Annotations["__dashboardUid__"] {
			continue
		}
		for _, p := range d.Panels {
			if id, err := json.Marshal(p.ID); err == nil && string(id) == r.Annotations["__panelId__"] && p.Type != "row" {
				return
			}
		}
	}
	t.Errorf("%s leads to panel %s of %s, which is not there", r.UID, r.Annotations["__panelId__"], r.Annotations["__dashboardUid__"])
}
