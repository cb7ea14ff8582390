package rekey

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/framsyn/framsyn/loader/internal/contract"
	sqlfs "github.com/framsyn/framsyn/sql"
)

// The expressions of this file are what loader/internal/load hashes of a delivered row,
// as SQL: a byte that says whether there is a value, numbers in eight bytes, texts with
// their length before. Where they give the old hash of a row from its old pseudonyms,
// they give the new one from the new; [rotation.rowKeysNotKnown] counts where not.

// bytes8 is a number in eight bytes, little endian.
func bytes8(expression string) string { return "reinterpretAsFixedString(" + expression + ")" }

// lengthBytes is a length as a base-128 number.
func lengthBytes(n string) string {
	return "if(" + n + " < 128, char(" + n + "), if(" + n + " < 16384, char(bitOr(bitAnd(" + n + ", 127), 128), bitShiftRight(" + n + ", 7)), char(bitOr(bitAnd(" + n +
		", 127), 128), bitOr(bitAnd(bitShiftRight(" + n + ", 7), 127), 128), bitShiftRight(" + n + ", 14))))"
}

// textBytes is a text with its length.
func textBytes(text string) string {
	return "concat(" + lengthBytes("length("+text+")") + ", " + text + ")"
}

// listBytes is the texts of a list, one after the other.
func listBytes(list string) string {
	return "arrayStringConcat(arrayMap(x -> " + textBytes("toString(x)") + ", " + list + "))"
}

var decimalType = regexp.MustCompile(`^Decimal\(\d+, (\d+)\)$`)

// number is a column's value as a number of eight bytes; empty where it is none.
func number(typ, q string) string {
	switch {
	case typ == "UInt64":
		return q
	case strings.HasPrefix(typ, "UInt"), typ == "Bool":
		return "toInt64(" + q + ")"
	case typ == "Float64":
		return q
	case typ == "Date":
		return "toInt64(toUInt16(" + q + "))"
	}
	if m := decimalType.FindStringSubmatch(typ); m != nil {
		return "toInt64(toDecimal64(" + q + ", " + m[1] + ") * toInt64(exp10(" + m[1] + ")))"
	}
	return ""
}

// hashBytes is what a column adds to row_hash.
func hashBytes(c column, q string) (string, error) {
	if c.typ == "String" || c.typ == "LowCardinality(String)" || strings.HasPrefix(c.typ, "Enum8(") {
		return textBytes("toString(" + q + ")"), nil
	}
	if c.typ == "Array(LowCardinality(String))" {
		return "concat(char(1), " + bytes8("toInt64(length("+q+"))") + ", " + listBytes(q) + ")", nil
	}
	if inner, ok := strings.CutPrefix(c.typ, "Nullable("); ok {
		if n := number(strings.TrimSuffix(inner, ")"), "assumeNotNull("+q+")"); n != "" {
			return "if(isNull(" + q + "), char(0), concat(char(1), " + bytes8(n) + "))", nil
		}
	}
	if n := number(c.typ, q); n != "" {
		return "concat(char(1), " + bytes8(n) + ")", nil
	}
	return "", fmt.Errorf("column %s has the type %s, which no row hash is known for", c.name, c.typ)
}

// keyBytes is what a column of the row identity adds to row_key: presence and number,
// number of decimals, text, list.
func keyBytes(c column, q string) (string, error) {
	const none = "concat(char(0), char(0), char(0))"
	zero := "concat(char(1), " + bytes8("toInt64(0)") + ", char(0), "
	switch {
	case c.typ == "String", c.typ == "LowCardinality(String)", strings.HasPrefix(c.typ, "Enum8("):
		return "if(toString(" + q + ") = '', " + none + ", " + zero + textBytes("toString("+q+")") + "))", nil
	case c.typ == "Array(LowCardinality(String))":
		return zero + "char(0), " + listBytes(q) + ")", nil
	case c.typ == "UInt64", c.typ == "Date":
		n := number(c.typ, q)
		return "if(" + n + " = 0, " + none + ", concat(char(1), " + bytes8(n) + ", char(0), char(0)))", nil
	}
	return "", fmt.Errorf("column %s has the type %s, which no row key is known for", c.name, c.typ)
}

