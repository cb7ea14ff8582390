package source

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// Names of encodings, as in ops.load_batches.encoding.
const (
	encodingUTF8    = "utf-8"
	encodingUTF8BOM = "utf-8-bom"
	encodingLegacy  = "windows-1252"
)

// isASCII says whether no byte is above 127, eight at a time.
func isASCII(text []byte) bool {
	const high = 0x8080808080808080
	for len(text) >= 8 {
		if binary.LittleEndian.Uint64(text)&high != 0 {
			return false
		}
		text = text[8:]
	}
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isLegacy decides the encoding of a block that is not ASCII: Windows-1252 if most
// of the lines with other bytes are not UTF-8.
func isLegacy(text []byte) bool {
	valid, invalid := 0, 0
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, []byte{'\n'})
		text = rest
		switch {
		case isASCII(line):
		case utf8.Valid(line):
			valid++
		default:
			invalid++
		}
	}
	return invalid > valid
}
