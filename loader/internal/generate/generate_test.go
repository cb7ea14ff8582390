package generate

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

func generateTo(t *testing.T, opt Options) Summary {
	t.Helper()
	if opt.Out == "" {
		opt.Out = t.TempDir()
	}
	sum, err := Run(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// hashes returns the hash of every file below dir.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		out[name] = fmt.Sprintf("%x", sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSameBytes asks for the same files from the same options on any number of workers, also over an earlier run; and others from another seed.
func TestSameBytes(t *testing.T) {
	opt := Options{Clients: 700, Months: 10, Seed: 11, TruthFutures: 0, Workers: 1, Out: t.TempDir()}
	sum := generateTo(t, opt)
	if err := WriteReport(opt.Out, &sum); err != nil {
		t.Fatal(err)
	}
	want := hashes(t, opt.Out)
	if len(want) < 80 {
		t.Errorf("%d files", len(want))
	}
	opt.Workers = 3
	for _, out := range []string{opt.Out, t.TempDir()} {
		opt.Out = out
		sum := generateTo(t, opt)
		if err := WriteReport(opt.Out, &sum); err != nil {
			t.Fatal(err)
		}
		got := hashes(t, out)
		if len(got) != len(want) {
			t.Errorf("%d files, want %d", len(got), len(want))
		}
		for name, h := range want {
			if got[name] != h {
				t.Errorf("%s differs", name)
			}
		}
	}
	opt.Out, opt.Seed = t.TempDir(), 12
	generateTo(t, opt)
	if got := hashes(t, opt.Out); got["truth/persons.csv"] == want["truth/persons.csv"] {
		t.Error("another seed gave the same persons")
	}
}

// TestForeignFolder asks that files of others are never taken away.
func TestForeignFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "sol"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sol", "SOL1_202401_20240214.csv"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), Options{Clients: 20, Months: 1, Out: dir}); err == nil {
		t.Error("a folder with other files was accepted")
	}
}

// TestLayouts reads everything back, over the change of generation in January 2023.
func TestLayouts(t *testing.T) {
	dir := t.TempDir()
	generateTo(t, Options{Clients: 400, Months: 14, Seed: 5, Until: "2023-08", Out: dir})
	name := regexp.MustCompile(`^(SOL[12]|KHSL[12]|IBIC|BESOK|FOLK|FOREBYGG)_\d{6}_\d{8}[RK]?\.(csv|txt)(\.gz|\.zip)?$`)
	fields := map[string]int{"SOL1": 36, "SOL2": 36, "KHSL1": 6, "IBIC": 9, "BESOK": 10, "FOLK": 3, "FOREBYGG": 8}
	kinds := map[string]bool{}
	for _, d := range readAll(t, dir) {
		if !name.MatchString(d.name) {
			t.Errorf("file name %s", d.name)
		}
		old := d.month < "202301"
		kinds[d.source+fmt.Sprint(old)] = true
		if strings.HasPrefix(d.source, "SOL") {
			if d.ansi && !old || d.bom == old || d.crlf != old || (d.header[0] == "PNR") != old || (d.column("SERV") >= 0) != old {
				t.Errorf("%s: generation %v, ansi %v, bom %v, crlf %v, header %v", d.name, old, d.ansi, d.bom, d.crlf, d.header)
			}
		}
		for i, row := range d.rows {
			if want := fields[d.source]; want > 0 && len(row) != want {
				t.Fatalf("%s row %d: %d fields, want %d", d.name, i, len(row), want)
			}
			if d.source == "KHSL2" {
				if n := len(row); n < 7 || n > 12 || row[n-1] == "" && n != 12 {
					t.Fatalf("%s row %d: %q", d.name, i, row)
				}
			}
		}
	}
	if len(kinds) != 16 {
		t.Errorf("sources and generations: %v", kinds)
	}
	registers(t, dir)
}

