package export

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Defuse puts an apostrophe before a text that a spreadsheet could take for a
// formula, by the list of OWASP (CSV injection): = + - @, tab and line ends.
func Defuse(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}

// textForm is how values are written as text.
type textForm struct {
	comma            bool // decimal comma
	guardIdentifiers bool // an apostrophe before 64-bit identifiers, for Excel keeps 15 digits
}

// cell writes a value for a cell of CSV. NULL, NaN and infinity are empty.
func (f textForm) cell(value any, column Column) string {
	if value == nil {
		return ""
	}
	switch column.Kind {
	case Text, List, Map:
		return Defuse(f.plain(value, column))
	case Unsigned:
		if f.guardIdentifiers && column.IsIdentifier() {
			return "'" + f.plain(value, column)
		}
	case Boolean, Signed, Float, Decimal, Date, Moment:
	}
	return f.plain(value, column)
}

// plain writes a value as text; lists and maps have their parts joined by "; ".
func (f textForm) plain(value any, column Column) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case bool:
		return strconv.FormatBool(value)
	case int64:
		return strconv.FormatInt(value, 10)
	case uint64:
		return strconv.FormatUint(value, 10)
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return ""
		}
		return f.point(strconv.FormatFloat(value, 'f', -1, column.Bits))
	case decimal.Decimal:
		return f.point(value.StringFixed(int32(column.Scale)))
	case time.Time:
		if column.Kind == Date {
			return value.Format(time.DateOnly)
		}
		return value.UTC().Format("2006-01-02T15:04:05.999Z07:00")
	case []any:
		parts := make([]string, len(value))
		for i, part := range value {
			parts[i] = f.plain(part, *column.Element)
		}
		return strings.Join(parts, "; ")
	case []Pair:
		parts := make([]string, len(value))
		for i, pair := range value {
			parts[i] = pair.Key + "=" + f.plain(pair.Value, *column.Element)
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(value)
}

func (f textForm) point(number string) string {
	if f.comma {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}
