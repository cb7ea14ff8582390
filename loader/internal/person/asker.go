package person

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
	"github.com/framsyn/framsyn/sql/identity"
	"github.com/framsyn/framsyn/sql/reveal"
)

// Asker is who asks.
type Asker struct {
	Login   string // of the system
	Role    string // that is acted in
	Address string // machine
}

// ErrNotAllowed says that the role may not decide this.
var ErrNotAllowed = errors.New("the role may not do this")

// Fault is something wrong with what was asked for.
type Fault struct{ Err error }

// Error gives the fault.
func (f Fault) Error() string { return f.Err.Error() }

// Unwrap gives the fault.
func (f Fault) Unwrap() error { return f.Err }

func faultf(format string, args ...any) error { return Fault{fmt.Errorf(format, args...)} }

// Check tells whether somebody may decide something, for a reason that may be logged,
// and returns the reason without surplus blanks. The error is a [Fault].
func Check(who Asker, what access.Decision, why string) (string, error) {
	description, err := access.ReadDescription(sqlfs.Embedded())
	if err != nil {
		return "", err
	}
	if !description.May(who.Role, what) {
		return "", Fault{fmt.Errorf("%w: %s; those who may: %s (docs/access.md)", ErrNotAllowed, who.Role, strings.Join(description.Decides[what], ", "))}
	}
	why = strings.Join(strings.Fields(why), " ")
	switch n := utf8.RuneCountInString(why); {
	case who.Login == "":
		return "", faultf("it is not known who asks")
	case n < reveal.MinWhy || n > reveal.MaxWhy:
		return "", faultf("write why, in %d to %d characters", reveal.MinWhy, reveal.MaxWhy)
	}
	if _, n := identity.Mask(why); n > 0 {
		return "", faultf("do not write identity numbers in the reason: it is kept in the access log")
	}
	return why, nil
}

// Find returns the client of an identity number. The error is a [Fault] where the
// number is none, or of nobody known here.
func Find(ctx context.Context, conn driver.Conn, dir identity.KeyDir, rules identity.Rules, number string, day time.Time) (uint64, error) {
	parsed, err := rules.Parse([]byte(strings.TrimSpace(number)), day)
	if err != nil {
		return 0, Fault{err}
	}
	known, err := identity.Known(ctx, conn)
	if err != nil {
		return 0, err
	}
	keys, err := dir.Open(known)
	if err != nil {
		return 0, err
	}
	client := identity.NewPseudonymizer(keys.Pseudonym).Client(parsed)
	return client, isKnown(ctx, conn, client)
}

// isKnown gives an error where nothing is known of a client.
func isKnown(ctx context.Context, conn driver.Conn, client uint64) error {
	var n uint64
	err := conn.QueryRow(ctx, fmt.Sprintf("SELECT (SELECT count() FROM raw.clients WHERE client_id = %[1]d) + (SELECT count() FROM core.clients WHERE client_id = %[1]d)", client)).Scan(&n)
	if err != nil {
		return fmt.Errorf("look up the client: %w", err)
	}
	if n == 0 {
		return faultf("nothing is known of that person: no delivery has named the number, or all has been deleted by rule")
	}
	return nil
}

// logged is a row of ops.access_log about one person.
type logged struct {
	id      uuid.UUID
	surface string
	purpose string
	why     string
	client  uint64
	objects []string
	rows    uint64
	page    string
}

// log writes the row.
func log(ctx context.Context, conn driver.Conn, who Asker, at time.Time, l logged) error {
	var area string
	err := conn.QueryRow(ctx, fmt.Sprintf("SELECT toString(any(area_id)) FROM core.clients WHERE client_id = %d", l.client)).Scan(&area)
	if err != nil {
		return fmt.Errorf("look up the area: %w", err)
	}
	batch, err := conn.PrepareBatch(ctx, `INSERT INTO ops.access_log
		(access_id, accessed_at, user_name, role, purpose, surface, objects, n_rows, n_clients, client_id, area_id, why, address, page)`)
	if err != nil {
		return fmt.Errorf("write ops.access_log: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	err = batch.Append(l.id, at.UTC(), who.Login, who.Role, l.purpose, l.surface, l.objects, l.rows, uint64(1), l.client, area, l.why, who.Address, l.page)
	if err == nil {
		err = batch.Send()
	}
	if err != nil {
		return fmt.Errorf("write ops.access_log: %w", err)
	}
	return nil
}

// hashOf is a login as tables name it.
func hashOf(login string) string {
	sum := sha256.Sum256([]byte(login))
	return hex.EncodeToString(sum[:8])
}
