package frames

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/framsyn/framsyn/sql/queries"
)

// ErrNoTime is returned by [Series] for a result that is no time series.
var ErrNoTime = errors.New("a time series has a column of time and at least one of numbers")

// maxCells bounds a wide frame: series times points.
const maxCells = 2_000_000

// Series turns a long table into a wide time series: a field per value and
// combination of the text columns. Times after the first column of time are left
// out. Rows are sorted by time; rows without one, and all but the last of rows with
// the same time and texts, are left out and told of. Where a series has no row at a
// time of another one, its value is null. A table without rows keeps its time and
// value fields.
func Series(frame *data.Frame, language string) (*data.Frame, error) {
	schema := roles(frame)
	if schema.time < 0 || len(schema.values) == 0 {
		return nil, ErrNoTime
	}
	keep := append([]int{schema.time}, schema.values...)
	if frame.Rows() > 0 {
		keep = append(keep, schema.labels...)
	}
	slices.Sort(keep)
	long := data.NewFrame(frame.Name)
	long.Meta = frame.Meta
	for _, i := range keep {
		long.Fields = append(long.Fields, frame.Fields[i])
	}
	long, missing := sorted(long, slices.Index(keep, schema.time))
	if missing > 0 {
		Notify(long, data.NoticeSeverityWarning, queries.Text{SV: "Rader utan tid är utelämnade.", EN: "Rows without a time are left out."}.In(language))
	}
	if n := repeated(long); n > 0 {
		Notify(long, data.NoticeSeverityWarning, queries.Text{
			SV: fmt.Sprintf("%d rader har samma tid och texter som en annan: bara den sista visas. Summera i frågan.", n),
			EN: fmt.Sprintf("%d rows have the same time and texts as another: only the last is shown. Aggregate in the query.", n),
		}.In(language))
	}
	if long.Rows() == 0 || len(schema.labels) == 0 {
		long.Meta.Type, long.Meta.TypeVersion = data.FrameTypeTimeSeriesWide, data.FrameTypeVersion{0, 1}
		return long, nil
	}
	wide, err := data.LongToWideWithLimit(long, &data.FillMissing{Mode: data.FillModeNull}, maxCells)
	if err != nil {
		return nil, err
	}
	nameSeries(wide, long, len(schema.values))
	return wide, nil
}

// columnRoles are the places of the fields of a long table.
type columnRoles struct {
	time           int // -1 for none
	values, labels []int
}

func roles(frame *data.Frame) columnRoles {
	found := columnRoles{time: -1}
	for i, field := range frame.Fields {
		kind := field.Type().NonNullableType()
		switch {
		case kind == data.FieldTypeTime:
			if found.time < 0 {
				found.time = i
			}
		case kind == data.FieldTypeString || kind == data.FieldTypeBool:
			found.labels = append(found.labels, i)
		case kind.Numeric():
			found.values = append(found.values, i)
		}
	}
	return found
}

// sorted returns the rows in the order of time, without those that have none.
func sorted(frame *data.Frame, timeIndex int) (result *data.Frame, missing int) {
	times := make([]time.Time, frame.Rows())
	order := make([]int, 0, frame.Rows())
	for row := range times {
		value, ok := frame.Fields[timeIndex].ConcreteAt(row)
		if moment, isTime := value.(time.Time); ok && isTime {
			times[row] = moment
			order = append(order, row)
		}
	}
	byTime := func(a, b int) int { return times[a].Compare(times[b]) }
	if len(order) == len(times) && slices.IsSortedFunc(order, byTime) {
		return frame, 0
	}
	slices.SortStableFunc(order, byTime)
	result = data.NewFrame(frame.Name)
	result.Meta = frame.Meta
	for _, field := range frame.Fields {
		moved := data.NewFieldFromFieldType(field.Type(), len(order))
		moved.Name, moved.Labels, moved.Config = field.Name, field.Labels, field.Config
		for to, from := range order {
			moved.Set(to, field.At(from))
		}
		result.Fields = append(result.Fields, moved)
	}
	return result, len(times) - len(order)
}

// repeated counts the rows that have time and labels in common with an earlier one.
func repeated(frame *data.Frame) int {
	schema := roles(frame)
	seen := make(map[string]bool, frame.Rows())
	count := 0
	for row := range frame.Rows() {
		var key strings.Builder
		moment, _ := frame.Fields[schema.time].ConcreteAt(row)
		fmt.Fprint(&key, moment)
		for _, i := range schema.labels {
			label, _ := frame.Fields[i].ConcreteAt(row)
			fmt.Fprintf(&key, "\x00%v", label)
		}
		if seen[key.String()] {
			count++
		}
		seen[key.String()] = true
	}
	return count
}

// nameSeries gives each series the configuration of its column and a name of its
// own: its labels, after the column's title where there are several values.
func nameSeries(wide, long *data.Frame, values int) {
	for _, field := range wide.Fields {
		source, _ := long.FieldByName(field.Name)
		config := data.FieldConfig{}
		if source != nil && source.Config != nil {
			config = *source.Config
		}
		if len(field.Labels) > 0 {
			config.DisplayNameFromDS = seriesName(field, config.DisplayNameFromDS, values)
		}
		field.Config = &config
	}
}

func seriesName(field *data.Field, title string, values int) string {
	var labels []string
	for _, key := range slices.Sorted(maps.Keys(field.Labels)) {
		labels = append(labels, field.Labels[key])
	}
	name := strings.Join(labels, ", ")
	if values == 1 {
		return name
	}
	if title == "" {
		title = field.Name
	}
	return strings.TrimSpace(title + " " + name)
}
