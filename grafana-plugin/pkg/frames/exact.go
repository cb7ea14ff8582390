package frames

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"net"
	"reflect"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// maxSafe is the largest whole number n such that JavaScript tells n from n + 1.
const maxSafe = 1<<53 - 1

// writer writes values that have parts.
type writer struct {
	onlyDays bool // times are days
}

// json writes a value as JSON: keys sorted, NaN and infinities as null, whole
// numbers that JavaScript would round in quotes.
func (w writer) json(value reflect.Value) string {
	text, err := json.Marshal(w.exact(value))
	if err != nil {
		return fmt.Sprint(value.Interface())
	}
	return string(text)
}

// list writes the lists that are most common, numbers and texts, without
// reflection; it is empty for others.
func (w writer) list(pointer any) string {
	switch list := pointer.(type) {
	case *[]float64:
		text := []byte{'['}
		for i, number := range *list {
			if i > 0 {
				text = append(text, ',')
			}
			if math.IsNaN(number) || math.IsInf(number, 0) {
				text = append(text, "null"...)
				continue
			}
			text = strconv.AppendFloat(text, number, 'g', -1, 64)
		}
		return string(append(text, ']'))
	case *[]string:
		if text, err := json.Marshal(*list); err == nil && *list != nil {
			return string(text)
		}
	}
	return ""
}

// exact makes of a value what encoding/json writes as we want it.
func (w writer) exact(value reflect.Value) any {
	if !value.IsValid() {
		return nil
	}
	switch known := value.Interface().(type) {
	case time.Time:
		if w.onlyDays {
			return known.Format(time.DateOnly)
		}
		return known.UTC().Format(time.RFC3339Nano)
	case time.Duration:
		return known.String()
	case decimal.Decimal:
		return known.InexactFloat64()
	case big.Int:
		return known.String()
	case uuid.UUID:
		return known.String()
	case net.IP:
		return known.String()
	case string:
		return known
	}
	switch value.Kind() { //nolint:exhaustive // the rest is as encoding/json or fmt writes it
	case reflect.Pointer, reflect.Interface:
		return w.exact(value.Elem())
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(value.Float()) || math.IsInf(value.Float(), 0) {
			return nil
		}
		if value.Kind() == reflect.Float32 {
			return float32(value.Float())
		}
		return value.Float()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if n := value.Int(); n > maxSafe || n < -maxSafe {
			return strconv.FormatInt(n, 10)
		}
		return value.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if n := value.Uint(); n > maxSafe {
			return strconv.FormatUint(n, 10)
		}
		return value.Uint()
	case reflect.Slice, reflect.Array:
		list := make([]any, value.Len())
		for i := range list {
			list[i] = w.exact(value.Index(i))
		}
		return list
	case reflect.Map:
		object := map[string]any{}
		for _, key := range value.MapKeys() {
			object[fmt.Sprint(w.exact(key))] = w.exact(value.MapIndex(key))
		}
		return object
	}
	return value.Interface()
}
