package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDistinct limits the values of a column. Chosen: two bytes a cell hold the place of a distinct value,
// and a text with more values than that tells persons apart rather than groups.
const maxDistinct = 1<<16 - 1

// Column is a column held in little memory: for each row the place of its value
// among the distinct ones, or the number itself where there are too many.
type Column struct {
	Name    string
	Nominal bool     // text: the values have no order
	texts   []string // distinct values, 1 … ; place 0 is a missing one
	numbers []float64
	place   map[string]uint16
	codes   chunks[uint16]
	plain   *chunks[float64] // instead of codes, when there are too many distinct numbers
	memory  *Scratch
	comma   bool
	text    bool // some value is no number
	firstNo int  // line of the first value that is none
}

func newColumn(name string, nominal, comma bool, memory *Scratch) *Column {
	return &Column{
		Name: name, Nominal: nominal, comma: comma, text: nominal, memory: memory,
		texts: []string{""}, numbers: []float64{math.NaN()}, place: map[string]uint16{"": 0},
	}
}

// add appends a cell.
func (c *Column) add(cell string, line int) error {
	cell = strings.TrimSpace(cell)
	if c.plain != nil {
		return c.addPlain(cell, line)
	}
	code, ok := c.place[cell]
	if !ok {
		if len(c.texts) > maxDistinct {
			if err := c.toPlain(line); err != nil {
				return err
			}
			return c.addPlain(cell, line)
		}
		var err error
		if code, err = c.newValue(cell, line); err != nil {
			return err
		}
	}
	return c.codes.add(code, c.memory)
}

func (c *Column) newValue(cell string, line int) (uint16, error) {
	if !utf8.ValidString(cell) {
		return 0, fmt.Errorf("line %d, column %s: the cell is no UTF-8 text; save the file as CSV in UTF-8", line, c.Name)
	}
	number, ok := Number(cell, c.comma)
	if !ok && !c.text {
		c.text, c.firstNo = true, line
	}
	cell = strings.Clone(cell) // the row's memory is used again
	code := uint16(len(c.texts))
	c.texts, c.numbers = append(c.texts, cell), append(c.numbers, number)
	c.place[cell] = code
	return code, nil
}

// toPlain gives up telling distinct values.
func (c *Column) toPlain(line int) error {
	if c.text {
		return fmt.Errorf("line %d: column %s is text with more than %d different values; if it tells persons apart or is free text, leave it out by --drop",
			line, c.Name, maxDistinct)
	}
	c.plain = &chunks[float64]{}
	for row := range c.codes.rows {
		if err := c.plain.add(c.numbers[c.codes.at(row)], c.memory); err != nil {
			return err
		}
	}
	c.codes, c.texts, c.numbers, c.place = chunks[uint16]{}, nil, nil, nil
	return nil
}

func (c *Column) addPlain(cell string, line int) error {
	number := math.NaN()
	if cell != "" {
		var ok bool
		if number, ok = Number(cell, c.comma); !ok {
			return fmt.Errorf("line %d, column %s: the cell is no number, as the cells before it are; correct it or leave the column out by --drop", line, c.Name)
		}
	}
	return c.plain.add(number, c.memory)
}

// finish decides what the column is: numeric if every value is a number.
func (c *Column) finish() {
	c.Nominal = c.text
	c.place = nil
}

// Number reads a number: digits with a point, or a comma if decimalComma, and an
// exponent. NaN is a missing number; infinity is none.
func Number(cell string, decimalComma bool) (float64, bool) {
	if cell == "NaN" || cell == "nan" {
		return math.NaN(), true
	}
	for _, sign := range []byte(cell) {
		if (sign < '0' || sign > '9') && !strings.ContainsRune("+-.eE,", rune(sign)) {
			return math.NaN(), false
		}
	}
	if decimalComma && strings.Count(cell, ",") == 1 && !strings.Contains(cell, ".") {
		cell = strings.Replace(cell, ",", ".", 1)
	}
	number, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.IsInf(number, 0) {
		return math.NaN(), false
	}
	return number, true
}

// Number is the number in a row; NaN where it is missing or the column nominal.
func (c *Column) Number(row int) float64 {
	if c.plain != nil {
		return c.plain.at(row)
	}
	return c.numbers[c.Code(row)]
}

// Code is the place of a row's value in [Column.Levels]; 0 where it is missing.
// Numeric columns with many values have none.
func (c *Column) Code(row int) int { return int(c.codes.at(row)) }

// Levels are the distinct values in the order in which they first stood, after
// the empty one that stands for missing; nil for numbers with too many.
func (c *Column) Levels() []string { return c.texts }

// codeOf finds a value; -1 when the column does not have it.
func (c *Column) codeOf(text string) int {
	for code, have := range c.texts {
		if code > 0 && have == text {
			return code
		}
	}
	return -1
}

// missing tells whether a row has no value.
func (c *Column) missing(row int) bool {
	if c.Nominal {
		return c.Code(row) == 0
	}
	return math.IsNaN(c.Number(row))
}
