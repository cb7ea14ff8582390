package load

import (
	"encoding/binary"
	"errors"

	"github.com/framsyn/framsyn/loader/internal/source"
)

// errFields: a vault row does not hold encoded fields.
var errFields = errors.New("the vault row does not hold a delivered row")

// encodeFields keeps a record as delivered: a byte that says whether it could be taken
// apart, then each field with its length.
func encodeFields(fields [][]byte, fault source.Fault) []byte {
	size := 1
	for _, f := range fields {
		size += len(f) + binary.MaxVarintLen32
	}
	buf := append(make([]byte, 0, size), byte(fault))
	for _, f := range fields {
		buf = append(binary.AppendUvarint(buf, uint64(len(f))), f...)
	}
	return buf
}

// decodeFields is the way back.
func decodeFields(buf []byte) (fields []string, fault source.Fault, err error) {
	if len(buf) == 0 {
		return nil, 0, errFields
	}
	fault, buf = source.Fault(buf[0]), buf[1:]
	for len(buf) > 0 {
		n, read := binary.Uvarint(buf)
		if read <= 0 || n > uint64(len(buf)-read) {
			return nil, 0, errFields
		}
		fields = append(fields, string(buf[read:read+int(n)]))
		buf = buf[read+int(n):]
	}
	return fields, fault, nil
}
