package multistate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/framsyn/framsyn/models/multistate"
)

// municipalDesign has the twelve states of home care and six features.
func municipalDesign() multistate.Design {
	var states []multistate.State
	for i := range 8 {
		states = append(states, multistate.State{Name: fmt.Sprintf("band %d", i), Rank: float64(i)})
	}
	for _, name := range []string{"health care only", "housing", "left", "dead"} {
		states = append(states, multistate.State{Name: name, Rank: math.NaN(), Absorbing: name == "dead" || name == "left"})
	}
	return multistate.Design{
		States: states, Gain: 0.12,
		Features: []multistate.Feature{
			{Name: "age", Role: multistate.Clock, PerPeriod: 1.0 / 12},
			{Name: "sex", Levels: []string{"woman", "man"}},
			{Name: "before", Role: multistate.Before},
			{Name: "periods", Role: multistate.Periods, Bins: 6},
			{Name: "mean", Role: multistate.Mean, Bins: 8},
			{Name: "area", Levels: []string{"a", "b", "c", "d", "e", "f"}},
		},
	}
}

// municipal simulates courses with a fast made-up chain.
func municipal(persons, periods int) *multistate.Histories {
	rng := rand.New(rand.NewPCG(3, 4))
	h := &multistate.Histories{Offset: []int{0}, X: make([][]float32, 6)}
	for id := range persons {
		state, age, sex, area := uint8(rng.IntN(9)), float32(65+30*rng.Float64()), float32(rng.IntN(2)), float32(rng.IntN(6))
		for t := range periods {
			h.Period, h.State = append(h.Period, int16(t)), append(h.State, state)
			h.X[0], h.X[1], h.X[5] = append(h.X[0], age+float32(t)/12), append(h.X[1], sex), append(h.X[5], area)
			if state >= 10 {
				break
			}
			switch u := rng.Float64(); {
			case u < 0.004+0.0006*float64(age-65):
				state = 11
			case u < 0.025:
				state = 10
			case u < 0.032:
				state = 9
			case u < 0.04:
				state = 8
			case u < 0.09 && state < 9:
				state = min(state+1, 7)
			case u < 0.14 && state > 0 && state < 9:
				state--
			case u < 0.15:
				state = uint8(rng.IntN(8))
			}
		}
		h.Person, h.Offset = append(h.Person, uint64(id)), append(h.Offset, len(h.State))
	}
	return h
}

func benchmarkModel(b *testing.B, persons, periods int) (*multistate.Model, *multistate.Histories) {
	b.Helper()
	h := municipal(persons, periods)
	return fitMunicipal(b, h), h
}

func fitMunicipal(b *testing.B, h *multistate.Histories) *multistate.Model {
	b.Helper()
	d := municipalDesign()
	src, err := h.Source(d, multistate.Window{Origin: 59, HalfLife: 36})
	if err != nil {
		b.Fatal(err)
	}
	m, err := multistate.Fit(d, src, multistate.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// BenchmarkFit learns from 6 million person-months.
func BenchmarkFit(b *testing.B) {
	h := municipal(190_000, 60)
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	b.ReportAllocs()
	for b.Loop() {
		m := fitMunicipal(b, h)
		b.ReportMetric(float64(m.Status.Rows), "rows")
		b.ReportMetric(float64(m.Status.Cells), "cells")
	}
}

// BenchmarkSimulate simulates 100,000 people for 36 months.
func BenchmarkSimulate(b *testing.B) {
	m, h := benchmarkModel(b, 200_000, 6)
	c, err := h.Cohort(municipalDesign(), 3)
	if err != nil {
		b.Fatal(err)
	}
	const people = 100_000
	c.ID, c.Memory = c.ID[:people], c.Memory[:people]
	for k := range c.X {
		if c.X[k] != nil {
			c.X[k] = c.X[k][:people]
		}
	}
	for _, draws := range []int{10, 200} {
		b.Run(fmt.Sprintf("draws=%d", draws), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := multistate.Simulate(m, c, 36, multistate.SimulateOptions{Draws: draws, Seed: 1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
