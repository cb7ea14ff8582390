package categories

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// Write writes rules as [ReadFile] reads them.
func Write(out io.Writer, rules []Rule) error {
	w := csv.NewWriter(out)
	rows := [][]string{{
		"rule_id", "category", "source_kind", "code_prefix", "rule_group", "is_absent", "min_limitation", "lookback_months", "min_age_years", "max_age_years",
		"severity_1_from", "severity_2_from", "severity_3_from", "severity_4_from", "reason",
	}}
	for _, r := range rules {
		row := []string{r.ID, r.Category, string(r.Kind), r.Prefix, r.Group, flagText(r.Absent)}
		for _, n := range []uint8{r.MinLimitation, r.LookbackMonths, r.MinAgeYears, r.MaxAgeYears} {
			row = append(row, strconv.Itoa(int(n)))
		}
		for _, n := range r.SeverityFrom {
			row = append(row, strconv.Itoa(int(n)))
		}
		rows = append(rows, append(row, r.Reason))
	}
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write rules: %w", err)
	}
	return nil
}

func flagText(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
