package trial

import (
	"fmt"
	"net/url"
	"reflect"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// newOf is a place for a value of a column.
func newOf(column driver.ColumnType) any { return reflect.New(column.ScanType()).Interface() }

// textOf writes what has been scanned, through pointers.
func textOf(value any) string {
	v := reflect.ValueOf(value)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if !v.IsValid() {
		return "NULL"
	}
	return fmt.Sprint(v.Interface())
}

// escaped is a text in an address.
func escaped(text string) string { return url.QueryEscape(text) }
