package deliver

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"sort"

	"github.com/xuri/excelize/v2"

	"github.com/framsyn/framsyn/loader/internal/generate/life"
)

// capacityMonths is how far ahead a file of capacities looks.
const capacityMonths = 36

// staff is a profession with its planned hours and cost.
type staff struct {
	name string
	// working hours a month for each client of the municipality (all kinds), absence taken off; set to what the generated visits of the fifth
	// year take with travel and other work (staffingNorms), so that some areas are short of staff, others are not, and a gap opens with the
	// growth of 80+.
	hours float64
	cost  float64 // SEK an hour at the start; chosen
}

const (
	capacityGrowth = 0.006 // a year; below the growth of needs
	costGrowth     = 0.027 // a year; chosen

	vacancyMonths    = 6        // vacancies are told for this many months ahead
	vacancySalt      = 0x76616b // keeps vacancies apart from the other numbers of a plan
	mostVacant       = .20      // of the positions; chosen, the mean is 6 %
	hoursPerPosition = 125.0    // working hours in a month of a full-time employee, absence taken off
)

func staffs() []staff {
	return []staff{{"USK", 15.2, 412}, {"SSK", .47, 585}, {"AT", .12, 528}, {"FT", .19, 524}}
}

// capacityFile writes KAPACITET: months as dates in even quarters and as text in odd ones.
func capacityFile(plan *Plan, dir string, now life.Month) (*File, error) {
	x := excelize.NewFile()
	const sheet = "Kapacitet"
	if err := x.SetSheetName("Sheet1", sheet); err != nil {
		return nil, fmt.Errorf("capacities: %w", err)
	}
	day, err := x.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return nil, fmt.Errorf("capacities: %w", err)
	}
	asDate := (now-plan.m.First)/3%2 == 0
	row := 1
	set := func(values ...any) error {
		err := x.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &values)
		row++
		return err
	}
	if err := set("Område", "Månad", "Yrke", "Timmar", "Kostnad per timme", "Vakanser"); err != nil {
		return nil, fmt.Errorf("capacities: %w", err)
	}
	for area := range plan.m.NAreas(now) {
		for k := range life.Month(capacityMonths) {
			for i, s := range staffs() {
				hours, cost := capacity(plan, area, now, now+1+k, i, s)
				var month any = (now + 1 + k).String()
				if asDate {
					month = (now + 1 + k).Date(1).Time()
				}
				if err := set(plan.m.Areas[area].Code, month, s.name, hours, cost, vacant(plan, area, now, k, i, hours)); err != nil {
					return nil, fmt.Errorf("capacities: %w", err)
				}
			}
		}
	}
	if asDate {
		if err := x.SetCellStyle(sheet, "B2", fmt.Sprintf("B%d", row-1), day); err != nil {
			return nil, fmt.Errorf("capacities: %w", err)
		}
	}
	return saveBook(dir, registerName("KAPACITET", now, now.Date(12), "xlsx"), x)
}

// vacant is the number of vacant positions of a profession in an area: told for the next vacancyMonths, the same for all of them; nil after. Four in
// ten have none, the others up to a fifth of the positions, in halves.
func vacant(plan *Plan, area int, plannedAt, ahead life.Month, i int, hours float64) any {
	if ahead >= vacancyMonths {
		return nil
	}
	h := life.Mix(life.Mix(plan.m.Seed^vacancySalt) ^ uint64(area)<<8 ^ uint64(i)<<4 ^ uint64(plannedAt)<<16)
	if h%10 < 4 {
		return 0.0
	}
	return math.Round(hours/hoursPerPosition*mostVacant*float64(h>>32%1000)/1000*2) / 2
}

// capacity is what is planned for a month: growth, summer months 7 % lower, and a small change from one plan to the next.
func capacity(plan *Plan, area int, plannedAt, month life.Month, i int, s staff) (hours, cost float64) {
	years := float64(month-plan.m.First) / 12
	part := 0.0
	for sex := life.Woman; sex <= life.Man; sex++ {
		for age := 80; age <= life.MaxAge; age++ {
			part += plan.m.Inhabitants(plannedAt, area, plan.m.First.Year(), sex, age) / sum80(plan)
		}
	}
	noise := float64(life.Mix(plan.m.Seed^uint64(area)<<8^uint64(i)<<4^uint64(plannedAt)<<16)%1000)/1000 - .5
	hours = float64(plan.m.Clients) * part * s.hours * math.Pow(1+capacityGrowth, years) * (1 + .02*noise)
	if n := month.Number(); n >= 6 && n <= 8 {
		hours *= .93
	}
	return math.Round(hours*10) / 10, math.Round(s.cost * math.Pow(1+costGrowth, math.Floor(years)))
}

func sum80(plan *Plan) float64 {
	sum := 0.0
	for sex := life.Woman; sex <= life.Man; sex++ {
		for age := 80; age <= life.MaxAge; age++ {
			sum += plan.m.Pop.Whole(plan.m.First.Year(), sex, age)
		}
	}
	return sum
}

// saveBook writes a workbook with its parts in the order of their names and without times, so that equal workbooks are equal files.
func saveBook(dir, name string, x *excelize.File) (*File, error) {
	var buf bytes.Buffer
	if err := x.Write(&buf); err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	in, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	parts := in.File
	sort.Slice(parts, func(i, j int) bool { return parts[i].Name < parts[j].Name })
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range parts {
		if err := copyPart(z, part); err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return save(dir, name, out.Bytes())
}

func copyPart(z *zip.Writer, part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // read only, from memory
	w, err := z.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r) //nolint:gosec // a workbook made above
	return err
}
