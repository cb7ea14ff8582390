package rekey

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/sql/clickhouse"
)

// numeral is a number that may be a pseudonym. One of fewer digits has a chance of
// one in ten thousand million to be one.
var numeral = regexp.MustCompile(`[0-9]{10,20}`)

// noteTexts finds the texts of a column that name pseudonyms, and adds what they become.
func (r *rotation) noteTexts(ctx context.Context, t *table, c column) error {
	value := c.quoted()
	if isArray(c) {
		value = "arrayJoin(" + value + ")"
	}
	changed := map[string]string{}
	query := "SELECT DISTINCT ifNull(toString(text), '') FROM (SELECT " + value + " AS text FROM " + t.quoted() + ") WHERE match(ifNull(toString(text), ''), '[0-9]{10}')"
	err := clickhouse.Each(ctx, r.Conn, query, nil, func(row driver.Rows) error {
		var text string
		if err := row.Scan(&text); err != nil {
			return err
		}
		if new := r.renamed(text); new != text {
			changed[text] = new
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("texts of %s.%s: %w", t.name(), c.name, err)
	}
	if len(changed) == 0 {
		return nil
	}
	t.texts[c.name] = true
	batch, err := r.Conn.PrepareBatch(ctx, "INSERT INTO "+textsTable+" (old_text, new_text)")
	if err != nil {
		return fmt.Errorf("make the mapping: %w", err)
	}
	defer batch.Close() //nolint:errcheck // does nothing after Send
	for old, new := range changed {
		if err := batch.Append(old, new); err != nil {
			return fmt.Errorf("make the mapping: %w", err)
		}
	}
	return batch.Send()
}

// renamed is a text with the new pseudonyms in place of the old.
func (r *rotation) renamed(text string) string {
	return numeral.ReplaceAllStringFunc(text, func(digits string) string {
		id, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			return digits
		}
		if new, ok := r.ids[id]; ok {
			return strconv.FormatUint(new, 10)
		}
		return digits
	})
}
