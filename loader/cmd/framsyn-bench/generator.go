package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// generator measures that the generator's memory does not grow with the months.
func (b *bench) generator(ctx context.Context) error {
	t := &table{
		title: fmt.Sprintf("Memory of the generator: %s clients", grouped(b.generatorClients)),
		head:  []string{"months", "seconds", "CPU s", "peak memory, MiB", "MiB written"},
		notes: []string{"One run each of `framsyn generate`; peak resident memory of the process. It is flat when twice the months take the same."},
	}
	for _, months := range []int{3, 6} {
		dir := filepath.Join(b.dir, fmt.Sprintf("generator-%d", months))
		u, err := measure(ctx, io.Discard, b.framsyn, "generate", "--clients", fmt.Sprint(b.generatorClients), "--months", fmt.Sprint(months), "--out", dir)
		if err != nil {
			return err
		}
		written, err := bytesBelow(dir)
		if err != nil {
			return err
		}
		t.add(fmt.Sprint(months), fixed(u.seconds, 1), fixed(u.cpu, 1), mebibytes(u.peak), mebibytes(written))
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return t.print(b.out)
}

// bytesBelow adds up the files of a folder.
func bytesBelow(dir string) (n uint64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		n += uint64(info.Size())
		return nil
	})
	return n, err
}
