package forecast

import (
	"context"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/loader/internal/job"
	"github.com/framsyn/framsyn/models/courses"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// group is a target group that the forecast sums by.
type group struct{ kind, id string }

const (
	scopeArea      = "area"
	scopeCategory  = "category"
	scopeSelection = "selection"
	mostGroups     = 63 // one of 64 is that of the scored clients
)

// readGroups returns the categories and living selections with their clients: who
// meets a category at the origin, or met it in the month of entry if that is in the
// window that new clients are drawn from; who is in a selection now.
func (s *study) readGroups(ctx context.Context, in job.Input) ([]group, *courses.Groups, error) {
	var groups []group
	out := &courses.Groups{Of: map[uint64]uint64{}}
	add := func(g group, client uint64) {
		i := slices.Index(groups, g)
		if i < 0 && len(groups) < mostGroups {
			i = len(groups)
			groups = append(groups, g)
			out.Rule = append(out.Rule, g.kind == scopeCategory)
		}
		if i >= 0 {
			out.Of[client] |= 1 << i
		}
	}
	read := func(kind, query string, arguments ...any) error {
		return clickhouse.Each(ctx, in.Conn, query, arguments, func(row driver.Rows) error {
			var id string
			var client uint64
			err := row.Scan(&id, &client)
			add(group{kind, id}, client)
			return err
		})
	}
	origin := s.month(s.origin())
	err := read(scopeCategory, `SELECT toString(arrayJoin(categories)) AS category, client_id FROM mart.client_months
		WHERE month = ? OR (client_id, month) IN (SELECT first.client_id, min(first.month) FROM mart.client_months AS first WHERE first.status IN ('home_care', 'hsl_only')
			GROUP BY first.client_id HAVING min(first.month) > addMonths(toDate(?), -24))
		ORDER BY category, client_id`, day(origin), day(origin))
	if err != nil {
		return nil, nil, fmt.Errorf("read categories: %w", err)
	}
	err = read(scopeSelection, `SELECT toString(selection_id), client_id FROM core.selection_members WHERE isNull(left_date) ORDER BY selection_id, client_id`)
	if err != nil {
		return nil, nil, fmt.Errorf("read core.selection_members: %w", err)
	}
	if len(groups) == 0 {
		return nil, nil, nil
	}
	out.Count = len(groups)
	return groups, out, nil
}
