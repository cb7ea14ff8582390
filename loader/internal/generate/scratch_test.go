package generate
import ("testing";"context";"fmt";"time";"os";"github.com/framsyn/framsyn/loader/internal/generate/calibrate";"github.com/framsyn/framsyn/loader/internal/generate/report")
func TestScratch(t *testing.T) {
	for seed := range uint64(3) { seed++; t0 := time.Now()
	s, err := Run(context.Background(), Options{Out: "/tmp/gen/b", Workers: 1, Seed: seed})
	fmt.Println(err, time.Since(t0), s.Persons, s.Clients, s.Files, s.Bytes, s.Rows)
	_ = calibrate.WriteText(os.Stdout, calibrate.Table(&s.Data)); fmt.Println(s.Data.All.Cases, s.Data.All.First, s.Data.All.After)
	if seed == 1 { t0 = time.Now(); fmt.Println(WriteReport("/tmp/gen/b", &s), time.Since(t0)); os.MkdirAll("/tmp/gen/png", 0o755); report.PNG("/tmp/gen/png", &s.Data) }
	}
}
func TestBig(t *testing.T) {
	t0 := time.Now()
	s, err := Run(context.Background(), Options{Out: "/tmp/gen/c", Workers: 2, Seed: 7, Clients: 16000, Months: 60})
	fmt.Println(err, time.Since(t0), s.Persons, s.Clients, s.Files, s.Bytes, s.Rows)
	_ = calibrate.WriteText(os.Stdout, calibrate.Table(&s.Data)); fmt.Println(s.Data.All.Cases, s.Data.All.First, s.Data.All.After)
}
