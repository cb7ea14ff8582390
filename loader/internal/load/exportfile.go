package load

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/source"
)

// Titles of the columns that say what is wrong; contracts do not read them.
const (
	ruleTitle   = "FRAMSYN_REGEL"
	reasonTitle = "FRAMSYN_ORSAK"
)

// rowsWriter writes rejected rows in a delivered layout.
type rowsWriter func(to io.Writer, header []string, rows []rejectedRow) error

// rejectFile returns how to write rows for the contract, and the file's name. Text is
// preferred; workbooks and Kolada's JSON are written where the contract reads nothing else.
func rejectFile(c *contract.Contract, b RejectedBatch, today time.Time) (rowsWriter, string, error) {
	ending := strings.ToLower(extension(b.FileName))
	kind := source.KindOf(b.FileName)
	switch kind { //nolint:exhaustive // all others are text
	case source.XLSX:
		format, _ := c.FormatFor(source.XLSX)
		name, err := supplementName(c, b, today, ending)
		return workbookWriter(format.Sheet), name, err
	case source.Kolada:
		name, err := supplementName(c, b, today, ending)
		return writeKolada, name, err
	case source.Parquet:
		ending = ".csv"
	}
	format, _ := c.FormatFor(source.Delimited)
	delimiter := ';'
	if len(format.Delimiters) > 0 {
		delimiter = rune(format.Delimiters[0][0])
	}
	name, err := supplementName(c, b, today, ending)
	return textWriter(delimiter), name, err
}

// textWriter writes delimited text in UTF-8.
func textWriter(delimiter rune) rowsWriter {
	return func(to io.Writer, header []string, rows []rejectedRow) error {
		w := csv.NewWriter(to)
		w.Comma = delimiter
		if header != nil {
			if err := w.Write(withReasons(header, len(header), ruleTitle, reasonTitle)); err != nil {
				return err
			}
		}
		for _, r := range rows {
			if r.fault != source.FaultNone {
				// It could not be taken apart: the text as it was, for a person to mend.
				w.Flush()
				if _, err := io.WriteString(to, strings.Join(r.fields, "")+"\n"); err != nil {
					return err
				}
				continue
			}
			fields := r.fields
			if header != nil {
				fields = withReasons(fields, len(header), r.rules, r.reason)
			}
			if err := w.Write(fields); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	}
}

// withReasons puts rule and reason after the columns of the header.
func withReasons(fields []string, columns int, rule, reason string) []string {
	padded := append(make([]string, 0, max(columns, len(fields))+2), fields...)
	for len(padded) < columns {
		padded = append(padded, "")
	}
	return append(padded, rule, reason)
}

// writeReasons writes the side file of a file without header.
func writeReasons(to io.Writer, rows []rejectedRow) error {
	w := csv.NewWriter(to)
	w.Comma = ';'
	if err := w.Write([]string{"RAD", "RAD_I_LEVERANSEN", ruleTitle, reasonTitle}); err != nil {
		return err
	}
	for i, r := range rows {
		if err := w.Write([]string{strconv.Itoa(i + 1), strconv.FormatUint(uint64(r.line), 10), r.rules, r.reason}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// workbookWriter writes a workbook with one sheet.
func workbookWriter(sheet string) rowsWriter {
	return func(to io.Writer, header []string, rows []rejectedRow) error {
		f := excelize.NewFile()
		defer f.Close() //nolint:errcheck // it is in memory
		if sheet == "" {
			sheet = f.GetSheetName(0)
		}
		if err := f.SetSheetName(f.GetSheetName(0), sheet); err != nil {
			return err
		}
		all := [][]string{withReasons(header, len(header), ruleTitle, reasonTitle)}
		for _, r := range rows {
			all = append(all, withReasons(r.fields, len(header), r.rules, r.reason))
		}
		for i, fields := range all {
			cell := fmt.Sprintf("A%d", i+1)
			if err := f.SetSheetRow(sheet, cell, &fields); err != nil {
				return err
			}
		}
		return f.Write(to)
	}
}

// writeKolada writes an answer of Kolada with one value an entry, and what is wrong with it.
func writeKolada(to io.Writer, _ []string, rows []rejectedRow) error {
	var entries []map[string]any
	for _, r := range rows {
		f := withReasons(r.fields, len(source.KoladaHeader()), "", "")
		period, _ := strconv.Atoi(f[2]) // a period that is no number stays 0, to be mended
		value := map[string]any{"gender": f[3], "status": f[6], "value": number(f[4]), "count": number(f[5])}
		entries = append(entries, map[string]any{
			"kpi": f[0], "municipality": f[1], "period": period, "values": []any{value}, "framsyn_regel": r.rules, "framsyn_orsak": r.reason,
		})
	}
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{"values": entries})
}

// number returns a JSON number, null where there is none.
func number(text string) any {
	if text == "" {
		return nil
	}
	return json.Number(text)
}

// extension returns a file name's ending without .gz or .zip.
func extension(name string) string {
	base := source.BaseName(name)
	if i := strings.LastIndexByte(base, '.'); i >= 0 {
		return base[i:]
	}
	return ""
}
