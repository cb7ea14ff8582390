package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
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
	if result, err = Run(ctx, read, r, file); err != nil {
		return result, err
	}
	if err = errors.Join(file.Sync(), file.Close()); err != nil {
		return result, fmt.Errorf("write %s: %w", path, err)
	}
	if err = record(ctx, log, r, result); err != nil {
		return result, err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return result, fmt.Errorf("name the file: %w", err)
	}
	return result, nil
}

// ToStream exports to a stream, such as standard output, and then writes the rows
// of the logs. When it breaks off after rows have gone out, they are logged as
// they are, with the file name "- (incomplete)".
func ToStream(ctx context.Context, read, log driver.Conn, r Request, out io.Writer) (Result, error) {
	if r.FileName == "" {
		r.FileName = "-"
	}
	result, err := Run(ctx, read, r, out)
	if err != nil && result.Rows == 0 {
		return result, err
	}
	if err != nil {
		r.FileName += " (incomplete)"
	}
	return result, errors.Join(err, record(context.WithoutCancel(ctx), log, r, result))
}
