package source

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Fault says why a record could not be taken apart.
type Fault uint8

// Faults of records.
const (
	FaultNone     Fault = iota
	FaultQuotes         // a quote is not closed, or closed in the middle of a field
	FaultEncoding       // bytes that contradict the encoding of the stream
)

// record is where a record lies in the buffer of its block.
type record struct {
	from, to uint32
	// fields is the index of the first field's end, for records that come in fields.
	fields uint32
	fault  Fault
}

// Block is some consecutive records. It may be read by one goroutine at a time.
type Block struct {
	// First is the number of the block's first record, from 1.
	First uint32
	// Serial says that plain numbers in date columns count days, as in a spreadsheet.
	Serial bool

	buf       []byte
	records   []record
	ends      []uint32 // ends of fields, for records that come in fields
	delimiter byte     // 0 for records that come in fields
	legacy    bool     // Windows-1252
	ascii     bool
	scratch   []byte
	free      chan *Block
}

// Len returns the number of records.
func (b *Block) Len() int { return len(b.records) }

// Release gives the block back for reuse; neither it nor its fields may be used after.
func (b *Block) Release() {
	if b.free == nil {
		return
	}
	select {
	case b.free <- b:
	default:
	}
}

// Fields appends the fields of record i to dst. They are valid until the next call.
// A faulty record gives its text as a single field.
func (b *Block) Fields(i int, dst [][]byte) ([][]byte, Fault) {
	r := b.records[i]
	if b.delimiter == 0 {
		from := r.from
		for _, end := range b.ends[r.fields:b.fieldsTo(i)] {
			dst = append(dst, b.buf[from:end])
			from = end
		}
		return dst, r.fault
	}
	b.scratch = b.scratch[:0]
	text, ok := b.decode(b.buf[r.from:r.to])
	if !ok {
		return append(dst, bytes.ToValidUTF8(text, []byte("�"))), FaultEncoding
	}
	if r.fault != FaultNone {
		return append(dst, text), r.fault
	}
	return b.split(text, dst), FaultNone
}

func (b *Block) fieldsTo(i int) uint32 {
	if i+1 < len(b.records) {
		return b.records[i+1].fields
	}
	return uint32(len(b.ends))
}

// decode returns the text as UTF-8, and whether its bytes agree with the stream's encoding.
func (b *Block) decode(text []byte) ([]byte, bool) {
	if b.ascii || isASCII(text) {
		return text, true
	}
	valid := utf8.Valid(text)
	if !b.legacy {
		return text, valid
	}
	if valid {
		return text, false // whole UTF-8 sequences in a Windows-1252 stream
	}
	for _, c := range text {
		if c < utf8.RuneSelf {
			b.scratch = append(b.scratch, c)
			continue
		}
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError || r >= 0x80 && r <= 0x9f {
			return text, false // 81, 8D, 8F, 90 and 9D are not defined
		}
		b.scratch = utf8.AppendRune(b.scratch, r)
	}
	return b.scratch, true
}

// split cuts a record at its delimiters and takes the quotes off.
func (b *Block) split(text []byte, dst [][]byte) [][]byte {
	from := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == b.delimiter:
			dst = append(dst, text[from:i])
			from = i + 1
		case c == '"' && i == from:
			if end := quoteEnd(text, i, b.delimiter); end > 0 {
				dst = append(dst, b.unquote(text[i+1:end]))
				if from = end + 2; from > len(text) {
					return dst
				}
				i = end + 1
			}
		}
	}
	return append(dst, text[from:])
}

// quoteEnd returns where the closing quote of a field lies, or -1 if it has none
// that stands before a delimiter or the end.
func quoteEnd(text []byte, open int, delimiter byte) int {
	for i := open + 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		switch {
		case i+1 == len(text) || text[i+1] == delimiter:
			return i
		case text[i+1] == '"':
			i++
		default:
			return -1
		}
	}
	return -1
}

// unquote halves doubled quotes.
func (b *Block) unquote(field []byte) []byte {
	if bytes.IndexByte(field, '"') < 0 {
		return field
	}
	from := len(b.scratch)
	for i := 0; i < len(field); i++ {
		b.scratch = append(b.scratch, field[i])
		if field[i] == '"' {
			i++
		}
	}
	return b.scratch[from:]
}
