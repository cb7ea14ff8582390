package source

import "strings"

// fieldBlockRows is how many records a block has that comes in fields.
const fieldBlockRows = 16384

// builder makes blocks of records that come in fields.
type builder struct {
	block *Block
	next  uint32
}

func newBuilder() *builder { return &builder{next: 1} }

// begin starts a record.
func (b *builder) begin() {
	if b.block == nil {
		b.block = &Block{First: b.next, ascii: true}
	}
	b.block.records = append(b.block.records, record{from: uint32(len(b.block.buf)), fields: uint32(len(b.block.ends))})
}

// addString adds a field to the record.
func (b *builder) addString(field string) {
	b.block.buf = append(b.block.buf, field...)
	b.block.ends = append(b.block.ends, uint32(len(b.block.buf)))
}

// full says whether the block should be handed over.
func (b *builder) full() bool {
	return b.block != nil && (len(b.block.records) >= fieldBlockRows || len(b.block.buf) >= 4*blockBytes)
}

// take hands the block over, nil where there is none.
func (b *builder) take() *Block {
	block := b.block
	if block != nil {
		b.next += uint32(block.Len())
	}
	b.block = nil
	return block
}

// blank says whether every field is empty.
func blank(fields []string) bool {
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}
