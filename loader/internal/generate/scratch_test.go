package generate

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
)

func TestScratchBig(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	m, _ := strconv.Atoi(os.Getenv("M"))
	w, _ := strconv.Atoi(os.Getenv("W"))
	k, _ := strconv.Atoi(os.Getenv("K"))
	t0 := time.Now()
	s, err := Run(t.Context(), Options{Out: "/tmp/gen/big", Workers: w, Clients: n, Months: m, TruthFutures: k})
	fmt.Println(err, time.Since(t0), s.Persons, s.Clients, s.Files, s.Bytes, s.Rows)
	_ = calibrate.WriteText(os.Stdout, calibrate.Table(&s.Data))
	b, _ := os.ReadFile("/proc/self/status")
	fmt.Println(string(b))
}
