package reasons

import "math"

// limitations are the terms of assessed needs.
func limitations() map[string]teller {
	all := map[string]teller{
		"limitation_total": func(value, _ float64) (words, bool) {
			points := noun{words{"poäng", "point"}, words{"poäng", "points"}}.counted(value, 1)
			return points.around(
				words{"Begränsningarna är sammanlagt ", "Limitations add up to "},
				words{", när varje bedömt behov ger 0–4", ", each assessed need giving 0–4"}), value >= 0
		},
		"limitation_change_12m": limitationChange,
		"n_severe_limitations": count(
			words{"Inget behov är bedömt med stor eller total begränsning", "No need is assessed with severe or total limitation"},
			noun{words{"behov är bedömt", "need is assessed"}, words{"behov är bedömda", "needs are assessed"}},
			words{" med stor eller total begränsning", " with severe or total limitation"}),
		"assessment_age_months": func(value, _ float64) (words, bool) {
			if math.Round(value) == 0 {
				return words{"Behoven bedömdes den senaste månaden", "The needs were assessed in the last month"}, value >= 0
			}
			return span(value).around(words{"Behoven bedömdes senast för ", "The needs were last assessed "}, words{" sedan", " ago"}), value > 0
		},
	}
	for term, area := range lifeAreas() {
		all[term] = limitationIn(area)
	}
	return all
}

// lifeAreas are the names of the life areas that have a term.
func lifeAreas() map[string]words {
	return map[string]words{
		"limitation_d1": {"lärande och att tillämpa kunskap", "learning and applying knowledge"},
		"limitation_d2": {"allmänna uppgifter och krav", "general tasks and demands"},
		"limitation_d3": {"kommunikation", "communication"},
		"limitation_d4": {"förflyttning", "mobility"},
		"limitation_d5": {"personlig vård", "self-care"},
		"limitation_d6": {"hemliv", "domestic life"},
		"limitation_d7": {"relationer", "relationships"},
		"limitation_d9": {"samhällsgemenskap och fritid", "community life and leisure"},
	}
}

// limitationIn says a mean on the scale of limitations 0-4, with the words of the
// scale: one within a quarter of a level, else both that it lies between.
func limitationIn(area words) teller {
	scale := [...]words{{"ingen", "no"}, {"lätt", "slight"}, {"måttlig", "moderate"}, {"stor", "severe"}, {"total", "total"}}
	return func(value, _ float64) (words, bool) {
		if value < 0 || value > 4 {
			return words{}, false
		}
		level := scale[int(math.Round(value))]
		if math.Abs(value-math.Round(value)) >= 0.25 {
			low, high := scale[int(math.Floor(value))], scale[int(math.Ceil(value))]
			level = words{low.swedish + " till " + high.swedish, low.english + " to " + high.english}
		}
		said := words{titled(level.swedish) + " begränsning inom " + area.swedish, titled(level.english) + " limitation in " + area.english}
		if shown := number(value, 1); value != math.Round(value) {
			said = said.around(words{}, words{" (i genomsnitt " + shown.swedish + " av 4)", " (mean " + shown.english + " of 4)"})
		}
		return said, true
	}
}

// limitationChange says the mean change of the needs that were assessed anew.
func limitationChange(value, _ float64) (words, bool) {
	size := noun{words{"steg", "level"}, words{"steg", "levels"}}.counted(math.Abs(value), 1)
	way := words{"större", "greater"}
	switch {
	case math.Abs(value) > 4:
		return words{}, false
	case rounded(value, 1) == 0:
		return words{"Begränsningarna bedöms som oförändrade jämfört med för ett år sedan", "Limitations are assessed as unchanged from a year ago"}, true
	case value < 0:
		way = words{"mindre", "smaller"}
	}
	return words{
		"Begränsningarna bedöms som " + way.swedish + " än för ett år sedan (i genomsnitt " + size.swedish + " på skalan 0–4)",
		"Limitations are assessed as " + way.english + " than a year ago (mean " + size.english + " on the scale 0–4)",
	}, true
}
