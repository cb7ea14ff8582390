package load

import (
	"math"

	"github.com/zeebo/xxh3"

	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/source"
	"github.com/framsyn/framsyn/sql/identity"
)

// piece is the decoded records of a block.
type piece struct {
	vectors []vector
	lines   []uint32
	keys    []uint64
	hashes  []uint64
	known   days
	rejects []reject
	met     []person
	n       int // records, accepted or not
	masked  int
	// first and last are the months that accepted records touch, as days.
	first, last int64
}

// person is a client met in a piece.
type person struct {
	id     uint64
	number identity.Number
}

// reject is a record that cannot be used.
type reject struct {
	line   uint32
	faults []contract.Fault
	row    []byte // the fields as delivered, encoded by encodeFields; nil where they may not be kept
}

// newPiece returns an empty piece of the table.
func (t *table) newPiece() (*piece, error) {
	p := &piece{first: math.MaxInt64, last: math.MinInt64}
	for _, c := range t.columns {
		v, err := newVector(c.typ)
		if err != nil {
			return nil, err
		}
		p.vectors = append(p.vectors, v)
	}
	return p, nil
}

func (p *piece) reset() {
	for _, v := range p.vectors {
		v.reset()
	}
	p.lines, p.keys, p.hashes, p.known = p.lines[:0], p.keys[:0], p.hashes[:0], days{p.known.buf[:0]}
	p.rejects, p.met, p.n, p.masked = p.rejects[:0], p.met[:0], 0, 0
	p.first, p.last = math.MaxInt64, math.MinInt64
}

// worker decodes blocks into pieces. It is for one goroutine.
type worker struct {
	table     *table
	decoder   *contract.Decoder
	people    *people
	client    int   // place of client_id among the values, -1 without persons
	delivered int64 // by the file's name, as days; 0 without
	lag       int   // days after the month's end until its rows are known
	month     int64 // month of the last row, and the day it was known
	knownDay  int64
	buf       []byte
	fields    [][]byte
}

// decode decodes a block.
func (w *worker) decode(b *source.Block, p *piece) {
	p.n = b.Len()
	before := w.decoder.Masked
	var fault source.Fault
	for i := range p.n {
		w.fields, fault = b.Fields(i, w.fields[:0])
		if w.decoder.Decode(w.fields, b.Serial, fault) && w.fits() {
			if w.isDeleted() {
				p.rejects = append(p.rejects, reject{line: b.First + uint32(i), faults: []contract.Fault{contract.DeletedPerson()}})
				continue
			}
			w.add(p, b.First+uint32(i))
			continue
		}
		p.rejects = append(p.rejects, reject{
			line: b.First + uint32(i), faults: append([]contract.Fault(nil), w.decoder.Faults...), row: encodeFields(w.fields, fault),
		})
	}
	p.masked = w.decoder.Masked - before
}

// isDeleted tells whether the row is of a person and a month that were deleted by rule.
func (w *worker) isDeleted() bool {
	if w.client < 0 || len(w.people.deleted) == 0 {
		return false
	}
	month, ok := w.decoder.Month()
	return w.people.isDeleted(uint64(w.decoder.Values[w.client].Int), month, ok)
}

// value returns what a column gets from the row.
func (w *worker) value(c *column) *contract.Value {
	if c.from < 0 {
		return &c.fixed
	}
	return &w.decoder.Values[c.from]
}

// fits checks that the columns' types hold the row's values.
func (w *worker) fits() bool {
	for i := range w.table.columns {
		c := &w.table.columns[i]
		if c.from >= 0 && !w.table.limits[i].fits(&w.decoder.Values[c.from]) {
			w.decoder.FailRange(c.from)
		}
	}
	return len(w.decoder.Faults) == 0
}

// add adds the row to the piece.
func (w *worker) add(p *piece, line uint32) {
	buf := w.buf[:0]
	for i := range w.table.columns {
		v := w.value(&w.table.columns[i])
		p.vectors[i].add(v)
		buf = p.vectors[i].encode(buf, v)
	}
	p.hashes = append(p.hashes, xxh3.Hash(buf))
	buf = buf[:0]
	for i := range w.table.identity {
		buf = encodeKey(buf, w.value(&w.table.identity[i]))
	}
	p.keys = append(p.keys, xxh3.Hash(buf))
	w.buf = buf
	p.lines = append(p.lines, line)
	if month, ok := w.decoder.Month(); ok && (month < p.first || month > p.last) {
		p.first, p.last = min(p.first, month), max(p.last, month)
	}
	p.known.addDay(w.knownBy())
	if w.client >= 0 {
		id := uint64(w.decoder.Values[w.client].Int)
		if number, first := w.people.met(id); first {
			p.met = append(p.met, person{id, number})
		}
	}
}

// encodeKey appends a value of the row identity, whatever its column's type.
func encodeKey(buf []byte, v *contract.Value) []byte {
	buf = encodeInt(buf, v.Null, v.Int)
	buf = append(buf, v.Scale)
	buf = encodeText(buf, v.Text)
	for _, text := range v.List {
		buf = encodeText(buf, text)
	}
	return buf
}

// knownBy returns the first day on which the row could be known, as days.
func (w *worker) knownBy() int64 {
	if w.delivered != 0 {
		return w.delivered
	}
	month, ok := w.decoder.Month()
	if !ok {
		return 0
	}
	if month != w.month || w.knownDay == 0 {
		w.month = month
		w.knownDay = contract.Days(contract.Day(month).AddDate(0, 1, w.lag))
	}
	return w.knownDay
}
