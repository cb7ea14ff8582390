package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/up"
	"github.com/framsyn/framsyn/sql/chtest"
)

// upOnce runs `framsyn up --once --json` and reads its summary.
func upOnce(t *testing.T, arguments ...string) up.Summary {
	t.Helper()
	code, stdout, stderr := call(t, append([]string{"up", "--once", "--json", "--log-level", "warn"}, arguments...)...)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var summary up.Summary
	decoder := json.NewDecoder(strings.NewReader(stdout))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&summary); err != nil || decoder.More() {
		t.Fatalf("standard output must be the JSON and nothing else: %v\n%s", err, stdout)
	}
	return summary
}

func TestUpOnceFromNothingToAnswers(t *testing.T) {
	chtest.Library(t)
	data := "--data=" + chtest.NewDir(t, false)
	first := upOnce(t, data, "--clients=700", "--months=45")
	if l := first.Load; l.Delivered == 0 || l.Delivered != l.Loaded+l.Repeated+l.Replaced+l.Rejected {
		t.Errorf("rows do not add up: %+v", l)
	}
	if first.Risk.AUC <= 0.5 || first.Risk.AUC >= 1 || first.Risk.AUCLow > first.Risk.AUC || first.Risk.AUCHigh < first.Risk.AUC {
		t.Errorf("risk %+v", first.Risk)
	}
	if first.Forecast.MASE <= 0 || first.Forecast.MASESeasonalNaive <= 0 {
		t.Errorf("forecast %+v", first.Forecast)
	}
	for _, table := range []string{"core.clients", "mart.client_months", "mart.candidates", "model.risk_scores", "model.forecasts", "ops.load_rejects"} {
		if first.Tables[table] == 0 {
			t.Errorf("%s is empty", table)
		}
	}
	for _, step := range []string{"engine", "schema", "generate", "load", "transform", "features", "fit", "score", "forecast", "potential", "follow_up", "monitor", "total"} {
		if _, ok := first.Seconds[step]; !ok {
			t.Errorf("no seconds for %s", step)
		}
	}
	again := upOnce(t, data, "--clients=700", "--months=45")
	if again.Load != (up.LoadSummary{}) {
		t.Errorf("the second run loaded %+v", again.Load)
	}
	for table, rows := range first.Tables {
		if !strings.HasPrefix(table, "ops.") && again.Tables[table] != rows {
			t.Errorf("%s has %d rows, then %d", table, rows, again.Tables[table])
		}
	}
	checkSelections(t, data)
	checkDashboards(t, strings.TrimPrefix(data, "--data="))
	code, stdout, stderr := call(t, "schema", "check", data)
	if code != 0 {
		t.Errorf("schema check: exit %d\n%s%s", code, stdout, stderr)
	}
}

// checkSelections shows a selection, saves it under another name and lists both.
func checkSelections(t *testing.T, data string) {
	t.Helper()
	code, shown, stderr := call(t, "select", "show", "tidiga_tecken_kognition", data)
	if code != 0 || !regexp.MustCompile(`(?m)^clients: [1-9]`).MatchString(shown) {
		t.Fatalf("select show: exit %d, %s%s", code, shown, stderr)
	}
	edited := regexp.MustCompile(`(?m)^(version|created|clients|expires): .*\n`).ReplaceAllString(shown, "")
	edited = strings.Replace(edited, "id: tidiga_tecken_kognition", "id: egna_tecken", 1)
	file := filepath.Join(t.TempDir(), "urval.yaml")
	save := func(text string) (int, string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := call(t, "select", "save", file, data)
		return code, stdout + stderr
	}
	if code, out := save(edited); code != 2 || !strings.Contains(out, "expires is missing") {
		t.Errorf("select save without an end: exit %d, %s", code, out)
	}
	expires := "expires: \"" + time.Now().AddDate(0, 6, 0).Format(time.DateOnly) + "\"\n"
	if code, out := save(edited + expires); code != 0 || !strings.Contains(out, "egna_tecken version 1") {
		t.Errorf("select save: exit %d, %s", code, out)
	}
	if code, list, stderr := call(t, "select", "list", data); code != 0 || !strings.Contains(list, "egna_tecken") {
		t.Errorf("select list: exit %d, %s%s", code, list, stderr)
	}
}

// syncBuffer is a buffer that one goroutine writes and another reads.
type syncBuffer struct {
	mutex  sync.Mutex
	buffer bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.Write(p)
}

func (b *syncBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.String()
}

// eventually waits for something that comes by itself.
func eventually(t *testing.T, what string, limit time.Duration, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("after %s still not: %s", limit, what)
}

func TestServeLoadsWhatArrivesAndStopsCleanly(t *testing.T) {
	chtest.Library(t)
	dir := chtest.NewDir(t, false)
	deliveries, inbox := t.TempDir(), filepath.Join(dir, "inbox")
	if code, _, stderr := call(t, "generate", "--clients=120", "--months=6", "--out", deliveries); code != 0 {
		t.Fatal(stderr)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var out, log syncBuffer
	defer func() {
		if t.Failed() {
			t.Log(log.String())
		}
	}()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--cron", "load=@yearly,transform=@yearly,features=@yearly,fit=@yearly,score=@yearly,forecast=@yearly"}, &out, &log)
	}()
	address := regexp.MustCompile(`address=(http://\S+)`)
	eventually(t, "metrics answer", time.Minute, func() bool { return address.MatchString(log.String()) })
	base := address.FindStringSubmatch(log.String())[1]
	if body := get(t, base+"/healthz"); body != "ok\n" {
		t.Errorf("healthz says %q", body)
	}
	eventually(t, "the jobs that were missed have run", time.Minute, func() bool {
		return strings.Contains(get(t, base+"/metrics"), `framsyn_job_runs_total{job="load",status="ok"}`)
	})
	if err := os.RemoveAll(filepath.Join(deliveries, "truth")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(inbox, os.DirFS(deliveries)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "deliveries are loaded and transformed", 2*time.Minute, func() bool {
		_, stdout, _ := call(t, "sql", "--data", dir, "--format", "csv", "SELECT count() > 0 FROM mart.candidates")
		return strings.Contains(stdout, "true") || strings.HasSuffix(strings.TrimSpace(stdout), "1")
	})
	if entries, err := os.ReadDir(filepath.Join(inbox, "done")); err != nil || len(entries) == 0 {
		t.Errorf("done/ has %d entries, %v", len(entries), err)
	}
	stop()
	select {
	case code := <-ended:
		if code != 0 {
			t.Errorf("exit %d: %s", code, log.String())
		}
	case <-time.After(time.Minute):
		t.Fatal("it does not stop")
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // a test that has read it
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
