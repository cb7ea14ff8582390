package model

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// blockRows is how many rows are in memory at a time.
const blockRows = 1 << 13

// PredictOptions steer what is written beside the predictions.
type PredictOptions struct {
	Keep    []string // columns copied from the source
	Explain bool     // the scores, and what they are the sum of
}

// Predict writes a row with a prediction for each row of a source, a block at a
// time, and returns their number.
func (f *Fitted) Predict(source Source, out io.Writer, o PredictOptions) (int, error) {
	roles, err := f.rolesOf(source.Columns())
	if err != nil {
		return 0, err
	}
	keep := o.Keep
	if keep == nil && slices.Contains(source.Columns(), f.Group) {
		keep = []string{f.Group}
	}
	tee, err := newTee(source, keep)
	if err != nil {
		return 0, err
	}
	reader, err := NewReader(tee, roles)
	if err != nil {
		return 0, err
	}
	w := &predictionWriter{fitted: f, writer: csv.NewWriter(out), keep: keep, explain: o.Explain}
	for {
		block, err := reader.Block(blockRows)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return w.rows, err
		}
		err = w.block(block, tee.kept)
		tee.kept = tee.kept[:0]
		if err = errors.Join(err, block.Close()); err != nil {
			return w.rows, err
		}
	}
	if w.rows == 0 {
		return 0, errors.New("there are no rows below the header")
	}
	w.writer.Flush()
	return w.rows, w.writer.Error()
}

// rolesOf reads what the model needs and nothing else.
func (f *Fitted) rolesOf(columns []string) (Roles, error) {
	names, nominal := f.Model.needs()
	var roles Roles
	var absent []string
	for _, name := range names {
		switch {
		case !slices.Contains(columns, name):
			absent = append(absent, name)
		case nominal[name]:
			roles.Nominal = append(roles.Nominal, name)
		}
	}
	if len(absent) > 0 {
		return roles, fmt.Errorf("the model needs columns that are not there: %s; there are %s", strings.Join(absent, ", "), strings.Join(columns, ", "))
	}
	for _, name := range columns {
		if !slices.Contains(names, name) {
			roles.Drop = append(roles.Drop, name)
		}
	}
	return roles, nil
}

// checkKinds makes sure that what the model knows as numbers are numbers.
func (f *Fitted) checkKinds(d *Data) error {
	_, nominal := f.Model.needs()
	for _, column := range d.Features {
		if column.text && !nominal[column.Name] {
			return fmt.Errorf("line %d, column %s: the cell is no number, and the model has learned from numbers", column.firstNo, column.Name)
		}
	}
	return nil
}

// tee is a source that keeps the cells of some columns of the rows read.
type tee struct {
	Source
	at   []int
	kept [][]string
}

func newTee(source Source, keep []string) (*tee, error) {
	at, err := places(source.Columns(), keep)
	if err != nil {
		return nil, RoleError{fmt.Errorf("--keep: %w; there are %s", err, strings.Join(source.Columns(), ", "))}
	}
	return &tee{Source: source, at: at}, nil
}

// Next implements Source.
func (t *tee) Next() ([]string, error) {
	cells, err := t.Source.Next()
	if err != nil {
		return nil, err
	}
	kept := make([]string, len(t.at))
	for i, j := range t.at {
		kept[i] = strings.Clone(cells[j])
	}
	t.kept = append(t.kept, kept)
	return cells, nil
}

// predictionWriter writes the rows of predictions.
type predictionWriter struct {
	fitted  *Fitted
	writer  *csv.Writer
	keep    []string
	explain bool
	rows    int
}

// block writes the predictions of a block.
func (w *predictionWriter) block(d *Data, kept [][]string) error {
	if err := w.fitted.checkKinds(d); err != nil {
		return err
	}
	rows := All(d.Rows)
	prediction, err := w.fitted.Model.Predict(d, rows)
	if err != nil {
		return err
	}
	var explanations []Explanation
	if w.explain {
		if explanations, err = w.fitted.Model.Explain(d, rows); err != nil {
			return err
		}
	}
	if w.rows == 0 {
		if err := w.writer.Write(w.head(explanations)); err != nil {
			return err
		}
	}
	var line []string
	for i := range d.Rows {
		w.rows++
		line = append(append(line[:0], strconv.Itoa(w.rows)), kept[i]...)
		for _, p := range prediction {
			line = append(line, number(p[i]))
		}
		for _, e := range explanations {
			line = append(line, number(e.Score[i]))
			for _, c := range e.Contributions {
				line = append(line, number(c[i]))
			}
		}
		if err := w.writer.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// head names the columns. What belongs to a class of a multinomial outcome ends
// in its name.
func (w *predictionWriter) head(explanations []Explanation) []string {
	out := append([]string{"row"}, w.keep...)
	out = append(out, predictionNames(w.fitted.Classes)...)
	for _, e := range explanations {
		class := ""
		if e.Class != "" {
			class = "_" + e.Class
		}
		out = append(out, "score"+class)
		for _, term := range e.Terms {
			out = append(out, "contribution_"+term+class)
		}
	}
	return out
}
