package model

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"
)

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	for i, m := range o {
		out.WriteByte("{,"[min(i, 1)])
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(value)
	}
	if len(o) == 0 {
		out.WriteByte('{')
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// known is a number as JSON has it: null where it is not known.
func known(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

func values(measures []Measure) object {
	var out object
	for _, m := range measures {
		out = append(out, member{m.Name, known(m.Value)})
	}
	return out
}

func intervals(measures []Measure) object {
	var out object
	for _, m := range measures {
		if !math.IsNaN(m.Low) {
			out = append(out, member{m.Name + "_low", known(m.Low)}, member{m.Name + "_high", known(m.High)})
		}
	}
	return out
}

// MarshalJSON implements json.Marshaler: the measures by name, with their bounds
// as name_low and name_high; the folds; and the measures of all predictions
// together under "pooled".
func (e *Evaluation) MarshalJSON() ([]byte, error) {
	out := append(values(e.Measures), member{"seconds", e.Seconds})
	out = append(out, intervals(e.Measures)...)
	out = append(out, member{"outcome", e.Outcome}, member{"method", e.Method},
		member{"rows", e.Rows}, member{"persons", e.Persons}, member{"features", e.Features})
	if e.Outcome != Multinomial {
		out = append(out, member{"outcome_mean", known(e.Mean)})
	} else {
		out = append(out, member{"classes", e.Truth.Classes})
	}
	folds := []object{}
	for _, f := range e.Folds {
		one := append(object{{"fold", f.Name}, {"rows", f.Rows}}, values(f.Measures)...)
		folds = append(folds, append(one, member{"seconds", f.Seconds}))
	}
	return append(out, member{"folds", folds}, member{"pooled", append(values(e.Pooled), intervals(e.Pooled)...)}).MarshalJSON()
}

// Print writes the evaluation as a table for people.
func (e *Evaluation) Print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	head := "measure\tmean over folds\t95 % interval\tall together"
	for _, f := range e.Folds {
		head += "\tfold " + f.Name
	}
	_, _ = fmt.Fprintln(table, head) // a tabwriter keeps its fault for Flush
	for j, m := range e.Measures {
		mean := fmt.Sprintf("%.4f", m.Value)
		if isECE(m.Name) {
			mean = "" // see Evaluate
		}
		line := fmt.Sprintf("%s\t%s\t%s\t%.4f", m.Name, mean, interval(m), e.Pooled[j].Value)
		for _, f := range e.Folds {
			line += fmt.Sprintf("\t%.4f", f.Measures[j].Value)
		}
		_, _ = fmt.Fprintln(table, line)
	}
	line := fmt.Sprintf("seconds\t\t\t%.2f", e.Seconds)
	for _, f := range e.Folds {
		line += fmt.Sprintf("\t%.2f", f.Seconds)
	}
	_, _ = fmt.Fprintln(table, line)
	if err := table.Flush(); err != nil {
		return err
	}
	outcome := fmt.Sprintf("mean outcome %.4g", e.Mean)
	if e.Outcome == Multinomial {
		outcome = fmt.Sprintf("%d classes", len(e.Truth.Classes))
	}
	_, err := fmt.Fprintf(out, "%d rows of %d persons, %d features, %d folds, %s; method %s\n",
		e.Rows, e.Persons, e.Features, len(e.Folds), outcome, e.Method)
	return err
}

func interval(m Measure) string {
	if math.IsNaN(m.Low) {
		return ""
	}
	return fmt.Sprintf("%.4f to %.4f", m.Low, m.High)
}

// number writes a number so that it is read back as it was.
func number(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Write writes the out-of-fold predictions beside the cells of some columns of
// the source, which is the one that the evaluation was made of, read anew.
func (e *Evaluation) Write(out io.Writer, again Source, echo []string) error {
	writer := csv.NewWriter(out)
	from, err := places(again.Columns(), echo)
	if err != nil {
		return err
	}
	if err := writer.Write(append(append([]string{"row"}, echo...), predictionNames(e.Truth.Classes)...)); err != nil {
		return err
	}
	line := make([]string, 0, 1+len(echo)+len(e.Prediction))
	for row := range e.Rows {
		cells, err := again.Next()
		if err != nil {
			return fmt.Errorf("read the rows again: %w", err)
		}
		line = append(line[:0], strconv.Itoa(row+1))
		for _, j := range from {
			line = append(line, cells[j])
		}
		for _, p := range e.Prediction {
			line = append(line, number(p[row]))
		}
		if err := writer.Write(line); err != nil {
			return err
		}
	}
	writer.Flush()
	return writer.Error()
}

// places finds columns by their names.
func places(columns, names []string) ([]int, error) {
	var out []int
	for _, name := range names {
		at := -1
		for j, column := range columns {
			if column == name {
				at = j
			}
		}
		if at < 0 {
			return nil, fmt.Errorf("there is no column %q", name)
		}
		out = append(out, at)
	}
	return out, nil
}

// predictionNames are the headings of predictions.
func predictionNames(classes []string) []string {
	if len(classes) == 0 {
		return []string{"prediction"}
	}
	var names []string
	for _, class := range classes {
		names = append(names, "prediction_"+class)
	}
	return names
}
