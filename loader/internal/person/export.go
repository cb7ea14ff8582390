package person

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Request says whose data is wanted and why.
type Request struct {
	Client  uint64
	Purpose string // stated, as the register of requests has it
	Why     string
	// ProtectedRole is the role that may take out the data of somebody with protected
	// identity; nobody if empty.
	ProtectedRole string
}

// Exporter takes out all that is known of a person.
type Exporter struct {
	// Conn is the owner's connection.
	Conn driver.Conn
	Now  func() time.Time
}

// File is what was written of a table.
type File struct {
	Table string `json:"table"`
	Title string `json:"title"`
	Name  string `json:"file"` // empty where there are no rows
	Rows  uint64 `json:"rows"`
}

// Exported is what was taken out.
type Exported struct {
	ID    uuid.UUID `json:"access_id"`
	Files []File    `json:"files"`
	Rows  uint64    `json:"rows"`
}

// ErrProtected says that the person has protected identity.
var ErrProtected = errors.New("the person has protected identity (sv: skyddade personuppgifter): the data is handled by the routine for that, and taken out by the role that --protected-role names")

var wholeID = regexp.MustCompile(`\bID\b`)

// Create makes a file of the export.
type Create func(name string) (io.WriteCloser, error)

// Export writes a CSV file for each table with rows about the person, and a summary. What
// is about to be taken out is in ops.access_log before the first file is made.
func (x Exporter) Export(ctx context.Context, who Asker, r Request, create Create) (Exported, error) {
	done := Exported{ID: uuid.New()}
	why, err := Check(who, access.ExportPerson, r.Why)
	if err != nil {
		return done, err
	}
	if strings.TrimSpace(r.Purpose) == "" {
		return done, faultf("the purpose is missing")
	}
	if err := isKnown(ctx, x.Conn, r.Client); err != nil {
		return done, err
	}
	isProtected, err := x.isProtected(ctx, r.Client)
	if err != nil {
		return done, err
	}
	surface := "person_export"
	if isProtected {
		surface = "protected_identity"
	}
	isAllowed := !isProtected || r.ProtectedRole != "" && r.ProtectedRole == who.Role
	all, err := tables(ctx, x.Conn)
	if err != nil {
		return done, err
	}
	row := logged{id: done.ID, surface: surface, purpose: r.Purpose, why: why, client: r.Client, page: "framsyn person export"}
	if isAllowed {
		if err := x.count(ctx, r.Client, all, &done); err != nil {
			return done, err
		}
		row.rows = done.Rows
		for _, f := range done.Files {
			if f.Rows > 0 {
				row.objects = append(row.objects, f.Table)
			}
		}
	}
	if err := log(ctx, x.Conn, who, x.Now(), row); err != nil {
		return done, fmt.Errorf("nothing is taken out: %w", err)
	}
	if !isAllowed {
		return done, Fault{ErrProtected}
	}
	done.Rows = 0
	for i, t := range all {
		if err := x.table(ctx, r.Client, t, &done.Files[i], create); err != nil {
			return done, fmt.Errorf("%s: %w", t.name, err)
		}
		done.Rows += done.Files[i].Rows
	}
	return done, x.summary(ctx, r, done, create)
}

// isProtected asks core and the delivered notices: one counts from when it is loaded.
func (x Exporter) isProtected(ctx context.Context, client uint64) (is bool, err error) {
	err = x.Conn.QueryRow(ctx, fmt.Sprintf(`SELECT (SELECT countIf(is_protected) FROM core.clients WHERE client_id = %[1]d) > 0
		OR (SELECT maxIf(event_date, event_kind = 'protected') > maxIf(event_date, event_kind = 'unprotected') FROM stg.person_events WHERE client_id = %[1]d)`, client)).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("look up protection: %w", err)
	}
	return is, nil
}

func (x Exporter) count(ctx context.Context, client uint64, all []table, done *Exported) error {
	for _, t := range all {
		f := File{Table: t.name, Title: t.title}
		query := "SELECT count() FROM " + t.quoted() + " WHERE " + t.of(client)
		if err := x.Conn.QueryRow(ctx, query).Scan(&f.Rows); err != nil {
			return fmt.Errorf("count %s: %w", t.name, err)
		}
		done.Files = append(done.Files, f)
		done.Rows += f.Rows
	}
	return nil
}

// of is the condition on one client; the id is a number, so it stands in the text.
func (t table) of(client uint64) string { return replaceID(t.condition, client) }

// replaceID puts a client's number into a query, where ID stands.
func replaceID(query string, client uint64) string {
	return wholeID.ReplaceAllString(query, strconv.FormatUint(client, 10))
}

// table writes one table, as a Swedish spreadsheet reads it.
func (x Exporter) table(ctx context.Context, client uint64, t table, f *File, create Create) (err error) {
	if f.Rows == 0 && t.name != "ops.access_log" { // which now has the row of this export
		return nil
	}
	f.Name, f.Rows = t.name+".csv", 0
	file, err := create(f.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := io.WriteString(file, "\ufeff"); err != nil { // tells Excel that it is UTF-8
		return err
	}
	w := csv.NewWriter(file)
	w.Comma, w.UseCRLF = ';', true
	if err := w.Write(t.titles); err != nil {
		return err
	}
	quoted := make([]string, len(t.columns))
	for i, name := range t.columns {
		quoted[i] = "`" + name + "`"
	}
	query := "SELECT " + strings.Join(quoted, ", ") + " FROM " + t.quoted() + " WHERE " + t.of(client) + " ORDER BY ALL"
	err = clickhouse.EachText(ctx, x.Conn, query, nil, func(row []string) error {
		f.Rows++
		return w.Write(plainCells(row))
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// plainCells writes what is not known as nothing and yes and no in Swedish, and keeps a
// spreadsheet from taking a text for a formula.
func plainCells(row []string) []string {
	row = slices.Clone(row)
	for i, text := range row {
		switch text {
		case `\N`:
			row[i] = ""
		case "true":
			row[i] = "ja"
		case "false":
			row[i] = "nej"
		}
		if strings.IndexAny(text, "=+@\t") == 0 {
			row[i] = "'" + text
		}
	}
	return row
}
