//go:build !linux

package clickhouse

import (
	"errors"
	"os"
)

// newTerminal is for Linux only; see lifeline for what it means to have none.
func newTerminal() (*os.File, error) { return nil, errors.New("not supported on this system") }
