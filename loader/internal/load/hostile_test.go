package load_test

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/chtest"
)

//go:embed testdata/hostile.yaml
var hostile []byte

// hostileFile is a line of the corpus.
type hostileFile struct {
	Why  string `yaml:"why"`
	File string `yaml:"file"`
	Head string `yaml:"head"` // before the head of the columns
	Row  string `yaml:"row"`
}

// Whatever a file holds, no number of identity is kept in plain text: not in a table,
// not in a message, not in a file but the delivered one. And nothing is run.
func TestHostileFiles(t *testing.T) {
	var all []hostileFile
	if err := yaml.UnmarshalWithOptions(hostile, &all, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	number, other := testNumber(3), testNumber(4)
	fill := strings.NewReplacer("NUMBER", number, "OTHER-OTHER", other[:8]+"-"+other[8:], "OTHER", other, "HUGE", strings.Repeat("lång text ", 100_000))
	db, dir := chtest.New(t), t.TempDir()
	for i, file := range all {
		// Each a day later, so that none is taken for the one before.
		name := strings.Replace(fill.Replace(file.File), "20240210", "202402"+string(rune('1'+i/10))+string(rune('0'+i%10)), 1)
		path := write(t, dir, filepath.Join("in", name), fill.Replace(file.Head)+ibicHeader+fill.Replace(file.Row)+"\n")
		report, err := load.Run(t.Context(), options(db, dir, path))
		told := ""
		if err != nil {
			told = err.Error()
		}
		for _, result := range report.Files {
			told += fmt.Sprintf("%+v", result)
		}
		if strings.Contains(strings.ReplaceAll(told, filepath.Base(path), ""), other[2:]) || strings.Contains(told, number[2:]) {
			t.Errorf("%s: the message has the number", file.Why)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range append(rawTables(t), "raw.clients", "ops.load_batches", "ops.load_rejects", "ops.job_runs") {
		for _, secret := range []string{number[2:], other[2:]} {
			if n := db.Value("SELECT countIf(position(replaceAll(toString(tuple(*)), '-', ''), '" + secret + "') > 0) FROM " + table); n != "0" {
				t.Errorf("%s rows of %s have a number of identity", n, table)
			}
		}
	}
	if rows := db.Value("SELECT count() FROM raw.assessments"); rows == "0" {
		t.Error("nothing was loaded: the files are not those that the loader knows")
	}
	checkCounts(t, db)
}
