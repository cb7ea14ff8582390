package workbook

import "fmt"

// diagrams draws the municipality's resources and professions, then home care and
// its staff for each area: two charts a row, two rows a printed page.
func (b *book) diagrams(at parts) {
	widths := make([]float64, 20)
	for i := range widths {
		widths[i] = 8.43 // the usual width, 64 pixels
	}
	s := b.fill(sheetCharts, widths...)
	s.title("Diagram")
	s.note("Streckade linjer är 80 %-intervallet. Axeln börjar inte alltid vid noll: den är vald så att intervallet syns.")
	n, row := 0, 0
	corner := func() string {
		if n%2 == 0 {
			row = s.room(chartRows)
		}
		if n > 0 && n%4 == 0 {
			b.try(b.file.InsertPageBreak(s.name, fmt.Sprintf("A%d", row-1))) // in the room below the charts above
		}
		letter := "AK"[n%2]
		n++
		return fmt.Sprintf("%c%d", letter, row)
	}
	for i, area := range b.data.Areas {
		for _, resource := range resources() {
			if rows, ok := at.months[[2]string{area.ID, resource.code}]; ok && (i == 0 || resource.code == "home_care_h") {
				b.fan(s.name, corner(), area.ID, resource.code, rows)
			}
		}
		for _, profession := range professions() {
			if rows, ok := at.staff[[2]string{area.ID, profession.code}]; ok && (i == 0 || profession.code == "assistant_nurse") {
				b.balance(s.name, corner(), area.ID, profession.code, rows)
			}
		}
	}
}
