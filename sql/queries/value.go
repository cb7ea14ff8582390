package queries

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	sqlfs "github.com/framsyn/framsyn/sql"
)

// decode reads JSON, numbers as written.
func decode(text json.RawMessage) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if decoder.More() {
		return nil, errors.New("there is more than one value")
	}
	return value, nil
}

// Value returns the default as [Encode] takes it; nil without one.
func (p Parameter) Value() any {
	if p.Default == nil {
		return nil
	}
	value, err := decode(p.Default)
	if err != nil {
		return nil // Parse has refused it
	}
	return value
}

// ValueError is a value that does not fit the type of its parameter.
type ValueError struct{ Text Text }

// Error is the message in English.
func (e *ValueError) Error() string { return e.Text.EN }

func misfit(sv, en string, arguments ...any) error {
	return &ValueError{Text{SV: fmt.Sprintf(sv, arguments...), EN: fmt.Sprintf(en, arguments...)}}
}

// Encode writes a value as the engine reads the parameter {name:Type}, that is in
// the escapes of TabSeparated, and refuses what does not fit the type. A value is a
// string, bool, number (float64, int, json.Number), nil, or a slice of these ([]any
// or []string). A slice of one stands for its element where the type is no array,
// and an element for a slice of one where it is. Errors are of type [*ValueError].
func Encode(typ string, value any) (string, error) {
	if inner, ok := wrapped(typ, "LowCardinality"); ok {
		return Encode(inner, value)
	}
	if inner, ok := wrapped(typ, "Nullable"); ok {
		if value == nil {
			return `\N`, nil
		}
		return Encode(inner, value)
	}
	values, isList := asList(value)
	if inner, ok := wrapped(typ, "Array"); ok {
		if !isList {
			values = []any{value}
		}
		return encodeArray(inner, values)
	}
	if isList {
		if len(values) != 1 {
			return "", misfit("%d värden där %s tar ett", "%d values where %s takes one", len(values), typ)
		}
		value = values[0]
	}
	text, err := scalar(typ, value)
	if err != nil {
		return "", err
	}
	return sqlfs.StringParameter(text), nil
}

