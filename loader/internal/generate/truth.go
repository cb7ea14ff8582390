package generate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"github.com/framsyn/framsyn/loader/internal/generate/deliver"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// monthWarts are the warts of a month.
type monthWarts struct {
	month  life.Month
	counts deliver.Counts
}

// truth writes the folder truth/.
type truth struct {
	dir     string
	files   [deliver.NTruth]*deliver.File
	warts   []monthWarts
	persons int
	last    []byte
}

// folders are those that a run writes.
func folders() []string {
	return []string{"sol", "khsl", "ibic", "besok", "folkbokforing", "insatser", "arenden", "register", "truth"}
}

// prepare makes the folder. Files of an earlier run are taken away; a folder that holds others' files is refused.
func prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	_, mine := os.Stat(filepath.Join(dir, "truth", "README.txt"))
	for _, f := range folders() {
		path := filepath.Join(dir, f)
		entries, err := os.ReadDir(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return fmt.Errorf("generate: %w", err)
		case len(entries) > 0 && mine != nil:
			return fmt.Errorf("generate: %s holds files that were not generated; choose another folder", path)
		}
	}
	for _, f := range folders() { // truth, which says that they are ours, is last but one
		if err := os.RemoveAll(filepath.Join(dir, f)); err != nil {
			return fmt.Errorf("generate: %w", err)
		}
	}
	return nil
}

func openTruth(dir string, plan *deliver.Plan, risk bool) (*truth, error) {
	t := &truth{dir: dir}
	if err := t.save("truth/README.txt", []byte(deliver.TruthReadme)); err != nil {
		return nil, err
	}
	if err := t.save("truth/shocks.csv", deliver.ShockTable(plan)); err != nil {
		return nil, err
	}
	for i := range t.files {
		if deliver.TruthFile(i) == deliver.TruthRisk && !risk {
			continue
		}
		name, header := deliver.TruthHeader(deliver.TruthFile(i))
		f, err := deliver.Create(dir, name, false)
		if err != nil {
			return nil, err
		}
		t.files[i] = f
		if _, err := f.Write([]byte(header)); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *truth) save(name string, text []byte) error {
	f, err := deliver.Create(t.dir, name, false)
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		return err
	}
	return f.Close()
}

// add writes what a chunk left.
func (t *truth) add(c *chunk) error {
	t.persons += c.left
	for i, f := range t.files {
		if f == nil || len(c.truth[i]) == 0 {
			continue
		}
		if _, err := f.Write(c.truth[i]); err != nil {
			return err
		}
	}
	return nil
}

func (t *truth) flushPersons() error {
	_, err := t.files[deliver.TruthPersons].Write(t.last)
	t.last = t.last[:0]
	return err
}

// close writes the small files and closes all.
func (t *truth) close(m *life.Model, all *calibrate.Tally) error {
	for _, f := range t.files {
		if f == nil {
			continue
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return t.small(m, all)
}

// small writes the files that are known whole at the end.
func (t *truth) small(m *life.Model, all *calibrate.Tally) error {
	norms := []byte("icf_code,life_area,content,limitation,minutes_per_month\n")
	contents := []string{"none", "service", "personal_care", "night", "escort"}
	for _, c := range m.Cats {
		for l, v := range c.Minutes {
			norms = fmt.Appendf(norms, "%s,%s,%s,%d,%g\n", c.Code, c.Area, contents[c.Content], l, v)
		}
	}
	officers := []byte("officer,area,factor,documentation_per_meeting\n")
	for _, o := range m.Officers {
		officers = fmt.Appendf(officers, "%s,%s,%.4f,%.4f\n", o.ID, m.Areas[o.Area].Code, o.Habit, o.Documentation)
	}
	areas := []byte("area,name,factor\n")
	for _, a := range m.Areas {
		areas = fmt.Appendf(areas, "%s,%s,%.4f\n", a.Code, a.Name, a.Habit)
	}
	warts := t.wartTable(m, all)
	for name, text := range map[string][]byte{"norms": norms, "officers": officers, "areas": areas, "warts": warts} {
		if err := t.save("truth/"+name+".csv", text); err != nil {
			return err
		}
	}
	return nil
}

// wartTable is truth/warts.csv: rows by source, month and kind, and some counts of persons.
func (t *truth) wartTable(m *life.Model, all *calibrate.Tally) []byte {
	var rest []string
	warts := []byte("source,month,wart,rows\n")
	for _, mw := range t.warts {
		for src := range deliver.NSources {
			for w := range deliver.NWarts {
				if n := mw.counts[src][w]; n > 0 {
					warts = fmt.Appendf(warts, "%s,%s,%s,%d\n", deliver.SourceName(src), mw.month, deliver.WartName(w), n)
				}
			}
		}
	}
	for name, n := range map[string]int{
		"persons_with_reserve_number": all.Reserve, "persons_with_coordination_number": all.Coordination,
		"protected_identity_notices": all.Protected, "persons_100_or_older_at_first_sight": all.Over99,
	} {
		rest = append(rest, fmt.Sprintf("ALL,%s,%s,%d\n", m.Last(), name, n))
	}
	slices.Sort(rest)
	warts = append(warts, strings.Join(rest, "")...)
	return warts
}
