package load

import (
	"bytes"
	"encoding/binary"

	"github.com/ClickHouse/ch-go/proto"
	chcolumn "github.com/ClickHouse/clickhouse-go/v2/lib/column"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/contract"
)

// target is a column of an insert: by clickhouse-go's batch, which takes Go slices, and
// by its column, which also takes the native protocol's bytes.
type target struct {
	driver.BatchColumn
	raw chcolumn.Interface
}

// native gives a column the bytes that the native protocol has for it. For days and
// codes that takes a tenth of the time of Go slices, which go value by value through
// time.Time and interfaces.
func (t target) native(buf []byte, rows int) error {
	return t.raw.Decode(proto.NewReader(bytes.NewReader(buf)), rows)
}

// days are Date columns: days since 1970 in two bytes.
type days struct{ buf []byte }

func (c *days) fits(v *contract.Value) bool { return v.Null || v.Int >= 0 && v.Int <= 1<<16-1 }

func (c *days) add(v *contract.Value) { c.addDay(v.Int) }

func (c *days) addDay(day int64) { c.buf = binary.LittleEndian.AppendUint16(c.buf, uint16(day)) }

func (c *days) encode(buf []byte, v *contract.Value) []byte { return encodeInt(buf, false, v.Int) }

func (c *days) send(to target) error { return to.native(c.buf, len(c.buf)/2) }

func (c *days) reset() { c.buf = c.buf[:0] }

// codes are LowCardinality(String) columns: a dictionary and a place in it for each row.
type codes struct {
	places map[string]uint32
	words  []string
	near   [64]nearWord // before places, which cost five times as much
	keys   []byte
	buf    []byte
}

func newCodes() *codes { return &codes{places: map[string]uint32{"": 0}, words: []string{""}} }

func (c *codes) fits(*contract.Value) bool { return true }

func (c *codes) add(v *contract.Value) {
	var place uint32
	if n := len(v.Text); n > 0 {
		near := &c.near[(uint(v.Text[0])*7+uint(v.Text[n-1])*3+uint(v.Text[n/2])+uint(n))%uint(len(c.near))]
		if near.text != v.Text {
			*near = nearWord{v.Text, c.find(v.Text)}
		}
		place = near.place
	}
	c.keys = binary.LittleEndian.AppendUint32(c.keys, place)
}

// find returns the place of a word, adding it where it is new.
func (c *codes) find(word string) uint32 {
	place, ok := c.places[word]
	if !ok {
		place = uint32(len(c.words))
		c.places[word] = place
		c.words = append(c.words, word)
	}
	return place
}

// nearWord is a word that was looked up, at the place that its length and bytes give.
type nearWord struct {
	text  string
	place uint32
}

func (c *codes) encode(buf []byte, v *contract.Value) []byte { return encodeText(buf, v.Text) }

// Parts of the version field of LowCardinality in the native protocol: keys of 32 bits,
// and the dictionary comes with the block, complete.
const (
	keysOf32Bits   = 2
	additionalKeys = 1 << 9
	newDictionary  = 1 << 10
)

func (c *codes) send(to target) error {
	rows := len(c.keys) / 4
	buf := binary.LittleEndian.AppendUint64(c.buf[:0], keysOf32Bits|additionalKeys|newDictionary)
	buf = binary.LittleEndian.AppendUint64(buf, uint64(len(c.words)))
	for _, w := range c.words {
		buf = encodeText(buf, w)
	}
	buf = binary.LittleEndian.AppendUint64(buf, uint64(rows))
	buf = append(buf, c.keys...)
	c.buf = buf
	return to.native(c.buf, rows)
}

func (c *codes) reset() {
	c.keys = c.keys[:0]
	if len(c.words) > 1<<12 { // a column of many different texts
		*c = codes{places: map[string]uint32{"": 0}, words: []string{""}, keys: c.keys, buf: c.buf}
	}
}
