package deliver

import (
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// Month writes the files of one month as sheets come in.
type Month struct {
	plan  *Plan
	dir   string
	now   life.Month
	files [NSources][nParts]*File
}

// OpenMonth prepares the files of a month; the first deliveries are made at once, the others when they get their first row.
func OpenMonth(plan *Plan, dir string, now life.Month) (*Month, error) {
	d := &Month{plan: plan, dir: dir, now: now}
	for src := range NSources {
		if !plan.Comes(src, now, First) {
			continue
		}
		if err := d.open(src, First); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (d *Month) open(src Source, part Part) error {
	old := d.now < NewGeneration()
	name := d.plan.infos[src].folder + "/" + d.plan.Name(src, d.now, part)
	f, err := Create(d.dir, name, ansi(src, old))
	if err != nil {
		return err
	}
	d.files[src][part] = f
	_, err = f.Write(header(src, old))
	return err
}

// Add appends the rows of a sheet to the files.
func (d *Month) Add(s *Sheet) error {
	for src := range s.rows {
		for part := range s.rows[src] {
			rows := s.rows[src][part]
			if len(rows) == 0 || !d.plan.Comes(Source(src), d.now, Part(part)) {
				continue
			}
			if d.files[src][part] == nil {
				if err := d.open(Source(src), Part(part)); err != nil {
					return err
				}
			}
			if _, err := d.files[src][part].Write(rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// Close closes all files and returns them.
func (d *Month) Close() ([]*File, error) {
	var done []*File
	var first error
	for src := range d.files {
		for _, f := range d.files[src] {
			if f == nil {
				continue
			}
			if err := f.Close(); err != nil && first == nil {
				first = err
			}
			done = append(done, f)
		}
	}
	return done, first
}

// ansi says which files are Windows-1252: those from the case system before the new generation. Health-care files have no letters outside
// ASCII, and the planning system always wrote UTF-8.
func ansi(src Source, old bool) bool {
	return old && (src == SOL1 || src == SOL2 || src == IBIC || src == FOREBYGG)
}

// lineEnd is CR LF in the old generation and LF in the new.
func lineEnd(src Source, old bool) string {
	if old && src != BESOK {
		return "\r\n"
	}
	return "\n"
}

const bom = "\uFEFF"

// header is the first line of a file, with the byte order mark that the new generation of the case system writes.
func header(src Source, old bool) []byte {
	h := headers(src, old)
	if h == "" {
		return nil
	}
	if !old && (src == SOL1 || src == SOL2 || src == IBIC) {
		h = bom + h
	}
	return []byte(h + lineEnd(src, old))
}

func headers(src Source, old bool) string {
	switch src {
	case SOL1, SOL2:
		if old {
			return solOldHeader
		}
		return solHeader
	case KHSL1, KHSL2, NSources: // without header
		return ""
	case IBIC:
		return "PERSONNR;BEDOMD;LIVSOMRADE;ICFKOD;BEGRANSNING;MAL;MALNIVA;FORMULERING;HANDLAGGARE"
	case BESOK:
		return "PERSONNR;DATUM;INSATS;UTFORARE;PLAN_BESOK;PLAN_MIN;UTF_BESOK;UTF_MIN;UTEBLIVNA;ORSAK"
	case FOLK:
		return "PERSONNR;HANDELSE;DATUM"
	case FOREBYGG:
		return "INSATSID;PERSONNR;TYP;START;SLUT;URVAL;TRODD_EFFEKT;RESULTAT"
	}
	return ""
}
