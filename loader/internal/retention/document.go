package retention

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/uuid"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

//go:embed document.html
var documentPage string

// ErrChanged says that a certificate is not as it was written.
var ErrChanged = errors.New("the certificate or its counts are not as they were written: the hash does not fit")

// Document writes the certificate of a finished deletion for print, in Swedish. It is
// made of the rows in the database, whose hash is checked first.
func Document(ctx context.Context, conn driver.Conn, id uuid.UUID, out io.Writer) error {
	c, found, err := readCertificate(ctx, conn, id, "finished")
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("there is no finished deletion %s", id)
	}
	counts, err := readCounts(ctx, conn, id)
	if err != nil {
		return err
	}
	hash, err := hashOf(c, counts)
	if err != nil {
		return err
	}
	if hash != c.Hash {
		return ErrChanged
	}
	page, err := template.New("certificate").Funcs(template.FuncMap{
		"day":   func(t time.Time) string { return t.Format(time.DateOnly) },
		"month": monthText,
	}).Parse(documentPage)
	if err != nil {
		return err
	}
	return page.Execute(out, map[string]any{"C": c, "Rules": c.rules, "Tables": tablesOf(c), "Months": byMonth(counts), "Backups": backupsOf(c)})
}

func readCounts(ctx context.Context, conn driver.Conn, id uuid.UUID) (counts []Count, err error) {
	err = clickhouse.Each(ctx, conn, "SELECT toString(rule), toString(object), month, batch_id, n_rows FROM ops.retention_counts WHERE certificate_id = ? ORDER BY rule, object, month, batch_id",
		[]any{id}, func(row driver.Rows) error {
			var c Count
			err := row.Scan(&c.Rule, &c.Table, &c.Month, &c.Batch, &c.Rows)
			counts = append(counts, c)
			return err
		})
	return counts, err
}

func monthText(t *time.Time) string {
	if t == nil {
		return "–"
	}
	return t.Format("2006-01")
}

func tablesOf(c certificate) []TableCount {
	tables := make([]TableCount, len(c.Objects))
	for i, name := range c.Objects {
		tables[i] = TableCount{Table: name, Before: c.Before[i], Deleted: c.Deleted[i], After: c.After[i]}
	}
	return tables
}

// byMonth adds up deliveries.
func byMonth(counts []Count) []Count {
	var sums []Count
	for _, c := range counts {
		c.Batch = 0
		if n := len(sums); n > 0 && sums[n-1].Rule == c.Rule && sums[n-1].Table == c.Table && monthText(sums[n-1].Month) == monthText(c.Month) {
			sums[n-1].Rows += c.Rows
			continue
		}
		sums = append(sums, c)
	}
	return sums
}

type backupLine struct {
	Name  string
	Until time.Time
}

func backupsOf(c certificate) []backupLine {
	lines := make([]backupLine, len(c.Backups))
	for i, name := range c.Backups {
		lines[i] = backupLine{name, c.BackupsUntil[i]}
	}
	return lines
}
