package additive

import (
	"errors"
	"fmt"
	"unsafe"
)

// Memory gives the space for what grows with the number of rows: bins, and the
// outcome, weight, offset and person of each row. A caller with many rows hands
// over an implementation that maps temporary files, so that the Go heap stays
// flat; it releases them itself when the fit has returned.
type Memory interface {
	// Bytes returns n zeroed bytes whose address is a multiple of 8.
	Bytes(n int) ([]byte, error)
}

// heap is the Memory used when the caller gives none.
type heap struct{}

// Bytes allocates words, since those are aligned.
func (heap) Bytes(n int) ([]byte, error) {
	if n == 0 {
		return nil, nil
	}
	words := make([]uint64, (n+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), len(words)*8)[:n], nil
}

// errAlign says that a Memory broke its contract.
var errAlign = errors.New("additive: Memory gave too few bytes or an address that is no multiple of 8")

// numbers returns n zeroed numbers of 8 bytes in m.
func numbers[T float64 | uint64](m Memory, n int) ([]T, error) {
	if n == 0 {
		return nil, nil
	}
	b, err := m.Bytes(8 * n)
	if err != nil {
		return nil, fmt.Errorf("additive: memory for %d numbers: %w", n, err)
	}
	if len(b) < 8*n || uintptr(unsafe.Pointer(&b[0]))%8 != 0 {
		return nil, errAlign
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), n), nil
}

// byteColumns returns k columns of n zeroed bytes in m.
func byteColumns(m Memory, k, n int) ([][]uint8, error) {
	out := make([][]uint8, k)
	for j := range out {
		b, err := m.Bytes(n)
		if err != nil {
			return nil, fmt.Errorf("additive: memory for %d bins: %w", n, err)
		}
		if len(b) < n {
			return nil, errAlign
		}
		out[j] = b[:n]
	}
	return out, nil
}

func asFloats(words []uint64) []float64 {
	if len(words) == 0 {
		return nil
	}
	return unsafe.Slice((*float64)(unsafe.Pointer(&words[0])), len(words))
}

func asBytes(words []uint64) []uint8 {
	if len(words) == 0 {
		return nil
	}
	return unsafe.Slice((*uint8)(unsafe.Pointer(&words[0])), 8*len(words))
}
