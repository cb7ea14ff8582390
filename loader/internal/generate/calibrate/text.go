package calibrate

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Format writes a number with a decimal comma and its unit.
func Format(v float64, decimals int, unit string) string {
	s := strings.Replace(fmt.Sprintf("%.*f", decimals, v), ".", ",", 1)
	if unit != "" {
		s += " " + unit
	}
	return s
}

// WriteText writes the table as text.
func WriteText(w io.Writer, rows []Row) error {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	if _, err := fmt.Fprintln(tw, "mått\tmål\tgodtas\tblev\t\tkälla\tgodtas därför att"); err != nil {
		return fmt.Errorf("calibration table: %w", err)
	}
	for _, r := range rows {
		mark := "ok"
		if !r.OK() {
			mark = "AVVIKER"
		}
		if _, err := fmt.Fprintf(tw, "%s\t%s\t%s-%s\t%s\t%s\t%s\t%s\n", r.Name, Format(r.Target, r.Decimals, r.Unit), Format(r.Low, r.Decimals, ""),
			Format(r.High, r.Decimals, ""), Format(r.Value, r.Decimals, r.Unit), mark, r.Source, r.Reason); err != nil {
			return fmt.Errorf("calibration table: %w", err)
		}
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("calibration table: %w", err)
	}
	return nil
}
