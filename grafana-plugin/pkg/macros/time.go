package macros

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/framsyn/framsyn/sql/queries"
)

// timeMacros are those of the time range and the interval, named as in Grafana's
// data source for ClickHouse. Moments are written as numbers since 1970.
func timeMacros() []macro {
	return []macro{
		column("$__timeFilter", "Tid inom panelens period.", "Time within the panel's range.", func(e *expander, col string) string {
			return fmt.Sprintf("(%s >= %s AND %s <= %s)", col, e.seconds(e.scope.From), col, e.seconds(e.scope.To))
		}),
		column("$__timeFilter_ms", "Tid med millisekunder inom panelens period.", "Time with milliseconds within the panel's range.", func(e *expander, col string) string {
			return fmt.Sprintf("(%s >= %s AND %s <= %s)", col, e.millis(e.scope.From), col, e.millis(e.scope.To))
		}),
		column("$__dateFilter", "Dag inom panelens period.", "Day within the panel's range.", (*expander).dateFilter),
		column("$__timeFrom", "Tid från periodens början.", "Time from the beginning of the range on.", func(e *expander, col string) string {
			return fmt.Sprintf("(%s >= %s)", col, e.seconds(e.scope.From))
		}),
		column("$__timeTo", "Tid till periodens slut.", "Time up to the end of the range.", func(e *expander, col string) string {
			return fmt.Sprintf("(%s <= %s)", col, e.seconds(e.scope.To))
		}),
		column("$__timeInterval", "Tid avrundad till panelens intervall.", "Time rounded to the panel's interval.", func(e *expander, col string) string {
			return fmt.Sprintf("toStartOfInterval(toDateTime(%s), INTERVAL %d second)", col, e.intervalSeconds())
		}),
		column("$__timeInterval_ms", "Tid avrundad till panelens intervall, i millisekunder.", "Time rounded to the panel's interval, in milliseconds.", func(e *expander, col string) string {
			return fmt.Sprintf("toStartOfInterval(toDateTime64(%s, 3), INTERVAL %d millisecond)", col, e.intervalMillis())
		}),
		dateTime("$__dateTimeFilter"),
		dateTime("$__dt"),
		timeGroup(),
		constant("$__fromTime", "Periodens början.", "The beginning of the range.", func(e *expander) string { return e.seconds(e.scope.From) }),
		constant("$__toTime", "Periodens slut.", "The end of the range.", func(e *expander) string { return e.seconds(e.scope.To) }),
		constant("$__fromTime_ms", "Periodens början, med millisekunder.", "The beginning of the range, with milliseconds.", func(e *expander) string { return e.millis(e.scope.From) }),
		constant("$__toTime_ms", "Periodens slut, med millisekunder.", "The end of the range, with milliseconds.", func(e *expander) string { return e.millis(e.scope.To) }),
		constant("$__from", "Periodens början, millisekunder sedan 1970.", "The beginning of the range, milliseconds since 1970.", func(e *expander) string { return number(e.scope.From.UnixMilli()) }),
		constant("$__to", "Periodens slut, millisekunder sedan 1970.", "The end of the range, milliseconds since 1970.", func(e *expander) string { return number(e.scope.To.UnixMilli()) }),
		constant("$__range_s", "Periodens längd, sekunder.", "The length of the range, seconds.", func(e *expander) string { return number(int64(e.scope.To.Sub(e.scope.From).Seconds())) }),
		constant("$__range_ms", "Periodens längd, millisekunder.", "The length of the range, milliseconds.", func(e *expander) string { return number(e.scope.To.Sub(e.scope.From).Milliseconds()) }),
		constant("$__interval_s", "Panelens intervall, sekunder.", "The panel's interval, seconds.", func(e *expander) string { return number(e.intervalSeconds()) }),
		constant("$__interval_ms", "Panelens intervall, millisekunder.", "The panel's interval, milliseconds.", func(e *expander) string { return number(e.intervalMillis()) }),
		constant("$__interval", "Panelens intervall, såsom 20s.", "The panel's interval, such as 20s.", (*expander).intervalText),
	}
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// column is a macro of one column or expression.
func column(name, sv, en string, write func(e *expander, col string) string) macro {
	return macro{
		Help: Help{Name: name, Syntax: name + "(column)", Text: queries.Text{SV: sv, EN: en}}, least: 1, most: 1,
		write: func(e *expander, c call) (string, error) {
			col, err := e.expression(c, 0)
			if err != nil {
				return "", err
			}
			return write(e, col), nil
		},
	}
}

// constant is a macro without arguments.
func constant(name, sv, en string, write func(e *expander) string) macro {
	return macro{
		Help:  Help{Name: name, Syntax: name, Text: queries.Text{SV: sv, EN: en}},
		write: func(e *expander, _ call) (string, error) { return write(e), nil },
	}
}

func dateTime(name string) macro {
	return macro{
		Help: Help{Name: name, Syntax: name + "(date_column, time_column)", Text: queries.Text{SV: "Dag och tid inom panelens period.", EN: "Day and time within the panel's range."}}, least: 2, most: 2,
		write: func(e *expander, c call) (string, error) {
			day, err := e.expression(c, 0)
			if err != nil {
				return "", err
			}
			moment, err := e.expression(c, 1)
			if err != nil {
				return "", err
			}
			return fmt.Sprintf("(%s AND %s >= %s AND %s <= %s)", e.dateFilter(day), moment, e.seconds(e.scope.From), moment, e.seconds(e.scope.To)), nil
		},
	}
}

func timeGroup() macro {
	return macro{
		Help: Help{Name: "$__timeGroup", Syntax: "$__timeGroup(column, 1M)", Text: queries.Text{SV: "Tid avrundad nedåt: s, m, h, d, w, M, Q eller y.", EN: "Time rounded down: s, m, h, d, w, M, Q or y."}}, least: 2, most: 2,
		write: func(e *expander, c call) (string, error) {
			col, err := e.expression(c, 0)
			if err != nil {
				return "", err
			}
			text, ok := literal(c.arguments[1])
			if name, isMacro := variableName(c.arguments[1]); isMacro && name == "__interval" {
				text, ok = e.intervalText(), true
			}
			unit, err := intervalUnit(c.line, text, ok)
			if err != nil {
				return "", err
			}
			return fmt.Sprintf("toStartOfInterval(%s, INTERVAL %s)", col, unit), nil
		},
	}
}

// intervalUnit turns 5m into 5 minute.
func intervalUnit(line int, text string, ok bool) (string, error) {
	parts := regexp.MustCompile(`^([1-9][0-9]{0,5})(ms|[smhdwMQy])$`).FindStringSubmatch(text)
	if !ok || parts == nil {
		return "", fault(line, "%q är inget intervall: skriv till exempel 15m, 1h, 1d, 1M", "%q is no interval: write for example 15m, 1h, 1d, 1M", text)
	}
	units := map[string]string{
		"ms": "millisecond", "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week",
		"M": "month", "Q": "quarter", "y": "year",
	}
	return parts[1] + " " + units[parts[2]], nil
}

func (e *expander) seconds(moment time.Time) string {
	return fmt.Sprintf("toDateTime(%d)", moment.Unix())
}

func (e *expander) millis(moment time.Time) string {
	return fmt.Sprintf("fromUnixTimestamp64Milli(%d)", moment.UnixMilli())
}

func (e *expander) dateFilter(col string) string {
	location := e.scope.Location
	if location == nil {
		location = time.UTC
	}
	day := func(moment time.Time) string { return moment.In(location).Format(time.DateOnly) }
	return fmt.Sprintf("(%s >= toDate('%s') AND %s <= toDate('%s'))", col, day(e.scope.From), col, day(e.scope.To))
}

// intervalSeconds is at least 1.
func (e *expander) intervalSeconds() int64 { return max(1, int64(e.scope.Interval.Seconds())) }

// intervalMillis is at least 1.
func (e *expander) intervalMillis() int64 { return max(1, e.scope.Interval.Milliseconds()) }

// intervalText is the interval in the greatest unit that divides it, as Grafana
// writes it.
func (e *expander) intervalText() string {
	ms := e.intervalMillis()
	for _, unit := range []struct {
		name string
		ms   int64
	}{{"d", 86_400_000}, {"h", 3_600_000}, {"m", 60_000}, {"s", 1000}} {
		if ms%unit.ms == 0 {
			return number(ms/unit.ms) + unit.name
		}
	}
	return number(ms) + "ms"
}
