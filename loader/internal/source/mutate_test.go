package source

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestDamagedBinaryFiles reads workbooks and Parquet files with random damage: the
// fuzzing engine hardly gets through these large libraries, a plain loop does.
func TestDamagedBinaryFiles(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		spec    Spec
	}{
		"f.xlsx":    {workbook(t), Spec{Kind: XLSX, Header: true}},
		"f.parquet": {table1(t), Spec{Kind: Parquet}},
	} {
		random := rand.New(rand.NewPCG(1, 2))
		for range 300 {
			damaged := append([]byte(nil), c.content...)
			for range 1 + random.IntN(8) {
				damaged[random.IntN(len(damaged))] = byte(random.Uint32())
			}
			if random.IntN(4) == 0 {
				damaged = damaged[:random.IntN(len(damaged))]
			}
			began := time.Now()
			fuzzRead(t, name, damaged, c.spec)
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%s: reading a damaged file took %v", name, took)
			}
		}
	}
}
