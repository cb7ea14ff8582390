package model

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// heapFirst is how much a Scratch takes of ordinary memory before it makes a file,
// so that small tables need none; slab is how much of the file it maps at a time.
const (
	heapFirst = 32 << 20
	slab      = 64 << 20
)

// Scratch is room for tables in a temporary file that is mapped into memory: the
// system writes it out when others need the memory. It has no name and is gone
// when the program ends, however it ends. The zero value is ready; it implements
// additive.Memory.
type Scratch struct {
	taken  int // of ordinary memory
	file   *os.File
	size   int64
	mapped [][]byte
	free   []byte // of the last mapping
}

// Bytes returns n zeroed bytes at an address that is a multiple of 8. They must
// not be used after Close.
func (s *Scratch) Bytes(n int) ([]byte, error) {
	if n <= 0 {
		return nil, nil
	}
	words := (n + 7) / 8
	if s.taken+8*words <= heapFirst {
		s.taken += 8 * words
		numbers := make([]uint64, words)
		return unsafe.Slice((*byte)(unsafe.Pointer(&numbers[0])), 8*words)[:n:n], nil
	}
	if len(s.free) < 8*words {
		if err := s.more(8 * words); err != nil {
			return nil, err
		}
	}
	out := s.free[:n:n]
	s.free = s.free[8*words:]
	return out, nil
}

// more maps another part of the file.
func (s *Scratch) more(least int) error {
	if s.file == nil {
		file, err := os.CreateTemp("", "framsyn-model-*")
		if err != nil {
			return fmt.Errorf("make a temporary file: %w", err)
		}
		s.file = file
		if err := os.Remove(file.Name()); err != nil {
			return fmt.Errorf("unname the temporary file: %w", err)
		}
	}
	page := os.Getpagesize()
	size := (max(least, slab) + page - 1) / page * page
	if err := s.file.Truncate(s.size + int64(size)); err != nil {
		return fmt.Errorf("lengthen the temporary file: %w", err)
	}
	bytes, err := syscall.Mmap(int(s.file.Fd()), s.size, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("map the temporary file: %w", err)
	}
	s.size += int64(size)
	s.mapped, s.free = append(s.mapped, bytes), bytes
	return nil
}

// Close gives the room back.
func (s *Scratch) Close() error {
	var faults []error
	for _, bytes := range s.mapped {
		faults = append(faults, syscall.Munmap(bytes))
	}
	if s.file != nil {
		faults = append(faults, s.file.Close())
	}
	*s = Scratch{}
	return errors.Join(faults...)
}

// chunkRows is how many values a chunk holds.
const chunkRows = 1 << 16

// chunks are values in the order in which they came, without copying as they grow.
type chunks[T uint8 | uint16 | uint64 | float64] struct {
	parts [][]T
	rows  int
}

func (c *chunks[T]) add(value T, in *Scratch) error {
	at := c.rows % chunkRows
	if at == 0 {
		var one T
		bytes, err := in.Bytes(chunkRows * int(unsafe.Sizeof(one)))
		if err != nil {
			return err
		}
		c.parts = append(c.parts, unsafe.Slice((*T)(unsafe.Pointer(&bytes[0])), chunkRows))
	}
	c.parts[len(c.parts)-1][at] = value
	c.rows++
	return nil
}

func (c *chunks[T]) at(row int) T { return c.parts[row/chunkRows][row%chunkRows] }
