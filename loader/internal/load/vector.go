package load

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/framsyn/framsyn/loader/internal/contract"
)

// vector collects the values of one column of a raw table.
type vector interface {
	// fits says whether the column's type can hold the value.
	fits(v *contract.Value) bool
	// add appends the value.
	add(v *contract.Value)
	// encode appends what the column will hold, for hashing.
	encode(buf []byte, v *contract.Value) []byte
	// send gives all values to a column of an insert that has none.
	send(to target) error
	// reset forgets the values.
	reset()
}

// newVector returns the vector for a ClickHouse type.
func newVector(clickhouseType string) (vector, error) {
	t := clickhouseType
	inner, nullable := unwrap(t, "Nullable")
	switch {
	case t == "LowCardinality(String)":
		return newCodes(), nil
	case t == "String":
		return &texts{}, nil
	case t == "Array(LowCardinality(String))":
		return &lists{}, nil
	case strings.HasPrefix(t, "Enum8("):
		return &texts{}, nil
	}
	switch inner {
	case "UInt8":
		return &plain[uint8]{nullable: nullable, max: math.MaxUint8}, nil
	case "UInt16":
		return &plain[uint16]{nullable: nullable, max: math.MaxUint16}, nil
	case "UInt32":
		return &plain[uint32]{nullable: nullable, max: math.MaxUint32}, nil
	case "UInt64":
		return &plain[uint64]{nullable: nullable, min: math.MinInt64, max: math.MaxInt64}, nil // pseudonyms use all bits
	case "Bool":
		return &converted[bool]{nullable: nullable, convert: func(v *contract.Value) bool { return v.Int == 1 }}, nil
	case "Float64":
		return &converted[float64]{nullable: nullable, convert: (*contract.Value).Float, float: true}, nil
	case "Date":
		if !nullable {
			return &days{}, nil
		}
		return &converted[time.Time]{nullable: nullable, convert: func(v *contract.Value) time.Time { return contract.Day(v.Int) }}, nil
	}
	var precision, scale uint8
	if n, _ := fmt.Sscanf(inner, "Decimal(%d, %d)", &precision, &scale); n == 2 {
		return newDecimals(precision, scale, nullable), nil
	}
	return nil, fmt.Errorf("column type %s is not known to the loader", clickhouseType)
}

func unwrap(t, wrapper string) (string, bool) {
	if inner, ok := strings.CutPrefix(t, wrapper+"("); ok {
		return strings.TrimSuffix(inner, ")"), true
	}
	return t, false
}

// encodeInt appends presence and a number.
func encodeInt(buf []byte, null bool, n int64) []byte {
	if null {
		return append(buf, 0)
	}
	return binary.LittleEndian.AppendUint64(append(buf, 1), uint64(n))
}

// encodeText appends length and text.
func encodeText(buf []byte, text string) []byte {
	return append(binary.AppendUvarint(buf, uint64(len(text))), text...)
}

// newDecimals returns the vector of Decimal(precision, scale).
func newDecimals(precision, scale uint8, nullable bool) vector {
	limit := int64(math.Pow10(int(precision)))
	return &decimals{
		converted: converted[decimal.Decimal]{nullable: nullable, convert: func(v *contract.Value) decimal.Decimal {
			n, _ := v.Scaled(scale)
			return decimal.New(n, -int32(scale))
		}},
		scale: scale, limit: limit,
	}
}

// decimals are Decimal columns; values have the column's scale.
type decimals struct {
	converted[decimal.Decimal]
	scale uint8
	limit int64
}

func (c *decimals) fits(v *contract.Value) bool {
	n, ok := v.Scaled(c.scale)
	return v.Null || ok && n < c.limit && n > -c.limit
}

func (c *decimals) encode(buf []byte, v *contract.Value) []byte {
	n, _ := v.Scaled(c.scale)
	return encodeInt(buf, v.Null && c.nullable, n)
}
