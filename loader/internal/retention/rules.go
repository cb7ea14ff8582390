package retention

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	sqlfs "github.com/framsyn/framsyn/sql"
)

//go:embed retention.yaml
var examples string

// Examples are the rules that come with Framsyn, as YAML: for a municipality to decide.
func Examples() string { return examples }

// Rules are what config/retention.yaml says.
type Rules struct {
	Decision string       `json:"decision" yaml:"decision"` // the board's; empty for examples
	Clients  []ClientRule `json:"clients"  yaml:"clients"`
	Rows     []RowRule    `json:"rows"     yaml:"rows"`
	Backups  []Backup     `json:"backups"  yaml:"backups"`
}

// ClientRule says how long a data set keeps a client.
type ClientRule struct {
	DataSet    string   `json:"data_set"                    yaml:"data_set"`
	Title      string   `json:"title"                       yaml:"title"`
	Law        string   `json:"law"                         yaml:"law"`
	Sources    []string `json:"sources"                     yaml:"sources"` // tables of raw
	Years      int      `json:"years_after_last"            yaml:"years_after_last"`
	KeepBornOn []int    `json:"keep_born_on_days,omitempty" yaml:"keep_born_on_days"`
}

// RowRule says how long rows of a table are kept.
type RowRule struct {
	DataSet string `json:"data_set"    yaml:"data_set"`
	Title   string `json:"title"       yaml:"title"`
	Law     string `json:"law"         yaml:"law"`
	Table   string `json:"table"       yaml:"table"`
	Date    string `json:"date"        yaml:"date"` // column; of ops.load_batches where the table has none
	Months  int    `json:"keep_months" yaml:"keep_months"`
}

// Backup is a copy that lives on for some days.
type Backup struct {
	Name string `json:"name"      yaml:"name"`
	Days int    `json:"keep_days" yaml:"keep_days"`
}

// Config is where a municipality's own rules are.
func Config(dataDir string) string { return filepath.Join(dataDir, "config", "retention.yaml") }

// Load reads the municipality's rules, or the examples where it has none.
func Load(dataDir string) (Rules, error) {
	text, err := os.ReadFile(Config(dataDir))
	if errors.Is(err, fs.ErrNotExist) {
		return Parse([]byte(examples))
	}
	if err != nil {
		return Rules{}, fmt.Errorf("rules of retention: %w", err)
	}
	return Parse(text)
}

// Parse reads rules. Unknown fields are errors.
func Parse(text []byte) (Rules, error) {
	var r Rules
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&r); err != nil {
		return r, fmt.Errorf("retention.yaml: %w", err)
	}
	return r, r.validate()
}

// deletable are the tables that a rule on rows may name: what is derived is made again,
// and what was delivered belongs to clients.
func deletable() []string {
	return []string{"ops.access_log", "ops.export_log", "ops.job_runs", "ops.review_marks", "vault.rejected_rows"}
}

var columnName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func (r Rules) validate() error {
	var found []error
	wrong := func(format string, args ...any) {
		found = append(found, fmt.Errorf("retention.yaml: "+format, args...))
	}
	seen := map[string]bool{}
	shortest := 0
	for _, c := range r.Clients {
		if shortest == 0 || c.Years < shortest {
			shortest = c.Years
		}
		if c.DataSet == "" || seen[c.DataSet] {
			wrong("clients: data_set %q is empty or stands twice", c.DataSet)
		}
		seen[c.DataSet] = true
		if c.Law == "" {
			wrong("clients.%s: law is missing: what the time rests on", c.DataSet)
		}
		if c.Years < 1 {
			wrong("clients.%s: years_after_last is %d: want at least 1", c.DataSet, c.Years)
		}
		for _, day := range c.KeepBornOn {
			if day < 1 || day > 31 {
				wrong("clients.%s: keep_born_on_days has %d, which is no day", c.DataSet, day)
			}
		}
	}
	for _, row := range r.Rows {
		if !slices.Contains(deletable(), row.Table) {
			wrong("rows.%s: table %q is none of %s", row.DataSet, row.Table, strings.Join(deletable(), ", "))
		}
		if !columnName.MatchString(row.Date) {
			wrong("rows.%s: date %q is no column", row.DataSet, row.Date)
		}
		if row.Law == "" {
			wrong("rows.%s: law is missing: what the time rests on", row.DataSet)
		}
		if row.Months < 1 {
			wrong("rows.%s: keep_months is %d: want at least 1", row.DataSet, row.Months)
		}
		if row.Table == "vault.rejected_rows" && row.Months > 12*shortest {
			wrong("rows.%s: %d months is longer than clients are kept (%d years): rejected rows do not say whose they are", row.DataSet, row.Months, shortest)
		}
	}
	for _, b := range r.Backups {
		if b.Name == "" || b.Days < 0 {
			wrong("backups: %q with %d days: want a name and the days it is kept", b.Name, b.Days)
		}
	}
	return errors.Join(append(found, r.covers()...)...)
}

// covers finds delivered sources about persons that no data set names, and the other way round.
func (r Rules) covers() (found []error) {
	objects, err := sqlfs.Objects()
	if err != nil {
		return []error{err}
	}
	named := map[string]string{}
	for _, c := range r.Clients {
		for _, source := range c.Sources {
			if before, twice := named[source]; twice {
				found = append(found, fmt.Errorf("retention.yaml: the source %s is in %s and in %s", source, before, c.DataSet))
			}
			named[source] = c.DataSet
		}
	}
	about := personSources(objects)
	for _, source := range about {
		if named[source] == "" {
			found = append(found, fmt.Errorf("retention.yaml: raw.%s is about persons and in no data set of clients", source))
		}
		delete(named, source)
	}
	for source := range named {
		found = append(found, fmt.Errorf("retention.yaml: there is no source %q about persons; those are %s", source, strings.Join(about, ", ")))
	}
	return found
}

// personSources are the raw tables whose rows are about clients. All have a client_id;
// those of sources without persons are read into core without it.
func personSources(objects []sqlfs.Object) []string {
	var found []string
	for _, o := range objects {
		if o.Database != "stg" || !slices.Contains(o.Columns(), "client_id") || !slices.Contains(o.Header.Sources, "raw."+o.Name) || o.Name == "clients" {
			continue
		}
		found = append(found, o.Name)
	}
	slices.Sort(found)
	return found
}

// cut is the first instant that a rule on rows keeps.
func (r RowRule) cut(asOf time.Time) time.Time { return asOf.AddDate(0, -r.Months, 0) }
