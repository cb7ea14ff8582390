package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"os"
	"path/filepath"

	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"github.com/framsyn/framsyn/loader/internal/generate/deliver"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

//go:embed page.tmpl
var pageTemplate string

// Facts are what the page says besides the counts.
type Facts struct {
	Seed                    uint64
	Persons, Clients, Files int
	Bytes                   int64
	Warts                   deliver.Counts
}

type rowView struct {
	Name, Target, Range, Value, Source, Reason string
	OK                                         bool
}

type pictureView struct{ File, Caption string }

type wartView struct {
	Source, Kind string
	Rows, Width  int
}

type pageView struct {
	Name, From, To           string
	Seed                     uint64
	Persons, Clients, Files  int
	Megabytes, Passed, Total int
	Rows                     []rowView
	Pictures, Courses        []pictureView
	Warts                    []wartView
}

// Write makes index.html and its pictures in dir.
func Write(dir string, d *calibrate.Data, facts Facts) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	v := pageView{
		Name: life.MunicipalityName, From: d.Model.First.String(), To: d.Model.Last().String(), Seed: facts.Seed, Persons: facts.Persons,
		Clients: facts.Clients, Files: facts.Files, Megabytes: int(facts.Bytes >> 20),
	}
	for _, r := range calibrate.Table(d) {
		v.Total++
		if r.OK() {
			v.Passed++
		}
		v.Rows = append(v.Rows, rowView{
			r.Name, calibrate.Format(r.Target, r.Decimals, r.Unit), calibrate.Format(r.Low, r.Decimals, "") + "–" + calibrate.Format(r.High, r.Decimals, ""),
			calibrate.Format(r.Value, r.Decimals, r.Unit), r.Source, r.Reason, r.OK(),
		})
	}
	for _, make := range []func(*calibrate.Data) picture{hours, pyramid, mortality, counts, totals} {
		p := make(d)
		file, err := savePicture(dir, &p)
		if err != nil {
			return err
		}
		v.Pictures = append(v.Pictures, pictureView{file, p.caption})
	}
	for i := range calibrate.NCases {
		p, found := course(d, i)
		if !found {
			continue
		}
		file, err := savePicture(dir, &p)
		if err != nil {
			return err
		}
		v.Courses = append(v.Courses, pictureView{file, p.caption})
	}
	v.Warts = warts(&facts.Warts)
	return writePage(filepath.Join(dir, "index.html"), &v)
}

func writePage(path string, v *pageView) error {
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	err = t.Execute(f, v)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

func savePicture(dir string, p *picture) (string, error) {
	b, err := p.render("svg")
	if err != nil {
		return "", fmt.Errorf("report: %w", err)
	}
	name := p.name + ".svg"
	if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
		return "", fmt.Errorf("report: %w", err)
	}
	return name, nil
}

func wartNames() map[deliver.Wart]string {
	return map[deliver.Wart]string{
		deliver.Late: "försenad rad, kommer i komplettering", deliver.WrongValue: "felaktigt värde, rättas i komplettering",
		deliver.Duplicate: "samma rad två gånger", deliver.EndBeforeStart: "avslutad före verkställd", deliver.Limitation7: "begränsning 7",
		deliver.CheckDigit: "fel kontrollsiffra", deliver.GroupCode: "KVÅ-kod som slutar på 000", deliver.FutureDate: "datum i framtiden",
		deliver.EmptyField: "obligatoriskt fält tomt", deliver.TextInNumber: "text i ett tal", deliver.NumberInText: "personnummer i fritext",
		deliver.Systematic: "genomgående fel, hela månaden rättas", deliver.WholeHours: "timmar utan decimaler (nivåbrott)",
		deliver.NoReport: "utförare som ännu inte rapporterar (nivåbrott)", deliver.NoKVA: "patientmånad hos privat utförare, utan KVÅ",
		deliver.Lost: "rader i en månad som aldrig levererades", deliver.NotYet: "rader i en månad som inte hunnit levereras",
	}
}

func warts(c *deliver.Counts) []wartView {
	var out []wartView
	names := wartNames()
	for src := range deliver.NSources {
		for w := deliver.Late; w < deliver.NWarts; w++ {
			if n := c[src][w]; n > 0 {
				out = append(out, wartView{deliver.SourceName(src), names[w], n, 2 + int(16*math.Log10(float64(n)))})
			}
		}
	}
	return out
}