// registers reads the files of register/ back.
func registers(t *testing.T, dir string) {
	t.Helper()
	found := map[string]int{}
	entries, err := os.ReadDir(filepath.Join(dir, "register"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, "register", e.Name())
		kind := strings.SplitN(e.Name(), "_", 2)[0]
		found[kind]++
		switch kind {
		case "KAPACITET":
			x, err := excelize.OpenFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := x.GetRows("Kapacitet")
			if err != nil || len(rows) != 1+4*36*4 || strings.Join(rows[0], "|") != "Område|Månad|Yrke|Timmar|Kostnad per timme|Vakanser" {
				t.Errorf("%s: %d rows, %v, %v", e.Name(), len(rows), rows[0], err)
			}
		case "KOLADA":
			var answer struct {
				Values []struct {
					KPI, Municipality string
					Period            int
					Values            []struct {
						Gender string
						Value  float64
						Count  int
						Status string
					}
				}
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(b, &answer); err != nil || len(answer.Values) != 1 || len(answer.Values[0].Values) != 3 {
				t.Errorf("%s: %v %+v", e.Name(), err, answer)
			}
		default:
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			r := csv.NewReader(strings.NewReader(string(b)))
			if !strings.Contains(string(b[:40]), ",") {
				r.Comma = ';'
			}
			if _, err := r.ReadAll(); err != nil {
				t.Errorf("%s: %v", e.Name(), err)
			}
		}
	}
	if found["OMRADEN"] < 2 || found["BEFOLKNING"] < 2 || found["KAPACITET"] < 4 || found["KOLADA"] != 1 {
		t.Errorf("registers %v", found)
	}
}

// TestMemory asks that the heap after many months is that after few.
func TestMemory(t *testing.T) {
	var early, late uint64
	heap := func() uint64 {
		var s runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&s)
		return s.HeapAlloc
	}
	generateTo(t, Options{Clients: 1000, Months: 48, Workers: 1, Progress: func(done, total int) {
		switch done {
		case 6:
			early = heap()
		case total:
			late = heap()
		}
	}})
	// The series of monthly counts grows by some kilobytes a month; persons grow by the population's growth.
	if late > early+early/3+4<<20 {
		t.Errorf("heap grew from %d to %d bytes", early, late)
	}
}

// TestCalibration asks that the default municipality and two others are like published numbers. Package calibrate says what the tolerances are
// made of. With some fifty rows of two standard errors each, one or two of the other municipalities' rows may fall outside by chance.
func TestCalibration(t *testing.T) {
	if testing.Short() {
		t.Skip("generates three municipalities")
	}
	for seed, allowed := range map[uint64]int{DefaultSeed: 0, 2: 2, 3: 2} {
		sum := generateTo(t, Options{Seed: seed})
		off := 0
		for _, r := range calibrate.Table(&sum.Data) {
			if !r.OK() {
				off++
				t.Logf("seed %d: %s: %.2f, want %.2f-%.2f", seed, r.Name, r.Value, r.Low, r.High)
			}
		}
		if off > allowed {
			t.Errorf("seed %d: %d rows outside their tolerance, want at most %d", seed, off, allowed)
		}
		for c, n := range sum.Data.All.Cases {
			if n == 0 {
				t.Errorf("seed %d: nobody like case %d", seed, c)
			}
		}
	}
}

// TestRisk asks for a probability of each client at the landmark.
func TestRisk(t *testing.T) {
	dir := t.TempDir()
	generateTo(t, Options{Clients: 150, Months: 14, TruthFutures: 20, Out: dir})
	f, err := os.Open(filepath.Join(dir, "truth", "risk.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 100 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	want := life.MonthOf(2025, 9).String()
	for _, r := range rows[1:] {
		if p, err := strconv.ParseFloat(r[3], 64); err != nil || p < 0 || p > 1 || r[1] != want {
			t.Fatalf("row %v", r)
		}
	}
}
