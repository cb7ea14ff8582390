package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/generate"
	"github.com/framsyn/framsyn/sql/identity"
)

// trueRisks makes the municipality once more, with the futures of everyone in it,
// and returns the true chance of a doubled need at a landmark by client. The lives
// are the same: the generator's futures draw from streams of their own.
func (b *bench) trueRisks(ctx context.Context, s size, dataDir string, landmark time.Time) (map[uint64]float64, error) {
	dir := filepath.Join(b.dir, fmt.Sprintf("truth-%dx%d", s.clients, s.months))
	defer os.RemoveAll(dir) //nolint:errcheck // the whole folder goes at the end
	_, err := generate.Run(ctx, generate.Options{Clients: s.clients, Months: s.months, Seed: generate.DefaultSeed, Out: dir, TruthFutures: b.futures})
	if err != nil {
		return nil, err
	}
	keys, err := identity.KeyDir(filepath.Join(dataDir, "keys")).Open(nil)
	if err != nil {
		return nil, err
	}
	return readTrueRisks(filepath.Join(dir, "truth", "risk.csv"), landmark, identity.NewPseudonymizer(keys.Pseudonym))
}

// readTrueRisks reads truth/risk.csv: person,landmark_month,granted_h,p_true.
func readTrueRisks(path string, landmark time.Time, pseudonyms *identity.Pseudonymizer) (map[uint64]float64, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	month, risks, rules := landmark.Format("2006-01"), map[uint64]float64{}, identity.DefaultRules()
	lines := bufio.NewScanner(file)
	for n := 0; lines.Scan(); n++ {
		fields := strings.Split(lines.Text(), ",")
		switch {
		case n == 0 && lines.Text() == "person,landmark_month,granted_h,p_true":
			continue
		case n == 0 || len(fields) != 4:
			return nil, fmt.Errorf("%s: line %d is not as expected", filepath.Base(path), n+1)
		case fields[1] != month:
			continue
		}
		person, err := rules.Parse([]byte(fields[0]), landmark)
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", filepath.Base(path), n+1, err)
		}
		if risks[pseudonyms.Client(person)], err = strconv.ParseFloat(fields[3], 64); err != nil {
			return nil, fmt.Errorf("%s: line %d: the chance is no number", filepath.Base(path), n+1)
		}
	}
	return risks, lines.Err()
}