// occurrence is a key with the place among equal rows in it: XXH3 of the place in four
// bytes, with the key as seed (Collet, Y.: xxHash, XXH3_len_4to8_64b of the reference
// implementation; 0xc73ab174c5ecd5a2 is what its default secret gives there).
func occurrence(key, place string) string {
	mixed := "bitXor(bitOr(toUInt64(" + place + "), bitShiftLeft(toUInt64(" + place + "), 32)), reinterpretAsUInt64(toUInt64(0xc73ab174c5ecd5a2) - " +
		"bitXor(" + key + ", bitShiftLeft(toUInt64(byteSwap(toUInt32(bitAnd(" + key + ", 4294967295)))), 32))))"
	return "arrayMap(h -> bitXor(h, bitShiftRight(h, 28)), arrayMap(h -> bitXor(h, bitShiftRight(h, 35) + 4) * toUInt64(0x9FB21C651E98DF25), " +
		"arrayMap(h -> bitXor(bitXor(h, bitRotateLeft(h, 49)), bitRotateLeft(h, 24)) * toUInt64(0x9FB21C651E98DF25), [" + mixed + "])))[1]"
}

// keyed is how the keys of a raw table are made anew.
type keyed struct {
	hash string   // row_hash
	keys []string // base keys, one for each contract that has a client or an officer in it
	of   []*contract.Contract
}

// keyed builds the expressions of a raw table; quote gives the value of a column.
func (r *rotation) keyed(t *table, quote func(column) string) (keyed, error) {
	var k keyed
	var hash []string
	for _, c := range t.columns {
		if slices.Contains([]string{"batch_id", "line_no", "row_key", "row_hash", "known_date"}, c.name) {
			continue
		}
		bytes, err := hashBytes(c, quote(c))
		if err != nil {
			return k, fmt.Errorf("%s: %w", t.name(), err)
		}
		hash = append(hash, bytes)
	}
	k.hash = "xxh3(concat(" + strings.Join(hash, ", ") + ", ''))"
	set, err := r.contracts()
	if err != nil {
		return k, err
	}
	for _, c := range set.All() {
		if c.Source != t.table || !namesPersons(c) {
			continue
		}
		var key []string
		for _, name := range c.RowIdentity.Columns {
			at := slices.IndexFunc(t.columns, func(c column) bool { return c.name == name })
			if at < 0 {
				return k, fmt.Errorf("%s: column %s of the row identity is not kept in raw.%s", c.File(), name, c.Source)
			}
			bytes, err := keyBytes(t.columns[at], quote(t.columns[at]))
			if err != nil {
				return k, fmt.Errorf("%s: %w", c.File(), err)
			}
			key = append(key, bytes)
		}
		k.keys = append(k.keys, "xxh3(concat("+strings.Join(key, ", ")+", ''))")
		k.of = append(k.of, c)
	}
	return k, nil
}

// namesPersons says whether a client or an officer is part of the row identity.
func namesPersons(c *contract.Contract) bool {
	for i := range c.Columns {
		if (c.Columns[i].Type == "identity" || c.Columns[i].Type == "staff") && slices.Contains(c.RowIdentity.Columns, c.Columns[i].Name) {
			return true
		}
	}
	return false
}

// rowKey is the expression of row_key, by the contract of each row's batch.
func (k keyed) rowKey() string {
	if len(k.keys) == 0 {
		return "row_key"
	}
	var choices []string
	for i, c := range k.of {
		key := k.keys[i]
		if c.RowIdentity.Occurrence {
			key = occurrence(key, "row_number() OVER (PARTITION BY batch_id, "+key+" ORDER BY line_no) - 1")
		}
		choices = append(choices, "batch_id IN (SELECT batch_id FROM ops.load_batches WHERE contract = "+sqlfs.Literal(c.Name)+")", key)
	}
	return "multiIf(" + strings.Join(choices, ", ") + ", row_key)"
}

// rowKeysNotKnown counts the rows of a raw table whose row key is not what the
// expressions make of it.
func (r *rotation) rowKeysNotKnown(ctx context.Context, t *table) (lost uint64, err error) {
	if !t.isRaw() {
		return 0, nil
	}
	k, err := r.keyed(t, column.quoted)
	if err != nil {
		return 0, err
	}
	for _, condition := range partitions(t) {
		var n uint64
		err := r.Conn.QueryRow(ctx, "SELECT countIf(row_key != made) FROM (SELECT row_key, "+k.rowKey()+" AS made FROM "+t.quoted()+condition+")").Scan(&n)
		if err != nil {
			return lost, fmt.Errorf("row keys of %s: %w", t.name(), err)
		}
		lost += n
	}
	return lost, nil
}
