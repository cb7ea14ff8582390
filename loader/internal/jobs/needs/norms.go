package needs

import (
	"context"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/framsyn/framsyn/models/needs"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// sharedHousehold is the circumstance that norms know: a partner does what is not
// personal care. Two carers and help at night are in no delivery.
const sharedHousehold = "shared_household"

// household is the group of categories that it acts on.
const household = "household"

// readCodes lists the categories that are assessed or have a norm, sorted.
func readCodes(ctx context.Context, conn driver.Conn) ([]string, error) {
	var codes []string
	err := clickhouse.Each(ctx, conn, `SELECT DISTINCT toString(icf_code) AS code FROM
		(SELECT icf_code FROM core.assessments UNION ALL SELECT icf_code FROM core.need_norms) ORDER BY code`, nil, func(row driver.Rows) error {
		var code string
		err := row.Scan(&code)
		codes = append(codes, code)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list categories: %w", err)
	}
	return codes, nil
}

// norms are a profession's categories with their norm for one who lives alone.
type norms struct {
	categories    []needs.Category
	circumstances []needs.Circumstance
	isExample     bool
}

// readNorms reads core.need_norms by profession. A norm may leave limitations out,
// or fall with the limitation by mistake: the greatest one so far holds.
func readNorms(ctx context.Context, conn driver.Conn, codes []string) (map[string]norms, error) {
	type times [2][needs.Degrees]float64 // single, shared
	found := map[string]map[string]*times{}
	examples := map[string]bool{}
	err := clickhouse.Each(ctx, conn, `SELECT toString(profession), toString(icf_code), limitation, household_kind = 'shared', minutes_per_week, is_example
		FROM core.need_norms WHERE limitation < ?`, []any{needs.Degrees}, func(row driver.Rows) error {
		var profession, code string
		var limitation uint8
		var shared, example bool
		var minutes float64
		if err := row.Scan(&profession, &code, &limitation, &shared, &minutes, &example); err != nil {
			return err
		}
		if found[profession] == nil {
			found[profession] = map[string]*times{}
		}
		if found[profession][code] == nil {
			found[profession][code] = &times{}
		}
		kind := 0
		if shared {
			kind = 1
		}
		found[profession][code][kind][limitation] = minutes
		examples[profession] = examples[profession] || example
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read core.need_norms: %w", err)
	}
	out := map[string]norms{}
	for _, r := range resources() {
		n := norms{isExample: examples[r.profession]}
		var single, shared float64
		for _, code := range codes {
			category := needs.Category{Code: code}
			if t := found[r.profession][code]; t != nil {
				rise(&t[0])
				rise(&t[1])
				category.Norm = t[0]
				if t[0] != t[1] {
					category.Group = household
					single += sum(t[0])
					shared += sum(t[1])
				}
			}
			n.categories = append(n.categories, category)
		}
		n.circumstances = circumstances(n.categories, r.isHomeCare, single, shared)
		out[r.profession] = n
	}
	return out, nil
}

// circumstances is the shared household where the norm knows it; in home care it
// acts on the domestic life (d6) where the norm does not.
func circumstances(categories []needs.Category, isHomeCare bool, single, shared float64) []needs.Circumstance {
	circumstance := needs.Circumstance{Name: sharedHousehold, Groups: []string{household}, Norm: 1}
	switch {
	case single > 0:
		circumstance.Norm = shared / single
		return []needs.Circumstance{circumstance}
	case !isHomeCare:
		return nil
	}
	domestic := false
	for i := range categories {
		if strings.HasPrefix(categories[i].Code, "d6") {
			categories[i].Group = household
			domestic = true
		}
	}
	if !domestic {
		return nil
	}
	return []needs.Circumstance{circumstance}
}

func rise(minutes *[needs.Degrees]float64) {
	for l := 1; l < needs.Degrees; l++ {
		minutes[l] = max(minutes[l], minutes[l-1])
	}
}

func sum(minutes [needs.Degrees]float64) float64 {
	var total float64
	for _, m := range minutes {
		total += m
	}
	return total
}
