package privacy

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
	"github.com/framsyn/framsyn/sql/identity"
)

// Options say where to look.
type Options struct {
	// Conn is the owner's connection; nil looks at files only.
	Conn driver.Conn
	// DataDir is the data folder: its logs and exports are looked at, its keys are used.
	DataDir string
	// Paths are more files and folders: dashboards, exports, Grafana's folder.
	Paths []string
	Now   func() time.Time
}

// Finding is a place where there may be none, and what is there.
type Finding struct {
	// Kind is table, file or file name.
	Kind  string `json:"kind"`
	Place string `json:"place"`
	// Persons are rows, or numbers in a file, of somebody in the vault.
	Persons int `json:"persons"`
	// Forms are rows or numbers that look like identity numbers, of nobody in the vault.
	Forms int `json:"like_numbers"`
}

// Report is what a scan found.
type Report struct {
	Findings []Finding `json:"findings"`
	// Chance counts digits of the form where chance explains them, by place.
	Chance map[string]int `json:"by_chance"`
	// Unread are files that could not be read as what their name says.
	Unread  []string `json:"unread,omitempty"`
	Tables  int      `json:"tables"`
	Columns int      `json:"columns"`
	Files   int      `json:"files"`
	// KnownPersons is how many persons of the vault were looked for; 0 without a key.
	KnownPersons int     `json:"persons_known"`
	Seconds      float64 `json:"seconds"`
}

// scan is one look.
type scan struct {
	conn   driver.Conn
	finder finder
	report Report
}

// Run looks everywhere.
func Run(ctx context.Context, o Options) (Report, error) {
	started := o.Now()
	persons, err := readPersons(ctx, o)
	if err != nil {
		return Report{}, err
	}
	s := &scan{conn: o.Conn, finder: finder{persons: persons, rules: identity.DefaultRules(), now: started}, report: Report{Chance: map[string]int{}}}
	if persons != nil {
		s.report.KnownPersons = len(persons.clients)
	}
	if o.Conn != nil {
		if err := s.tables(ctx); err != nil {
			return s.report, err
		}
	}
	if o.DataDir != "" {
		if err := s.folder(ctx, o.DataDir, true); err != nil {
			return s.report, err
		}
	}
	for _, path := range o.Paths {
		if err := s.folder(ctx, path, false); err != nil {
			return s.report, err
		}
	}
	slices.SortFunc(s.report.Findings, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Place, b.Place)) })
	s.report.Seconds = o.Now().Sub(started).Seconds()
	return s.report, nil
}

// readPersons reads who is known, where there are a database and its key.
func readPersons(ctx context.Context, o Options) (*Persons, error) {
	if o.Conn == nil || o.DataDir == "" {
		return nil, nil //nolint:nilnil // nobody is known then
	}
	known, err := identity.Known(ctx, o.Conn)
	if err != nil {
		return nil, err
	}
	if known[identity.PurposePseudonym] == "" {
		return nil, nil //nolint:nilnil // nothing was ever loaded
	}
	keys, err := identity.KeyDir(filepath.Join(o.DataDir, "keys")).Open(known)
	if err != nil {
		return nil, fmt.Errorf("persons cannot be told from chance without the key: %w", err)
	}
	p := &Persons{pseudonym: identity.NewPseudonymizer(keys.Pseudonym), clients: map[uint64]struct{}{}}
	err = clickhouse.Each(ctx, o.Conn, "SELECT DISTINCT client_id FROM vault.identities", nil, func(row driver.Rows) error {
		var id uint64
		err := row.Scan(&id)
		p.clients[id] = struct{}{}
		return err
	})
	return p, err
}

// tables looks at all tables, one after the other.
func (s *scan) tables(ctx context.Context) error {
	all, err := columns(ctx, s.conn)
	if err != nil {
		return err
	}
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(c column) bool { return c.database != all[0].database || c.table != all[0].table })
		if n < 0 {
			n = len(all)
		}
		s.report.Tables++
		if err := s.table(ctx, all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// note keeps what was found in a place.
func (s *scan) note(kind, place string, n Count) {
	if n.Chance > 0 {
		s.report.Chance[place] += n.Chance
	}
	if n.found() {
		s.report.Findings = append(s.report.Findings, Finding{Kind: kind, Place: place, Persons: n.Persons, Forms: n.Forms})
	}
}

// maskedPath is a path without the numbers that may be in it.
func maskedPath(path string) string {
	masked, _ := identity.Mask(path)
	return masked
}
