package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"github.com/framsyn/framsyn/loader/internal/generate/deliver"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// town lives a little municipality and counts it, without files.
func town(t *testing.T) *calibrate.Data {
	t.Helper()
	m, err := life.NewModel(1, 200, 12, life.MonthOf(2026, 9))
	if err != nil {
		t.Fatal(err)
	}
	d := &calibrate.Data{Model: m}
	st, r := life.NewStepper(m, false), life.NewRand()
	var ps []life.Person
	var rec life.Record
	for now := m.Start(); now <= m.Last(); now++ {
		m.Entrants(now, r, func(p *life.Person) { ps = append(ps, *p) })
		var tally calibrate.Tally
		kept := ps[:0]
		for i := range ps {
			p := ps[i]
			rec.Reset(now)
			before := calibrate.Look(&p)
			st.Step(&p, &rec)
			if now >= m.First {
				tally.See(m, before, &p, &rec)
			}
			if !rec.Gone() {
				kept = append(kept, p)
			}
		}
		ps = kept
		if now >= m.First {
			d.Last = tally.Snapshot
			d.Series = append(d.Series, tally.Snapshot)
			d.All.Add(&tally)
		}
	}
	return d
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	var counts deliver.Counts
	counts[deliver.SOL1][deliver.Late] = 12
	if err := Write(dir, town(t), Facts{Seed: 1, Persons: 300, Clients: 200, Warts: counts}); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"timmar.svg", "alder.svg", "dodlighet.svg", "antal.svg", "omraden.svg", "försenad rad", "Beviljade timmar"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("page lacks %q", want)
		}
	}
	pictures, err := filepath.Glob(filepath.Join(dir, "*.svg"))
	if err != nil || len(pictures) < 7 {
		t.Errorf("pictures %v %v", pictures, err)
	}
	for _, path := range pictures {
		b, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(b, []byte("</svg>")) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestWartNames asks for a name of every wart that is counted.
func TestWartNames(t *testing.T) {
	for w := deliver.Late; w < deliver.NWarts; w++ {
		if wartNames()[w] == "" {
			t.Errorf("wart %s has no Swedish name", deliver.WartName(w))
		}
	}
}
