package life

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// MinAge and MaxAge are the ages in the model; MaxAge stands for 100 and over.
const (
	MinAge = 65
	MaxAge = 100
	nAges  = MaxAge - MinAge + 1
)

// Mean population (average of 2017-2019) and deaths (sum of 2017-2019) in Sweden by single age and sex. Source: Statistics Sweden (SCB),
// tables BE0101A5 (mean population) and BE0101D9 (deaths). Age = year - year of birth; the last group is open.
//
//go:embed scb_2017_2019.csv
var scbTable string

// AgeTable holds one number for each sex and age MinAge-MaxAge.
type AgeTable [2][nAges]float64

// At returns the number at an age, which is cut to MinAge-MaxAge.
func (t *AgeTable) At(sex Sex, age int) float64 { return t[sex][min(max(age, MinAge), MaxAge)-MinAge] }

// ReadTable returns Sweden's mean population 2017-2019 and its yearly death rate (deaths per person-year).
func ReadTable() (population, rate AgeTable, err error) {
	for i, line := range strings.Split(strings.TrimSpace(scbTable), "\n")[1:] {
		f := strings.Split(line, ",")
		age, err1 := strconv.Atoi(f[0])
		pop, err2 := strconv.ParseFloat(f[2], 64)
		deaths, err3 := strconv.ParseFloat(f[3], 64)
		if err1 != nil || err2 != nil || err3 != nil || age < MinAge || age > MaxAge {
			return population, rate, fmt.Errorf("SCB table row %d: %q", i+2, line)
		}
		sex := Woman
		if f[1] == "M" {
			sex = Man
		}
		population[sex][age-MinAge] = pop
		rate[sex][age-MinAge] = deaths / (3 * pop)
	}
	return population, rate, nil
}
