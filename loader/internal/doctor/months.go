package doctor

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// delivered is what has come of a source.
type delivered struct {
	source  string
	newest  time.Time
	missing []time.Time // between the first and the newest
}

// checkMonths looks for months that were not delivered, and for sources that have
// stopped coming.
func checkMonths(ctx context.Context, s *Subject) []Finding {
	sources, err := readDelivered(ctx, s)
	if err != nil {
		return broken(err)
	}
	if len(sources) == 0 {
		return fine("nothing has been delivered yet")
	}
	var newest time.Time
	for _, d := range sources {
		if d.newest.After(newest) {
			newest = d.newest
		}
	}
	var findings []Finding
	for _, d := range sources {
		if len(d.missing) > 0 {
			findings = append(findings, warn("ask the system's owner for the files and put them into the inbox; until then what needs them is NULL or carried over",
				"%s: not delivered: %s", d.source, monthList(d.missing)))
		}
		if d.newest.AddDate(0, s.Limits.LagMonths, 0).Before(newest) {
			findings = append(findings, warn("see whether its deliveries have stopped or fail (framsyn load --explain FILE)",
				"%s: the newest month is %s, that of other sources %s", d.source, d.newest.Format("2006-01"), newest.Format("2006-01")))
		}
	}
	return orFine(findings, "no month is missing in %d sources, the newest is %s", len(sources), newest.Format("2006-01"))
}

func readDelivered(ctx context.Context, s *Subject) ([]delivered, error) {
	rows, err := s.conn.Query(ctx, `SELECT source, max(month), groupArray(month) AS months,
			arrayFilter(m -> NOT has(months, m), arrayMap(n -> addMonths(min(month), n), range(toUInt32(dateDiff('month', min(month), max(month))))))
		FROM core.delivered_months GROUP BY source ORDER BY source`)
	if err != nil {
		return nil, fmt.Errorf("read core.delivered_months: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var sources []delivered
	for rows.Next() {
		var d delivered
		var months []time.Time
		if err := rows.Scan(&d.source, &d.newest, &months, &d.missing); err != nil {
			return nil, fmt.Errorf("read core.delivered_months: %w", err)
		}
		sources = append(sources, d)
	}
	return sources, rows.Err()
}

// monthList names a few months.
func monthList(months []time.Time) string {
	const most = 6
	var texts []string
	for i, month := range months {
		if i == most {
			texts = append(texts, fmt.Sprintf("and %d more", len(months)-most))
			break
		}
		texts = append(texts, month.Format("2006-01"))
	}
	return strings.Join(texts, ", ")
}
