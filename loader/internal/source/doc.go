// Package source reads delivered files record by record, in blocks that several
// goroutines can decode at once, without keeping the file in memory.
//
// It knows delimited text, XLSX, Parquet and Kolada's JSON, plain, in .gz or as
// members of a .zip, and nothing of what the columns mean.
//
// # Rows
//
// A record's number counts from 1, the first row after the header. Blank lines are
// no records. A quoted field may hold delimiters, line ends and doubled quotes. A
// quote that is never closed, or closed before anything but a delimiter or a line
// end, spoils its own line only: the record ends at the line's end with
// [FaultQuotes].
//
// # Encoding
//
// Text is UTF-8 (with or without BOM) or Windows-1252, one of them for the whole
// stream. While all is ASCII nothing needs deciding; the first block with other
// bytes decides by the majority of its lines that have them. After that, a line that
// contradicts the decision is not guessed at but given back with [FaultEncoding]:
// invalid UTF-8 in a UTF-8 stream; a byte that Windows-1252 does not define, or
// whole UTF-8 sequences (such as "Ã¶"), in a Windows-1252 stream.
//
// # Limits
//
// A line of more than a megabyte, an archive that unpacks to more than a set size or
// ratio, and binary bytes in text end the file with an error: see [Limits].
package source
