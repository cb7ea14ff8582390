package load_test

import (
	"log/slog"
	"os"
	"runtime/pprof"
	"syscall"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
)

// TestSpeed loads the file named by FRAMSYN_TEST_SPEED and says how fast; docs/contracts.md says what was measured.
func TestSpeed(t *testing.T) {
	path := os.Getenv("FRAMSYN_TEST_SPEED")
	if path == "" {
		t.Skip("FRAMSYN_TEST_SPEED names no file")
	}
	db, dir := chtest.New(t), t.TempDir()
	o := options(db, dir, path)
	o.Log = slog.Default()
	if profile := os.Getenv("FRAMSYN_TEST_PROFILE"); profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			t.Fatal(err)
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			t.Fatal(err)
		}
		defer pprof.StopCPUProfile()
	}
	report := mustLoad(t, db, o)
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	t.Logf("largest memory %d MB; processor time: loader %.2f s, engine %s s", usage.Maxrss>>10, float64(usage.Utime.Nano()+usage.Stime.Nano())/1e9,
		db.Value("SELECT round(sum(value) / 1e6, 2) FROM system.events WHERE event = 'OSCPUVirtualTimeMicroseconds'"))
	t.Logf("%d rows in %.2f s: %.0f rows/s", report.Delivered, report.Seconds, float64(report.Delivered)/report.Seconds)
}
