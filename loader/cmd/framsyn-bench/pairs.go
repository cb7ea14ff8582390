package main

import (
	"context"
	"fmt"
)

// pair is what a step took, in all counted runs: place i of each slice is run i.
type pair struct {
	step   loadStep
	loader []loadUsage
	reader []usage
}

// ratios are the loader's speed as a share of the reader's, run by run.
func (p *pair) ratios() (out []float64) {
	for i := range p.loader {
		out = append(out, p.reader[i].seconds/p.loader[i].seconds)
	}
	return out
}

// loaderValues and readerValues take a value of each run.
func (p *pair) loaderValues(of func(loadUsage) float64) (out []float64) {
	for _, u := range p.loader {
		out = append(out, of(u))
	}
	return out
}

func (p *pair) readerValues(of func(usage) float64) (out []float64) {
	for _, u := range p.reader {
		out = append(out, of(u))
	}
	return out
}

// pairs runs loader and reader in turn, each first every other time. A first run of
// both does not count: it finds the lines that the loader rejects, and leaves the
// files in the system's memory.
func (b *bench) pairs(ctx context.Context, steps []loadStep) ([]pair, error) {
	rejected := map[string]map[int]bool{}
	_, err := b.loadAll(ctx, steps, func(path string, lines map[int]bool) { rejected[path] = lines })
	if err != nil {
		return nil, err
	}
	if err := dropRejected(steps, rejected); err != nil {
		return nil, err
	}
	if _, err := b.readAll(ctx, steps); err != nil {
		return nil, err
	}
	pairs := make([]pair, len(steps))
	for i, s := range steps {
		pairs[i].step = s
	}
	for run := range b.runs {
		turns := []func(context.Context, []pair) error{b.loaderTurn, b.readerTurn}
		if run%2 == 1 {
			turns[0], turns[1] = turns[1], turns[0]
		}
		for _, turn := range turns {
			if err := turn(ctx, pairs); err != nil {
				return nil, err
			}
		}
		for _, p := range pairs {
			b.log.Info("pair", "run", run+1, "of", b.runs, "file", p.step.name, "rows", p.step.lines(),
				"loader_seconds", p.loader[run].seconds, "reader_seconds", p.reader[run].seconds)
		}
	}
	return pairs, nil
}

func (b *bench) loaderTurn(ctx context.Context, pairs []pair) error {
	used, err := b.loadAll(ctx, stepsOf(pairs), func(string, map[int]bool) {})
	for i, u := range used {
		pairs[i].loader = append(pairs[i].loader, u)
	}
	return err
}

func (b *bench) readerTurn(ctx context.Context, pairs []pair) error {
	used, err := b.readAll(ctx, stepsOf(pairs))
	for i, u := range used {
		pairs[i].reader = append(pairs[i].reader, u)
	}
	return err
}

func stepsOf(pairs []pair) (steps []loadStep) {
	for _, p := range pairs {
		steps = append(steps, p.step)
	}
	return steps
}

// largeTable compares rows per second.
func (b *bench) largeTable(pairs []pair) *table {
	t := &table{
		title: fmt.Sprintf("Loader beside ClickHouse's reader: month files of %s clients", grouped(b.loadClients)),
		head: []string{
			"file", "rows", "MiB", "framsyn rows/s", "ClickHouse rows/s", "ratio (least-greatest)", "framsyn CPU s", "its engine's CPU s", "ClickHouse CPU s",
		},
		notes: []string{
			fmt.Sprintf("Medians of %d alternating runs into new databases, after one that does not count; the ratio is taken run by run.", b.runs),
			"framsyn: `framsyn load`, validation, pseudonyms, hashes and outcome counts included, start of program and engine not.",
			"ClickHouse: `INSERT … FROM INFILE … FORMAT CSVWithNames` of the same file by the same engine, into typed columns with the same partition and sort key; identity numbers stay text.",
		},
	}
	for i := range pairs {
		p := &pairs[i]
		loader, reader := median(p.loaderValues(loaderSeconds)), median(p.readerValues(seconds))
		t.add(p.step.name, grouped(p.step.lines()), mebibytes(uint64(p.step.bytes())), grouped(int(float64(p.step.lines())/loader)),
			grouped(int(float64(p.step.lines())/reader)), spread(p.ratios(), 2), fixed(median(p.loaderValues(programCPU)), 2),
			fixed(median(p.loaderValues(engineCPU)), 2), fixed(median(p.readerValues(cpu)), 2))
	}
	return t
}

// smallTable compares milliseconds per file.
func (b *bench) smallTable(pairs []pair) *table {
	t := &table{
		title: fmt.Sprintf("Small files: months of %s clients", grouped(min(smallClients, b.loadClients))),
		head:  []string{"file", "files", "rows a file", "framsyn ms a file (least-greatest)", "ClickHouse ms a file (least-greatest)", "framsyn + engine CPU ms a file"},
		notes: []string{
			fmt.Sprintf("Medians of %d alternating runs; one `framsyn load` of all files of a kind. What a batch costs whatever its size decides here.", b.runs),
		},
	}
	for i := range pairs {
		p := &pairs[i]
		files := len(p.step.files)
		each := func(values []float64) []float64 {
			for i := range values {
				values[i] *= 1000 / float64(files)
			}
			return values
		}
		t.add(p.step.name, fmt.Sprint(files), grouped(p.step.lines()/files), spread(each(p.loaderValues(loaderSeconds)), 0),
			spread(each(p.readerValues(seconds)), 0), fixed(median(each(p.loaderValues(allCPU))), 0))
	}
	return t
}

func seconds(u usage) float64           { return u.seconds }
func cpu(u usage) float64               { return u.cpu }
func loaderSeconds(u loadUsage) float64 { return u.seconds }
func programCPU(u loadUsage) float64    { return u.cpu }
func engineCPU(u loadUsage) float64     { return u.engineCPU }
func allCPU(u loadUsage) float64        { return u.cpu + u.engineCPU }
