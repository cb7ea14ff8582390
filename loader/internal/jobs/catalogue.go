package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/job"
	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// catalogue is the SQL objects by name, in order of dependency.
type catalogue struct {
	order  []sqlfs.Object
	byName map[string]sqlfs.Object
}

func catalogueOf(objects []sqlfs.Object) catalogue {
	c := catalogue{order: objects, byName: map[string]sqlfs.Object{}}
	for _, object := range objects {
		c.byName[object.FullName()] = object
	}
	return c
}

// fill runs one object's INSERT and logs it.
func (c catalogue) fill(ctx context.Context, in job.Input, name string, from, to time.Time) (uint64, error) {
	object, ok := c.byName[name]
	if !ok {
		return 0, fmt.Errorf("no SQL object %s", name)
	}
	begin := in.Clock()
	rows, err := clickhouse.Fill(ctx, in.Conn, object, from, to)
	if err != nil {
		return 0, err
	}
	in.Log.Debug("filled", "object", name, "rows", rows, "seconds", in.Clock().Sub(begin).Seconds())
	return rows, nil
}

// derived returns the objects of a database that have an INSERT, apart from some.
func (c catalogue) derived(database string, but ...string) []sqlfs.Object {
	var out []sqlfs.Object
	for _, object := range c.order {
		if object.Database == database && object.Insert != "" && !slices.Contains(but, object.FullName()) {
			out = append(out, object)
		}
	}
	return out
}

// rawSource is the raw table behind an object's stg view; empty where it reads
// none, or several.
func rawSource(object sqlfs.Object) string {
	var found string
	for _, source := range object.Header.Sources {
		if name, ok := strings.CutPrefix(source, "stg."); ok {
			if found != "" {
				return ""
			}
			found = name
		}
	}
	return found
}
