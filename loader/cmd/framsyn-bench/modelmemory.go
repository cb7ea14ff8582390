package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// modelMemory measures that the memory of fitting and predicting does not grow as
// the rows do.
func (b *bench) modelMemory(ctx context.Context) error {
	t := &table{
		title: "Memory of a model: a made-up table of 12 features",
		head:  []string{"rows", "MiB", "fit, s", "fit, peak MiB", "fit, file-backed MiB", "predict, s", "predict, peak MiB"},
		notes: []string{
			"One run each of `framsyn model fit` and `framsyn model predict`, a row in four of the same person. Peak: resident memory of the process, with what",
			"is mapped from its temporary file; that part, file-backed, the system may write out when others need the memory.",
		},
	}
	for _, rows := range []int{b.modelRows / 10, b.modelRows} {
		file, fitted := filepath.Join(b.dir, "made-up.csv"), filepath.Join(b.dir, "made-up-model.csv")
		if err := madeUpTable(file, rows); err != nil {
			return err
		}
		fit, err := measure(ctx, io.Discard, b.framsyn, "model", "fit", "--data", file, "--target", "y", "--group", "id", "--out", fitted)
		if err != nil {
			return err
		}
		predict, err := measure(ctx, io.Discard, b.framsyn, "model", "predict", "--data", file, "--model", fitted, "--out", filepath.Join(b.dir, "made-up-predictions.csv"))
		if err != nil {
			return err
		}
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		t.add(grouped(rows), mebibytes(uint64(info.Size())), fixed(fit.seconds, 1), mebibytes(fit.peak), mebibytes(fit.mapped), fixed(predict.seconds, 1), mebibytes(predict.peak))
	}
	return t.print(b.out)
}

// madeUpTable writes rows of a known model: ten numbers and two texts, some of them
// missing, four rows a person.
func madeUpTable(path string, rows int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // closed with its error below; after that this does nothing
	out := bufio.NewWriterSize(file, 1<<20)
	rng := rand.New(rand.NewPCG(1, 1))
	_, _ = out.WriteString("id,y,a,b,c,d,e,f,g,h,i,j,area,kind\n") // a bufio.Writer keeps its fault for Flush
	for row := range rows {
		score := -2.0
		var line []byte
		for j := range 10 {
			x := rng.NormFloat64()
			score += math.Sin(x*float64(j+1)/3) / 3
			line = append(line, ',')
			if rng.IntN(20) > 0 {
				line = fmt.Appendf(line, "%.2f", x)
			}
		}
		area := rng.IntN(12)
		score += float64(area%3) / 4
		y := 0
		if rng.Float64() < 1/(1+math.Exp(-score)) {
			y = 1
		}
		_, _ = fmt.Fprintf(out, "%d,%d%s,A%d,%s\n", row/4, y, line, area, []string{"home", "nurse", ""}[rng.IntN(3)])
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Close()
}
