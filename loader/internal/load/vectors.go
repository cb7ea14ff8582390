package load

import (
	"math"

	"github.com/framsyn/framsyn/loader/internal/contract"
)

// plain are columns of unsigned integers.
type plain[T uint8 | uint16 | uint32 | uint64] struct {
	nullable bool
	min, max int64
	values   []T
	nulls    []bool
}

func (c *plain[T]) fits(v *contract.Value) bool { return v.Null || v.Int >= c.min && v.Int <= c.max }

func (c *plain[T]) add(v *contract.Value) {
	c.values = append(c.values, T(v.Int))
	if c.nullable {
		c.nulls = append(c.nulls, v.Null)
	}
}

func (c *plain[T]) encode(buf []byte, v *contract.Value) []byte {
	return encodeInt(buf, v.Null && c.nullable, v.Int)
}

func (c *plain[T]) send(to target) error { return send(to, c.values, c.nulls) }

func (c *plain[T]) reset() { c.values, c.nulls = c.values[:0], c.nulls[:0] }

// converted are columns whose Go type is made from the value.
type converted[T any] struct {
	nullable bool
	float    bool
	convert  func(*contract.Value) T
	values   []T
	nulls    []bool
}

func (c *converted[T]) fits(*contract.Value) bool { return true }

func (c *converted[T]) add(v *contract.Value) {
	c.values = append(c.values, c.convert(v))
	if c.nullable {
		c.nulls = append(c.nulls, v.Null)
	}
}

func (c *converted[T]) encode(buf []byte, v *contract.Value) []byte {
	n := v.Int
	if c.float {
		n = int64(math.Float64bits(v.Float()))
	}
	return encodeInt(buf, v.Null && c.nullable, n)
}

func (c *converted[T]) send(to target) error { return send(to, c.values, c.nulls) }

func (c *converted[T]) reset() { c.values, c.nulls = c.values[:0], c.nulls[:0] }

// send appends values; with nulls, as pointers, as clickhouse-go wants them.
func send[T any](to target, values []T, nulls []bool) error {
	if len(nulls) == 0 {
		return to.Append(values)
	}
	pointers := make([]*T, len(values))
	for i := range values {
		if !nulls[i] {
			pointers[i] = &values[i]
		}
	}
	return to.Append(pointers)
}

// texts are String and Enum8 columns.
type texts struct{ values []string }

func (c *texts) fits(*contract.Value) bool { return true }

func (c *texts) add(v *contract.Value) { c.values = append(c.values, v.Text) }

func (c *texts) encode(buf []byte, v *contract.Value) []byte { return encodeText(buf, v.Text) }

func (c *texts) send(to target) error { return to.Append(c.values) }

func (c *texts) reset() { c.values = c.values[:0] }

// lists are Array(LowCardinality(String)) columns.
type lists struct{ values [][]string }

func (c *lists) fits(*contract.Value) bool { return true }

func (c *lists) add(v *contract.Value) {
	list := v.List
	if list == nil {
		list = []string{}
	}
	c.values = append(c.values, list)
}

func (c *lists) encode(buf []byte, v *contract.Value) []byte {
	buf = encodeInt(buf, false, int64(len(v.List)))
	for _, text := range v.List {
		buf = encodeText(buf, text)
	}
	return buf
}

func (c *lists) send(to target) error { return to.Append(c.values) }

func (c *lists) reset() { c.values = c.values[:0] }
