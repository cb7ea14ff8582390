package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/audit"
)

// ToFile exports to a file: under another name in the same folder first, readable
// by its owner only; then the rows of the logs; then under its own name, in the
// place of what was there. When anything fails, no file is left.
// read should be the analyst's connection, log the loader's.
func ToFile(ctx context.Context, read, log driver.Conn, r Request, path string) (result Result, err error) {
	if r.FileName == "" {
		r.FileName = filepath.Base(path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return Result{}, fmt.Errorf("make the file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = file.Close() // it may be closed already
			_ = os.Remove(file.Name())
		}
	}()
	counter := &counting{out: file}
	result, err = Run(ctx, read, r, counter)
	result.Bytes = counter.bytes
	if err != nil {
		return result, err
	}
	if err = errors.Join(file.Sync(), file.Close()); err != nil {
		return result, fmt.Errorf("write %s: %w", path, err)
	}
	if err = record(ctx, log, r, result, StateFinished); err != nil {
		return result, err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return result, fmt.Errorf("name the file: %w", err)
	}
	return result, nil
}

// ToStream exports to a stream, such as standard output, and then writes the rows
// of the logs. Before clients go out there is a row in ops.access_log that says so.
// When it breaks off after rows have gone out, they are logged as they are, with the
// file name "- (incomplete)".
func ToStream(ctx context.Context, read, log driver.Conn, r Request, out io.Writer) (Result, error) {
	if r.FileName == "" {
		r.FileName = "-"
	}
	counter := &counting{out: out}
	isStarted := false
	result, err := perform(ctx, read, r, counter, func(result Result) error {
		if !r.ofClients() {
			return nil
		}
		isStarted = true
		return announce(ctx, log, r, result)
	})
	result.Bytes = counter.bytes
	if err != nil && result.Rows == 0 && (!isStarted || errors.Is(err, audit.ErrUnwritten)) {
		return result, err
	}
	state := StateFinished
	if err != nil {
		r.FileName += " (incomplete)"
		state = StateBroken
	}
	return result, errors.Join(err, record(context.WithoutCancel(ctx), log, r, result, state))
}

// ToReader exports to somebody who waits for it, such as a browser. Before the first
// byte there is a row in ops.export_log; when it is over, the rows of the logs that
// say whether it was finished or broke off, and how much had been written. begin is
// called between the two. An error means that what was written must not be taken
// for the whole, also when it is only the log that could not be written.
func ToReader(ctx context.Context, read, log driver.Conn, r Request, out io.Writer, begin func(Result)) (Result, error) {
	counter := &counting{out: out}
	isStarted := false
	result, err := perform(ctx, read, r, counter, func(result Result) error {
		if err := recordState(ctx, log, r, result, StateStarted); err != nil {
			return err
		}
		isStarted = true
		begin(result)
		return nil
	})
	result.Bytes = counter.bytes
	if !isStarted {
		return result, err
	}
	state := StateFinished
	if err != nil {
		state = StateBroken
	}
	return result, errors.Join(err, record(context.WithoutCancel(ctx), log, r, result, state))
}
