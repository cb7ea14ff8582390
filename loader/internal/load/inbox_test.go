package load_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/load"
	"github.com/framsyn/framsyn/sql/chtest"
)

func TestInboxMovesWrongFilesWithAReason(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	inbox := load.Inbox{Options: options(db, dir), Settle: time.Nanosecond}
	in := filepath.Join(dir, "data", "inbox")
	packed, err := os.ReadFile(write(t, dir, "x.gz", visits("202401", 50)))
	if err != nil {
		t.Fatal(err)
	}
	write(t, in, "besok/BESOK_202401_20240210.csv", visits("202401", 2))
	for name, text := range map[string]string{
		"BESOK_202402_20240310.csv":      "",
		"BESOK_202403_20240410.csv":      visitsHeader,
		"BESOK_202404_20240510.csv":      "PERSONNR;DATUM\n" + testNumber(1) + ";20240401\n",
		"okänd.csv":                      "A;B\n1;2\n",
		"anteckning.docx":                "x",
		"BESOK_202413_20240510.csv":      visits("202401", 1),
		"BESOK_202405_20240610X.csv":     visits("202405", 1),
		testNumber(3) + ".csv":           "A\n1\n",
		"KAPACITET_202401_20240115.xlsx": "no workbook",
		"KHSL2_202401_20240331.txt":      "9901;x;2024;01;20240105;QG003;XS918\n",
	} {
		write(t, in, "sub/"+name, text)
	}
	if err := os.WriteFile(filepath.Join(in, "sub", "BESOK_202406_20240710.csv.gz"), packed[:len(packed)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := inbox.Once(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if report.Failed != 11 || report.Loaded != 56 {
		t.Errorf("%+v", report.Totals)
	}
	checkCounts(t, db)
	if _, err := os.Stat(filepath.Join(in, "done", "besok", "BESOK_202401_20240210.csv")); err != nil {
		t.Error(err)
	}
	notes, err := filepath.Glob(filepath.Join(in, "failed", "sub", "*.*.txt"))
	if err != nil || len(notes) != 11 {
		t.Errorf("%d notes, %v", len(notes), err)
	}
	for _, note := range notes {
		text, err := os.ReadFile(note)
		if err != nil || !strings.Contains(string(text), "Filen laddades inte") || !strings.Contains(string(text), "The file was not loaded") {
			t.Errorf("%s: %s %v", note, text, err)
		}
		if strings.Contains(string(text), testNumber(3)) || strings.Contains(string(text), testNumber(1)) {
			t.Errorf("%s holds an identity number", filepath.Base(note))
		}
	}
	// A name that is taken gets a number; nothing is lost.
	write(t, in, "sub/okänd.csv", "A;B\n3;4\n")
	if _, err := inbox.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(in, "failed", "sub", "okänd.csv.2")); err != nil {
		t.Error(err)
	}
}

func TestInboxWatches(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	inbox := load.Inbox{Options: options(db, dir), Settle: 200 * time.Millisecond, Every: time.Minute}
	in := filepath.Join(dir, "data", "inbox")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- inbox.Run(ctx) }()
	time.Sleep(300 * time.Millisecond)
	write(t, in, "new/BESOK_202401_20240210.csv", visits("202401", 2))
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		if _, err := os.Stat(filepath.Join(in, "done", "new", "BESOK_202401_20240210.csv")); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := db.Value("SELECT count() FROM stg.visits"); n != "56" {
		t.Errorf("%s visits", n)
	}
}

func TestRejectedRowsComeBackMended(t *testing.T) {
	db, dir := chtest.New(t), t.TempDir()
	in := filepath.Join(dir, "in")
	bad := testNumber(1)
	ten := bad[2:8] + "-" + bad[8:]
	write(t, in, "BESOK_202401_20240210.csv", visitsHeader+ten+";20240105;SERV;K1;1;60;1;tio;0;\n"+testNumber(2)+";20240105;SERV;K1;1;60;1;10;0;\n")
	write(t, in, "KHSL2_202401_20240331.txt", "9901;"+bad+";2024;01;20240105;QG000;XS918\n9901;"+bad+";2024;01;20240106;QG003;XS918\n")
	o := options(db, dir, in)
	mustLoad(t, db, o)
	out := filepath.Join(dir, "out")
	files, err := load.ExportRejects(t.Context(), o, load.RejectFilter{}, out)
	if err != nil || len(files) != 3 {
		t.Fatalf("%v %v", files, err)
	}
	mend := map[string]string{"BESOK": "tio", "KHSL2": "QG000"}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f, ".reasons.csv") {
			if err := os.Remove(f); err != nil || !strings.Contains(string(text), "pattern") {
				t.Errorf("%s %v", text, err)
			}
			continue
		}
		if !strings.Contains(string(text), bad) {
			t.Error("the number did not get its century")
		}
		mended := strings.Replace(string(text), mend[filepath.Base(f)[:5]], map[string]string{"BESOK": "10", "KHSL2": "QG003"}[filepath.Base(f)[:5]], 1)
		if err := os.WriteFile(f, []byte(mended), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.Paths = []string{out}
	report := mustLoad(t, db, o)
	if report.Loaded != 2 || report.Rejected != 0 {
		t.Errorf("%+v", report.Files)
	}
	if n := db.Value("SELECT count() FROM stg.visits"); n != "2" {
		t.Errorf("%s visits", n)
	}
}
