package modelpage

import (
	"cmp"
	"math"
	"slices"
)

// feature is a row of core.risk_terms.
type feature struct {
	name, family string
	unit, title  names
}

// side is the bin of one feature.
type side struct {
	index    uint16
	kind     string // interval, missing, level, unknown; intercept where there is none
	from, to float64
	level    string
}

// row is a row of model.terms.
type row struct {
	term, feature, featureB     string
	a, b                        side
	contribution, standardError float64
	clients                     uint64 // 0 for fewer than 20
	weight                      float64
}

// isEmpty tells a bin that nobody was in, whose contribution is nothing.
func (r *row) isEmpty() bool { return r.clients == 0 && r.contribution == 0 && r.standardError == 0 }

// z80 is the 90th percentile of the normal distribution: ±z80 standard errors hold 80 %.
const z80 = 1.2815515655446004

// interval returns the ends of the 80 % interval.
func (r *row) interval() (low, high float64) {
	return r.contribution - z80*r.standardError, r.contribution + z80*r.standardError
}

// term is a function of one feature, or of two.
type term struct {
	name       string
	a, b       feature
	isPair     bool
	rows       []row
	importance float64 // weighted mean of |contribution|
}

// family of a term: a pair is kin to nobody.
func (t *term) family() string {
	if t.isPair {
		return ""
	}
	return t.a.family
}

// groupTerms takes the intercept apart and orders the terms: families by their most
// important term, within them by importance, pairs last.
func groupTerms(rows []row, about map[string]feature) (intercept row, terms []term) {
	for _, r := range rows {
		if r.a.kind == "intercept" {
			intercept = r
			continue
		}
		if len(terms) == 0 || terms[len(terms)-1].name != r.term {
			terms = append(terms, term{name: r.term, a: featureOf(r.feature, about), b: featureOf(r.featureB, about), isPair: r.featureB != ""})
		}
		last := &terms[len(terms)-1]
		last.rows = append(last.rows, r)
	}
	largest := map[string]float64{}
	for i := range terms {
		terms[i].importance = importance(terms[i].rows)
		family := terms[i].family()
		largest[family] = max(largest[family], terms[i].importance)
	}
	slices.SortStableFunc(terms, func(a, b term) int {
		return cmp.Or(
			cmp.Compare(order(a.isPair), order(b.isPair)),
			cmp.Compare(largest[b.family()], largest[a.family()]),
			cmp.Compare(a.family(), b.family()),
			cmp.Compare(b.importance, a.importance),
			cmp.Compare(a.name, b.name),
		)
	})
	return intercept, terms
}

func order(last bool) int {
	if last {
		return 1
	}
	return 0
}

// featureOf names a feature; one that core.risk_terms does not have is called by
// its column, and is a family of its own.
func featureOf(name string, about map[string]feature) feature {
	if f, ok := about[name]; ok {
		return f
	}
	return feature{name: name, family: name, title: names{name, name}}
}

// importance is the weighted mean of the absolute contribution; 0 without weight.
func importance(rows []row) float64 {
	sum, weight := 0.0, 0.0
	for _, r := range rows {
		sum += r.weight * math.Abs(r.contribution)
		weight += r.weight
	}
	if weight <= 0 {
		return 0
	}
	return sum / weight
}
