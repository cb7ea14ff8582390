package source

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Kind is a family of formats.
type Kind string

// Kinds of formats.
const (
	Delimited Kind = "delimited"
	XLSX      Kind = "xlsx"
	Parquet   Kind = "parquet"
	Kolada    Kind = "kolada"
)

// Faults of whole files.
var (
	// ErrEmpty: the file has no bytes, or no record at all.
	ErrEmpty = errors.New("the file is empty")
	// ErrTruncated: a compressed file ends before its end.
	ErrTruncated = errors.New("the compressed file ends in the middle: deliver it again")
	// ErrLongLine: a line exceeds Limits.RecordBytes.
	ErrLongLine = errors.New("a line is too long: is this delimited text?")
	// ErrTooLarge: an archive unpacks to more than Limits allow.
	ErrTooLarge = errors.New("the archive unpacks to more than is allowed")
	// ErrBinary: text holds bytes that no text has.
	ErrBinary = errors.New("the file is not text in UTF-8 or Windows-1252")
	// ErrFormat: the file is not of the format that its name says.
	ErrFormat = errors.New("the file is not of the format that its name says")
)

// Limits guard against files that are made to exhaust the machine. A zero field
// means its default.
type Limits struct {
	// RecordBytes is the longest record; 1 MB.
	RecordBytes int
	// UnpackedBytes is the most that an archive may unpack to; 64 GB.
	UnpackedBytes int64
	// Ratio is the most that 100 MB or more may have been packed to one; 400 to 1,
	// far above the 10-50 of registers and below the 1,032 that gzip can reach.
	Ratio int64
	// Members is the most members of a zip; 1,000.
	Members int
}

// withDefaults fills the zero fields.
func (l Limits) withDefaults() Limits {
	if l.RecordBytes == 0 {
		l.RecordBytes = 1 << 20
	}
	if l.UnpackedBytes == 0 {
		l.UnpackedBytes = 64 << 30
	}
	if l.Ratio == 0 {
		l.Ratio = 400
	}
	if l.Members == 0 {
		l.Members = 1000
	}
	return l
}

// Spec says how to read a file.
type Spec struct {
	Kind Kind
	// Header says that the first row of delimited text or a sheet has titles.
	Header bool
	// Delimiters are the possible delimiters; the most frequent in the first line is it. ";" if empty.
	Delimiters string
	// Sheet is the sheet of a workbook; empty for the first.
	Sheet  string
	Limits Limits
}

// Info says what reading found out.
type Info struct {
	// Encoding is utf-8, utf-8-bom or windows-1252; empty for binary formats. While
	// only ASCII has been seen it is utf-8.
	Encoding  string
	Delimiter string
}

// Reader gives blocks of records. Next is for one goroutine; blocks may be read by others.
type Reader interface {
	// Header returns the titles, nil where the format has none.
	Header() []string
	// Next returns the next block, or io.EOF after the last.
	Next() (*Block, error)
	// Info returns what is known so far.
	Info() Info
	// Read returns how many bytes of the delivered file were read.
	Read() int64
	// Close lets go of the file.
	Close() error
}

// Open opens a delivered file, or a member of a zip, by its spec.
func Open(file, member string, spec Spec) (Reader, error) {
	spec.Limits = spec.Limits.withDefaults()
	switch spec.Kind {
	case Delimited, Kolada:
		stream, err := openStream(file, member, spec.Limits)
		if err != nil {
			return nil, err
		}
		if spec.Kind == Kolada {
			return newKolada(stream)
		}
		return newDelimited(stream, spec)
	case XLSX:
		return openXLSX(file, member, spec)
	case Parquet:
		return openParquet(file, member, spec)
	default:
		return nil, fmt.Errorf("%w: unknown kind %q", ErrFormat, spec.Kind)
	}
}

// BaseName returns a file's name without folder and without .gz or .zip.
func BaseName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	for _, packed := range [...]string{".gz", ".zip"} {
		if len(name) > len(packed) && strings.EqualFold(name[len(name)-len(packed):], packed) {
			return name[:len(name)-len(packed)]
		}
	}
	return name
}

// KindOf returns the kind that a name's ending says, empty where it says none.
func KindOf(name string) Kind {
	switch strings.ToLower(path.Ext(BaseName(name))) {
	case ".csv", ".txt", ".tsv", ".skv":
		return Delimited
	case ".xlsx":
		return XLSX
	case ".parquet":
		return Parquet
	case ".json":
		return Kolada
	default:
		return ""
	}
}

// asTruncated gives the errors of broken archives their one meaning.
func asTruncated(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", ErrTruncated, err)
	}
	return err
}
