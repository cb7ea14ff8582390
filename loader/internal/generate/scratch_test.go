package generate

import (
	"context"
	"fmt"
	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
	"os"
	"testing"
	"time"
)

func TestScratch(t *testing.T) {
	for seed := range uint64(3) { seed++; t0 := time.Now()
	s, err := Run(context.Background(), Options{Out: "/tmp/gen/b", Workers: 1, Seed: seed})
	fmt.Println(err, time.Since(t0), s.Persons, s.Clients, s.Files, s.Bytes, s.Rows)
	_ = calibrate.WriteText(os.Stdout, calibrate.Table(&s.Data))
	fmt.Println(s.Data.All.Cases, s.Data.All.First, s.Data.All.After)
	_ = os.Args }
}
