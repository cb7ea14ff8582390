package sqlfs

import (
	"errors"
	"fmt"
	"io/fs"
)

// Fault is something wrong in a file of the tree.
type Fault struct {
	File string // path inside the tree
	Line int    // first line is 1; 0 when the fault is in the file as a whole
	Text string // what is wrong and what was expected
}

// Error gives file, line and text as compilers do.
func (f *Fault) Error() string {
	if f.Line == 0 {
		return fmt.Sprintf("sql/%s: %s", f.File, f.Text)
	}
	return fmt.Sprintf("sql/%s:%d: %s", f.File, f.Line, f.Text)
}

func faultf(file string, line int, format string, args ...any) *Fault {
	return &Fault{File: file, Line: line, Text: fmt.Sprintf(format, args...)}
}

// faultList collects errors, so that one run shows all of them.
type faultList struct {
	all []error
}

func (l *faultList) add(err error) { l.all = append(l.all, err) }

func (l *faultList) err() error { return errors.Join(l.all...) }

func isNotExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }
