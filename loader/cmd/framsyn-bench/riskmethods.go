package main

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/framsyn/framsyn/models/additive"
	"github.com/framsyn/framsyn/models/evaluate"
	"github.com/framsyn/framsyn/models/logistic"
)

// oneScore is an additive model of doubled or not.
func oneScore(_ context.Context, train, test *riskTable) ([]float64, float64, error) {
	began := time.Now()
	m, err := additive.Fit(
		additive.Table{Columns: train.terms, Data: additive.Block{X: train.columns, Y: train.doubled, Person: train.person}},
		additive.Options{MaxPairs: -1, Seed: 1},
	)
	if err != nil {
		return nil, 0, err
	}
	// A term that is the same in all rows is no feature of the model.
	var columns [][]float64
	for _, feature := range m.Features {
		j := slices.IndexFunc(test.terms, func(term additive.Feature) bool { return term.Name == feature.Name })
		columns = append(columns, test.columns[j])
	}
	out, x, score := make([]float64, len(test.doubled)), make([]float64, len(columns)), make([]float64, 1)
	for i := range out {
		for j := range columns {
			x[j] = columns[j][i]
		}
		out[i] = logistic.Sigmoid(m.Score(score, x)[0])
	}
	return out, time.Since(began).Seconds(), nil
}

// chooseRounds is the argument that has the peer choose its rounds.
const chooseRounds = "--choose-rounds"

// peerRisk runs XGBoost on the training rows and has it predict the test rows.
func (b *bench) peerRisk(ctx context.Context, python string, train, test *riskTable, arguments ...string) ([]float64, float64, error) {
	file := filepath.Join(b.dir, "risk.csv")
	if err := writeRisk(file, train, test); err != nil {
		return nil, 0, err
	}
	values, probability, err := b.runPeer(ctx, python, file, append(arguments, "test")...)
	if err != nil {
		return nil, 0, err
	}
	if len(probability) != len(test.doubled) {
		return nil, 0, fmt.Errorf("%d predictions for %d rows", len(probability), len(test.doubled))
	}
	return probability, values["seconds"], nil
}

// writeRisk writes both parts as peer_xgboost.py reads them, missing values as
// empty cells. The file has pseudonyms of made-up persons and goes with the folder.
func writeRisk(path string, train, test *riskTable) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // closed with its error below; after that this does nothing
	out := bufio.NewWriter(file)
	_, _ = out.WriteString("id,fold,y") // a bufio.Writer keeps its fault for Flush
	for _, term := range train.terms {
		_, _ = out.WriteString("," + term.Name)
	}
	for _, part := range []struct {
		name string
		rows *riskTable
	}{{"train", train}, {"test", test}} {
		for i, client := range part.rows.client {
			_, _ = fmt.Fprintf(out, "\n%d,%s,%g", client, part.name, part.rows.doubled[i])
			for _, column := range part.rows.columns {
				cell := ""
				if !math.IsNaN(column[i]) {
					cell = strconv.FormatFloat(column[i], 'g', -1, 64)
				}
				_, _ = out.WriteString("," + cell)
			}
		}
	}
	_, _ = out.WriteString("\n")
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// aucDifference is the AUC of a less that of b, with an interval from drawing
// persons with replacement: the same persons for both, so that it is narrower than
// the two intervals suggest.
func aucDifference(a, b []float64, test *riskTable) (evaluate.Metric, error) {
	const resamples = 500
	weight := make([]float64, len(a))
	for i := range weight {
		weight[i] = 1
	}
	difference := func() (float64, error) {
		var auc [2]float64
		for k, probability := range [][]float64{a, b} {
			sorted, err := evaluate.Sort(evaluate.Sample{Probability: probability, Outcome: test.doubled, Weight: weight})
			if err != nil {
				return 0, err
			}
			if auc[k], err = sorted.AUC(); err != nil {
				return 0, err
			}
		}
		return auc[0] - auc[1], nil
	}
	value, err := difference()
	if err != nil {
		return evaluate.Metric{}, err
	}
	var persons []uint64 // in the order of the rows, which is the same whatever the pseudonym key
	seen := map[uint64]bool{}
	for _, client := range test.client {
		if !seen[client] {
			seen[client], persons = true, append(persons, client)
		}
	}
	rng := rand.New(rand.NewPCG(1, 1))
	var draws []float64
	for range resamples {
		times := map[uint64]float64{}
		for range persons {
			times[persons[rng.IntN(len(persons))]]++
		}
		for i, client := range test.client {
			weight[i] = times[client]
		}
		if d, err := difference(); err == nil { // a draw may hold events only
			draws = append(draws, d)
		}
	}
	slices.Sort(draws)
	return evaluate.Metric{Name: "auc_difference", Value: value, Low: evaluate.Quantile(draws, 0.025), High: evaluate.Quantile(draws, 0.975)}, nil
}
