package export

import (
	"fmt"
	"strconv"
	"strings"
)

// Kind is how a column's values are written.
type Kind uint8

// The kinds.
const (
	Text     Kind = iota // string
	Boolean              // bool
	Signed               // int64
	Unsigned             // uint64
	Float                // float64
	Decimal              // decimal.Decimal
	Date                 // time.Time, a day
	Moment               // time.Time
	List                 // []any
	Map                  // []Pair, by key
)

// Column is a column of an export.
type Column struct {
	Name     string
	Comment  string // from the database
	Type     string // as the engine names it
	Kind     Kind
	Bits     int     // of Signed, Unsigned and Float
	Digits   int     // of Decimal, all of them
	Scale    int     // of Decimal, after the point
	Nullable bool    // NULL may stand in it
	Element  *Column // of List, and the values of Map
}

// IsIdentifier tells whether the column holds 64-bit identifiers, which are no
// quantities and lose digits as numbers.
func (c Column) IsIdentifier() bool {
	return c.Kind == Unsigned && c.Bits == 64 && (strings.HasSuffix(c.Name, "_id") || strings.HasSuffix(c.Name, "_hash"))
}

// newColumn reads the engine's name of a type.
func newColumn(name, typeName string) (Column, error) {
	c := Column{Name: name, Type: typeName}
	inner := typeName
	for {
		if part, ok := argument(inner, "LowCardinality"); ok {
			inner = part
		} else if part, ok := argument(inner, "Nullable"); ok {
			inner, c.Nullable = part, true
		} else {
			break
		}
	}
	if err := c.setKind(inner); err != nil {
		return c, fmt.Errorf("column %s: %w", name, err)
	}
	return c, nil
}

func (c *Column) setKind(inner string) error {
	head, _, _ := strings.Cut(inner, "(")
	switch {
	case head == "String", head == "FixedString", head == "UUID", strings.HasPrefix(head, "Enum"):
		c.Kind = Text
	case head == "Bool":
		c.Kind = Boolean
	case head == "Date", head == "Date32":
		c.Kind = Date
	case head == "DateTime", head == "DateTime64":
		c.Kind = Moment
	case head == "Decimal":
		return c.setDecimal(inner)
	case head == "Array":
		part, _ := argument(inner, "Array")
		return c.setElement(List, part)
	case head == "Map":
		part, _ := argument(inner, "Map")
		_, values, _ := strings.Cut(part, ", ")
		return c.setElement(Map, values)
	default:
		return c.setNumber(head)
	}
	return nil
}

func (c *Column) setNumber(head string) error {
	for _, number := range []struct {
		prefix string
		kind   Kind
	}{{"UInt", Unsigned}, {"Int", Signed}, {"Float", Float}} {
		digits, ok := strings.CutPrefix(head, number.prefix)
		if !ok {
			continue
		}
		bits, err := strconv.Atoi(digits)
		if err != nil || bits > 64 {
			break
		}
		c.Kind, c.Bits = number.kind, bits
		return nil
	}
	return fmt.Errorf("type %s cannot be exported", c.Type)
}

func (c *Column) setDecimal(inner string) error {
	part, _ := argument(inner, "Decimal")
	if _, err := fmt.Sscanf(part, "%d, %d", &c.Digits, &c.Scale); err != nil || c.Digits > 18 {
		return fmt.Errorf("type %s cannot be exported", c.Type)
	}
	c.Kind = Decimal
	return nil
}

func (c *Column) setElement(kind Kind, typeName string) error {
	element, err := newColumn(c.Name, typeName)
	if err != nil {
		return err
	}
	if element.Nullable { // the Parquet writer has no NULL within a list
		return fmt.Errorf("type %s cannot be exported", c.Type)
	}
	c.Kind, c.Element = kind, &element
	return nil
}

// argument returns what stands between the brackets of head(…).
func argument(typeName, head string) (string, bool) {
	rest, ok := strings.CutPrefix(typeName, head+"(")
	if !ok || !strings.HasSuffix(rest, ")") {
		return "", false
	}
	return strings.TrimSuffix(rest, ")"), true
}
