package reveal

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	ch "github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
	"github.com/framsyn/framsyn/sql/rows"
)

// Purpose is one that may be chosen.
type Purpose struct {
	Code  string       `json:"code"`
	Title queries.Text `json:"title"`
}

// Purposes lists those that may be chosen now.
func Purposes(ctx context.Context, conn driver.Conn) ([]Purpose, error) {
	const query = "SELECT toString(purpose), title_sv, title_en FROM core.purposes WHERE is_active ORDER BY position, purpose"
	found := []Purpose{}
	err := rows.Each(ctx, conn, query, nil, func(row driver.Rows) error {
		var p Purpose
		err := row.Scan(&p.Code, &p.Title.SV, &p.Title.EN)
		found = append(found, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read core.purposes: %w", err)
	}
	return found, nil
}

func checkPurpose(ctx context.Context, conn driver.Conn, code string) error {
	purposes, err := Purposes(ctx, conn)
	if err != nil {
		return err
	}
	codes := make([]string, len(purposes))
	for i, p := range purposes {
		if p.Code == code {
			return nil
		}
		codes[i] = p.Code
	}
	return wrong("Ändamålet %s finns inte bland dem som får väljas: %s.", "The purpose %s is not one of those that may be chosen: %s.", sqlfs.Literal(code), strings.Join(codes, ", "))
}

// NewPurpose is a purpose to write; empty titles stay as they are.
type NewPurpose struct {
	Purpose
	IsActive bool
	Author   string
}

// AddPurpose writes a new version of a purpose and returns its number. The error is
// a [*Fault] where something is missing or wrong.
func AddPurpose(ctx context.Context, conn driver.Conn, p NewPurpose, now time.Time) (uint32, error) {
	if !regexp.MustCompile(`^[a-z][a-z0-9_]{1,40}$`).MatchString(p.Code) {
		return 0, wrong("Koden ska ha små bokstäver, siffror och _.", "The code has small letters, digits and _.")
	}
	var version uint32
	var position uint8
	var before queries.Text
	query := ch.Context(ctx, ch.WithParameters(ch.Parameters{"purpose": sqlfs.StringParameter(p.Code)}))
	err := conn.QueryRow(query, `SELECT maxIf(version, purpose = {purpose:String}), anyIf(title_sv, purpose = {purpose:String}), anyIf(title_en, purpose = {purpose:String}),
		if(countIf(purpose = {purpose:String}) > 0, anyIf(position, purpose = {purpose:String}), toUInt8(least(max(position), 254) + 1)) FROM core.purposes`).
		Scan(&version, &before.SV, &before.EN, &position)
	if err != nil {
		return 0, fmt.Errorf("read core.purposes: %w", err)
	}
	if p.Title.SV == "" {
		p.Title.SV = before.SV
	}
	if p.Title.EN == "" {
		p.Title.EN = before.EN
	}
	if p.Title.SV == "" || p.Title.EN == "" {
		return 0, wrong("Ett nytt ändamål behöver en text på svenska och en på engelska.", "A new purpose needs a text in Swedish and one in English.")
	}
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO core.purpose_versions (purpose, version, position, title_sv, title_en, is_active, author, created_date)")
	if err != nil {
		return 0, fmt.Errorf("write core.purpose_versions: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	if err := batch.Append(p.Code, version+1, position, p.Title.SV, p.Title.EN, p.IsActive, p.Author, now.UTC()); err != nil {
		return 0, fmt.Errorf("write core.purpose_versions: %w", err)
	}
	return version + 1, batch.Send()
}
