package main

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat"
)

// studyMethods are in the order of the table's columns.
func studyMethods() []string {
	return []string{"blend", "courses", "demographic", "ets", "theta", "stl_ets", "combination", "seasonal_naive"}
}

func studyHorizons() []uint64 { return []uint64{1, 3, 6, 12, 24, 36} }

// of returns a municipality's row; ok is false where nothing was judged.
func (j judged) of(level string, k key) (judgedRow, bool) {
	for _, r := range j.rows {
		if r.level == level && r.key == k {
			return r, true
		}
	}
	return judgedRow{}, false
}

// values gathers one measure over municipalities.
func values(all []judged, level string, k key, measure func(judgedRow) float64) []float64 {
	var out []float64
	for _, j := range all {
		if r, ok := j.of(level, k); ok {
			out = append(out, measure(r))
		}
	}
	return out
}

func mase(r judgedRow) float64    { return r.mase }
func bias(r judgedRow) float64    { return 100 * r.bias }
func crps(r judgedRow) float64    { return 100 * r.crps }
func covered(r judgedRow) float64 { return 100 * r.cover }

// meanOf writes a mean, a dash for none.
func meanOf(v []float64, decimals int) string {
	if len(v) == 0 {
		return "–"
	}
	return fixed(stat.Mean(v, nil), decimals)
}

// withError writes a mean and its standard error over municipalities.
func withError(v []float64, decimals int) string {
	if len(v) < 2 {
		return meanOf(v, decimals)
	}
	mean, sd := stat.MeanStdDev(v, nil)
	return fmt.Sprintf("%s ± %s", fixed(mean, decimals), fixed(sd/math.Sqrt(float64(len(v))), decimals))
}

// accuracyTable compares the methods over the municipalities without anything planted.
func accuracyTable(all []judged, level string) *table {
	head := []string{"resource", "months ahead"}
	for _, m := range studyMethods() {
		head = append(head, "MASE "+strings.ReplaceAll(m, "_", " "))
	}
	head = append(head, "bias %, blend", "bias %, courses", "bias %, demographic", "CRPS %, blend", "CRPS %, demographic", "80 % covers, blend")
	t := &table{
		title: fmt.Sprintf("Forecasts by %s: %d municipalities of %s clients × %d months", level, len(all), grouped(studyClients), studyMonths),
		head:  head,
		notes: []string{
			"Means over municipalities of means over rolling origins; ± is the standard error over municipalities. Bias and CRPS in per cent of what came.",
			"The blend is weighted, and its intervals made, at each origin by what was known there. Demographic is what municipalities do today.",
		},
	}
	for _, resource := range []string{"home_care_h", "nurse_h", "rehab_h", "delegated_h", "clients", "special_housing"} {
		for _, h := range studyHorizons() {
			if len(values(all, level, key{resource, "blend", h}, mase)) == 0 {
				continue
			}
			row := []string{resource, grouped(h)}
			for _, m := range studyMethods() {
				row = append(row, meanOf(values(all, level, key{resource, m, h}, mase), 2))
			}
			for _, m := range []string{"blend", "courses", "demographic"} {
				row = append(row, withError(values(all, level, key{resource, m, h}, bias), 1))
			}
			for _, m := range []string{"blend", "demographic"} {
				row = append(row, meanOf(values(all, level, key{resource, m, h}, crps), 1))
			}
			t.add(append(row, meanOf(values(all, level, key{resource, "blend", h}, covered), 0)+" %")...)
		}
	}
	return t
}

// variantTable shows each planted shock, and the longer history.
func variantTable(all []judged) *table {
	t := &table{
		title: "Forecasts of home-care hours of the municipality, by what is planted",
		head: []string{
			"planted", "months ahead", "forecasts", "MASE blend", "MASE courses", "MASE demographic", "MASE theta", "MASE seasonal naive",
			"bias %, blend", "bias %, courses", "bias %, demographic", "CRPS %, blend", "80 % covers, blend",
		},
		notes: []string{fmt.Sprintf("One municipality, seed %d; long: %d months of history. %s", studyFirstSeed, studyLong, "Shocks and their months: see the options in loader/cmd/framsyn-bench/study.go.")},
	}
	for _, j := range all {
		for _, h := range studyHorizons() {
			of := func(method string, measure func(judgedRow) float64, decimals int) string {
				return meanOf(values([]judged{j}, levelTotal, key{"home_care_h", method, h}, measure), decimals)
			}
			r, ok := j.of(levelTotal, key{"home_care_h", "blend", h})
			if !ok {
				continue
			}
			t.add(j.name, grouped(h), grouped(r.n), of("blend", mase, 2), of("courses", mase, 2), of("demographic", mase, 2), of("theta", mase, 2), of("seasonal_naive", mase, 2),
				of("blend", bias, 1), of("courses", bias, 1), of("demographic", bias, 1), of("blend", crps, 1), of("blend", covered, 0)+" %")
		}
	}
	return t
}
