package plugin

import (
	"net/http"

	"github.com/framsyn/framsyn/sql/export"
)

// pieceBytes is the size of the pieces in which a file goes out; a message between
// plugin and Grafana holds 16 MB.
const pieceBytes = 256 << 10

// download sends a file in pieces. Until the first is full nothing has been sent, so
// an error can still be told as one.
type download struct {
	to     http.ResponseWriter
	gone   func() error // tells that nobody waits any more
	piece  []byte
	isSent bool
}

func newDownload(to http.ResponseWriter, gone func() error, r export.Request) *download {
	types := map[export.Format]string{
		export.CSV: "text/csv; charset=utf-8", export.CSVSE: "text/csv; charset=utf-8",
		export.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export.Parquet: "application/vnd.apache.parquet",
	}
	header := to.Header()
	header.Set("Content-Type", types[r.Format])
	header.Set("Content-Disposition", `attachment; filename="`+r.FileName+`"`)
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	return &download{to: to, gone: gone}
}

// begin names the export, by which its state can be asked for.
func (d *download) begin(result export.Result) {
	d.to.Header().Set("X-Framsyn-Export", result.ID.String())
}

// Write implements [io.Writer].
func (d *download) Write(text []byte) (int, error) {
	written := len(text)
	for len(text) > 0 {
		n := min(len(text), pieceBytes-len(d.piece))
		d.piece = append(d.piece, text[:n]...)
		if text = text[n:]; len(d.piece) < pieceBytes {
			break
		}
		if err := d.gone(); err != nil {
			return 0, err
		}
		d.flush()
	}
	return written, nil
}

// flush sends what has come together.
func (d *download) flush() {
	d.isSent = true
	_, _ = d.to.Write(d.piece)
	_ = http.NewResponseController(d.to).Flush()
	d.piece = d.piece[:0]
}

// drop takes back what describes a file, for an error is sent in its place.
func (d *download) drop() {
	for _, name := range []string{"Content-Disposition", "X-Framsyn-Export", "X-Content-Type-Options"} {
		d.to.Header().Del(name)
	}
}
