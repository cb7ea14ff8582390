package codelist

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// Imported is what an import did.
type Imported struct {
	List    List     `json:"code_list"`
	Source  string   `json:"source"`
	Sheets  []string `json:"sheets"`
	Codes   int      `json:"n_codes"`   // in the file
	New     int      `json:"n_new"`     // not known before
	Changed int      `json:"n_changed"` // known with another term
	Skipped int      `json:"n_skipped"` // rows that are no codes of the list
	Unknown int      `json:"n_unknown"` // codes that occur in the data and still are in no list
}

// Unknown is a code that occurs in the data and is in no list.
type Unknown struct {
	Kind    string    `json:"kind"`
	Code    string    `json:"code"`
	Rows    uint64    `json:"n_rows"`
	Clients uint64    `json:"n_clients"`
	First   time.Time `json:"first_month"`
	Last    time.Time `json:"last_month"`
}

// Import appends the codes of a file that are new or have another term than before,
// in one statement. A repeated import therefore writes nothing. conn must be the
// owner's.
func Import(ctx context.Context, conn driver.Conn, list List, path string, found Found, now time.Time) (Imported, error) {
	done := Imported{List: list, Source: filepath.Base(path), Sheets: found.Sheets, Codes: len(found.Codes), Skipped: found.Skipped}
	known, imported, err := terms(ctx, conn, list)
	if err != nil {
		return done, err
	}
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO core.code_imports (code_list, code, term_sv, imported_at, source)")
	if err != nil {
		return done, fmt.Errorf("write core.code_imports: %w", err)
	}
	for _, c := range found.Codes {
		term, ok := known[c.Code]
		switch {
		case !ok:
			done.New++
		case term != c.Term:
			done.Changed++
		case imported[c.Code]:
			continue
		}
		if err := batch.Append(string(list), c.Code, c.Term, now.UTC(), done.Source); err != nil {
			return done, errors.Join(fmt.Errorf("write core.code_imports: %w", err), batch.Abort())
		}
	}
	if err := batch.Send(); err != nil {
		return done, fmt.Errorf("write core.code_imports: %w", err)
	}
	unknown, err := UnknownCodes(ctx, conn)
	for _, code := range unknown {
		if code.Kind == string(list) {
			done.Unknown++
		}
	}
	return done, err
}

// terms are the terms known before, and which of them were imported.
func terms(ctx context.Context, conn driver.Conn, list List) (known map[string]string, imported map[string]bool, err error) {
	query := "SELECT toString(kva_code), term_sv, isNotNull(imported_date) FROM core.kva_codes"
	if list == ICF {
		query = "SELECT toString(icf_code), term_sv, isNotNull(imported_date) FROM core.icf_codes"
	}
	known, imported = map[string]string{}, map[string]bool{}
	err = clickhouse.Each(ctx, conn, query, nil, func(row driver.Rows) error {
		var code, term string
		var is bool
		err := row.Scan(&code, &term, &is)
		known[code], imported[code] = term, is
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read the codes known before: %w", err)
	}
	return known, imported, nil
}

// UnknownCodes reads mart.unknown_codes, those with most rows first.
func UnknownCodes(ctx context.Context, conn driver.Conn) ([]Unknown, error) {
	unknown := []Unknown{}
	err := clickhouse.Each(ctx, conn, "SELECT toString(kind), toString(code), n_rows, n_clients, first_month, last_month FROM mart.unknown_codes ORDER BY n_rows DESC, kind, code", nil,
		func(row driver.Rows) error {
			var u Unknown
			err := row.Scan(&u.Kind, &u.Code, &u.Rows, &u.Clients, &u.First, &u.Last)
			unknown = append(unknown, u)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read mart.unknown_codes: %w", err)
	}
	return unknown, nil
}
