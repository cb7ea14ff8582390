package source

import "bytes"

// cut finds the records of a block and returns the unfinished rest.
func (d *delimited) cut(b *Block) []byte {
	quotes := bytes.IndexByte(b.buf, '"') >= 0
	if cap(b.records) == 0 {
		b.records = make([]record, 0, 1+len(b.buf)/48)
	}
	at := 0
	for at < len(b.buf) {
		end, next, fault := d.lineEnd(b.buf, at, quotes)
		if end < 0 {
			return b.buf[at:]
		}
		if end > at && b.buf[end-1] == '\r' {
			end--
		}
		if end > at {
			b.records = append(b.records, record{from: uint32(at), to: uint32(end), fault: fault})
		}
		at = next
	}
	return nil
}

// lineEnd returns where the record that starts at from ends and the next starts;
// end is -1 where the buffer does not hold its end.
func (d *delimited) lineEnd(buf []byte, from int, quotes bool) (end, next int, fault Fault) {
	line := bytes.IndexByte(buf[from:], '\n')
	switch {
	case line >= 0:
		end, next = from+line, from+line+1
	case d.eof:
		end, next = len(buf), len(buf)
	default:
		end, next = -1, -1
	}
	if !quotes || end >= 0 && bytes.IndexByte(buf[from:end], '"') < 0 {
		return end, next, FaultNone
	}
	if end < 0 && bytes.IndexByte(buf[from:], '"') < 0 {
		return end, next, FaultNone
	}
	return d.quotedEnd(buf, from, end, next)
}

// quotedEnd walks over the fields of a record with quotes. A record whose quotes are
// wrong ends at the end of its first line.
func (d *delimited) quotedEnd(buf []byte, from, lineEnd, lineNext int) (end, next int, fault Fault) {
	start := true // at the start of a field
	for i := from; i < len(buf); i++ {
		switch c := buf[i]; {
		case c == '\n':
			return i, i + 1, FaultNone
		case c == d.delimiter:
			start = true
			continue
		case c == '"' && start:
			last := d.closing(buf, i)
			if last == needMore {
				return -1, -1, FaultNone
			}
			if last == neverCloses {
				return lineEnd, lineNext, FaultQuotes
			}
			i = last
		}
		start = false
	}
	if d.eof {
		return len(buf), len(buf), FaultNone
	}
	return -1, -1, FaultNone
}

const (
	needMore    = -1
	neverCloses = -2
)

// closing returns where the quote that opens a field is closed.
func (d *delimited) closing(buf []byte, open int) int {
	for i := open + 1; i < len(buf); i++ {
		if i-open > quotedBytes {
			return neverCloses
		}
		if buf[i] != '"' {
			continue
		}
		if i+1 == len(buf) {
			if d.eof {
				return i
			}
			break
		}
		switch buf[i+1] {
		case '"':
			i++
		case d.delimiter, '\n', '\r':
			return i
		default:
			return neverCloses
		}
	}
	if d.eof {
		return neverCloses
	}
	return needMore
}

// quotedBytes is how far a quoted field may reach before its quote counts as stray:
// far more than any wording, and far less than the limit of a record.
const quotedBytes = 64 << 10