func encodeArray(inner string, values []any) (string, error) {
	parts := make([]string, 0, len(values))
	for _, value := range values {
		part, err := element(inner, value)
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	return "[" + strings.Join(parts, ",") + "]", nil
}

// element writes a value inside an array.
func element(typ string, value any) (string, error) {
	if inner, ok := wrapped(typ, "LowCardinality"); ok {
		return element(inner, value)
	}
	if inner, ok := wrapped(typ, "Nullable"); ok {
		if value == nil {
			return "NULL", nil
		}
		return element(inner, value)
	}
	if inner, ok := wrapped(typ, "Array"); ok {
		values, isList := asList(value)
		if !isList {
			return "", misfit("%v är ingen lista, som %s vill ha", "%v is no list, as %s wants", value, typ)
		}
		return encodeArray(inner, values)
	}
	text, err := scalar(typ, value)
	if err != nil {
		return "", err
	}
	if isNumber(typ) || typ == "Bool" {
		return text, nil
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x00", `\0`).Replace(text) + "'", nil
}

func asList(value any) ([]any, bool) {
	switch values := value.(type) {
	case []any:
		return values, true
	case []string:
		list := make([]any, len(values))
		for i, text := range values {
			list[i] = text
		}
		return list, true
	}
	return nil, false
}

// wrapped returns the X of Name(X).
func wrapped(typ, name string) (string, bool) {
	if inner, ok := strings.CutPrefix(typ, name+"("); ok && strings.HasSuffix(inner, ")") {
		return strings.TrimSuffix(inner, ")"), true
	}
	return "", false
}

// scalar writes one value, without escapes.
func scalar(typ string, value any) (string, error) {
	text, err := plain(value)
	if err != nil {
		return "", err
	}
	name, _, _ := strings.Cut(typ, "(")
	fits, sv, en := true, "", ""
	switch {
	case typ == "String" || typ == "Identifier" || name == "FixedString" || name == "Enum8" || name == "Enum16":
	case typ == "Bool":
		fits, sv, en = slices.Contains([]string{"true", "false", "1", "0"}, text), "true eller false", "true or false"
		text = strconv.FormatBool(text == "true" || text == "1")
	case strings.HasPrefix(name, "UInt"):
		_, err := strconv.ParseUint(text, 10, bits(name, "UInt"))
		fits, sv, en = err == nil, "ett heltal som inte är negativt, av den storleken", "a whole number, not negative, of that size"
	case strings.HasPrefix(name, "Int"):
		_, err := strconv.ParseInt(text, 10, bits(name, "Int"))
		fits, sv, en = err == nil, "ett heltal av den storleken", "a whole number of that size"
	case strings.HasPrefix(name, "Float"), strings.HasPrefix(name, "Decimal"):
		fits = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`).MatchString(text)
		sv, en = "ett tal såsom 12.5", "a number such as 12.5"
	case name == "Date" || name == "Date32":
		text, fits = dateText(text)
		sv, en = "en dag såsom 2026-01-31", "a day such as 2026-01-31"
	case name == "DateTime" || name == "DateTime64":
		text, fits = timeText(name, text)
		sv, en = "en tid såsom 2026-01-31T12:00:00Z", "a time such as 2026-01-31T12:00:00Z"
	case name == "UUID":
		_, err := uuid.Parse(text)
		fits, sv, en = err == nil, "ett UUID", "a UUID"
	default:
		return "", misfit("parametrar av typen %s stöds inte", "parameters of type %s are not supported", typ)
	}
	if !fits {
		return "", &ValueError{Text{SV: fmt.Sprintf("%q är ingen %s: ange %s", text, typ, sv), EN: fmt.Sprintf("%q is no %s: want %s", text, typ, en)}}
	}
	return text, nil
}

func bits(name, prefix string) int {
	size, err := strconv.Atoi(strings.TrimPrefix(name, prefix))
	if err != nil || size > 64 {
		return 64
	}
	return size
}

func isNumber(typ string) bool {
	for _, prefix := range []string{"UInt", "Int", "Float"} {
		if strings.HasPrefix(typ, prefix) {
			return true
		}
	}
	return false
}

// plain writes a value as text.
func plain(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case int:
		return strconv.Itoa(v), nil
	case nil:
		return "", misfit("det finns inget värde", "there is no value")
	}
	return "", misfit("ett värde av typen %T kan inte vara en parameter", "a value of type %T cannot be a parameter", value)
}

// dateText takes 2026-01-31, or a time of which it takes the day as written.
func dateText(text string) (string, bool) {
	day := text
	if len(day) > 10 && (day[10] == 'T' || day[10] == ' ') {
		day = day[:10]
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return text, false
	}
	return day, true
}

// timeText takes RFC 3339, 2026-01-31 12:00:00 in the type's zone, or milliseconds
// since 1970.
func timeText(name, text string) (string, bool) {
	if _, err := time.Parse(time.DateTime, text); err == nil {
		return text, true
	}
	moment, err := time.Parse(time.RFC3339Nano, text)
	if ms, isNumber := strconv.ParseInt(text, 10, 64); isNumber == nil {
		moment, err = time.UnixMilli(ms), nil
	}
	if err != nil {
		return text, false
	}
	if name == "DateTime" {
		return strconv.FormatInt(moment.Unix(), 10), true
	}
	return fmt.Sprintf("%d.%03d", moment.Unix(), moment.Nanosecond()/1e6), true
}

// checkType refuses types that [Encode] does not know.
func checkType(typ string) error {
	for _, name := range []string{"LowCardinality", "Nullable", "Array"} {
		if inner, ok := wrapped(typ, name); ok {
			return checkType(inner)
		}
	}
	if regexp.MustCompile(`^(String|Bool|UInt(8|16|32|64)|Int(8|16|32|64)|Float(32|64)|Decimal\([0-9]+, ?[0-9]+\)|Date|Date32|DateTime(\('[A-Za-z/_]+'\))?|DateTime64\([0-9](, ?'[A-Za-z/_]+')?\)|UUID)$`).MatchString(typ) {
		return nil
	}
	return fmt.Errorf("type %q is not supported for parameters", typ)
}
