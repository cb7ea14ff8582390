package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// blockBytes is how much text a block has: some 15,000 rows, small enough for the
// processor's cache and large enough that handing it over costs nothing.
const blockBytes = 1 << 20

// delimited reads delimited text.
type delimited struct {
	s         *stream
	spec      Spec
	delimiter byte
	header    []string
	encoding  string // empty while only ASCII was seen
	bom       bool
	next      uint32
	carry     []byte // the record that the last block could not finish
	pending   *Block // the first block, read while looking for the header
	eof       bool
	free      chan *Block
}

func newDelimited(s *stream, spec Spec) (Reader, error) {
	d := &delimited{s: s, spec: spec, next: 1, free: make(chan *Block, 16)}
	if d.spec.Delimiters == "" {
		d.spec.Delimiters = ";"
	}
	if err := d.start(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return d, nil
}

// start reads the first block: byte order mark, delimiter, header.
func (d *delimited) start() error {
	buf, err := d.fill(nil)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(buf, []byte("\xef\xbb\xbf")) {
		buf, d.bom, d.encoding = buf[3:], true, encodingUTF8BOM
	}
	if bytes.HasPrefix(buf, []byte("\xff\xfe")) || bytes.HasPrefix(buf, []byte("\xfe\xff")) || bytes.IndexByte(buf, 0) >= 0 {
		return fmt.Errorf("%w: save it as UTF-8", ErrBinary)
	}
	buf = bytes.TrimLeft(buf, "\r\n")
	if len(buf) == 0 {
		return ErrEmpty
	}
	d.delimiter = mostFrequent(buf, d.spec.Delimiters)
	if len(buf) > 6 && bytes.EqualFold(buf[:4], []byte("sep=")) && (buf[5] == '\r' || buf[5] == '\n') {
		d.delimiter = buf[4] // the line that tells a spreadsheet program the delimiter
		buf = bytes.TrimLeft(buf[5:], "\r\n")
	}
	b := &Block{}
	if err := d.block(b, buf); err != nil {
		return err
	}
	d.pending = b
	if d.spec.Header {
		if b.Len() == 0 {
			return fmt.Errorf("%w (header)", ErrLongLine)
		}
		d.takeHeader(b)
	}
	return nil
}

// takeHeader makes the first record of the block the header.
func (d *delimited) takeHeader(b *Block) {
	fields, _ := b.Fields(0, nil)
	for _, f := range fields {
		d.header = append(d.header, strings.TrimSpace(string(f)))
	}
	for len(d.header) > 0 && d.header[len(d.header)-1] == "" {
		d.header = d.header[:len(d.header)-1]
	}
	b.records = b.records[1:]
	d.next--
}

// mostFrequent returns the candidate that the first line has most of.
func mostFrequent(buf []byte, candidates string) byte {
	line, _, _ := bytes.Cut(buf, []byte{'\n'})
	best := candidates[0]
	for i := range len(candidates) {
		if bytes.Count(line, []byte{candidates[i]}) > bytes.Count(line, []byte{best}) {
			best = candidates[i]
		}
	}
	return best
}

func (d *delimited) Header() []string { return d.header }

func (d *delimited) Info() Info {
	encoding := d.encoding
	if encoding == "" {
		encoding = encodingUTF8
	}
	return Info{Encoding: encoding, Delimiter: string(d.delimiter)}
}

func (d *delimited) Read() int64 { return d.s.packed.n }

func (d *delimited) Close() error { return d.s.Close() }

func (d *delimited) Next() (*Block, error) {
	if b := d.pending; b != nil {
		d.pending = nil
		if b.Len() > 0 {
			return b, nil
		}
	}
	for !d.eof || len(d.carry) > 0 {
		b := d.reuse()
		buf, err := d.fill(b.buf)
		if err != nil {
			return nil, err
		}
		if bytes.IndexByte(buf, 0) >= 0 {
			return nil, fmt.Errorf("%w: after row %d", ErrBinary, d.next-1)
		}
		if err := d.block(b, buf); err != nil {
			return nil, err
		}
		if b.Len() > 0 {
			return b, nil
		}
	}
	return nil, io.EOF
}

// reuse returns a released block, or a new one.
func (d *delimited) reuse() *Block {
	select {
	case b := <-d.free:
		return b
	default:
		return &Block{}
	}
}

// fill reads about a block after what the last one left.
func (d *delimited) fill(buf []byte) ([]byte, error) {
	if need := len(d.carry) + blockBytes; cap(buf) < need {
		buf = make([]byte, 0, need)
	}
	buf = append(buf[:0], d.carry...)
	d.carry = d.carry[:0]
	if d.eof {
		return buf, nil
	}
	n, err := io.ReadFull(d.s, buf[len(buf):len(buf)+blockBytes])
	buf = buf[:len(buf)+n]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, ErrTruncated) {
		d.eof = true
		return buf, nil
	}
	return buf, err
}

// block cuts whole records from the buffer and carries the rest over.
func (d *delimited) block(b *Block, buf []byte) error {
	*b = Block{First: d.next, buf: buf, records: b.records[:0], scratch: b.scratch[:0], delimiter: d.delimiter, ascii: isASCII(buf), free: d.free}
	rest := d.cut(b)
	if len(rest) > d.spec.Limits.RecordBytes {
		return fmt.Errorf("%w (row %d, more than %d bytes)", ErrLongLine, d.next+uint32(b.Len()), d.spec.Limits.RecordBytes)
	}
	d.carry = append(d.carry, rest...)
	if !b.ascii && d.encoding == "" {
		d.encoding = encodingUTF8
		if isLegacy(buf[:len(buf)-len(rest)]) {
			d.encoding = encodingLegacy
		}
	}
	b.legacy = d.encoding == encodingLegacy
	d.next += uint32(b.Len())
	return nil
}
