package modelpage

import (
	"math"
	"strings"
)

// reading says in one sentence what a term's plot shows.
func reading(l Language, b *labels, t *term, isHours bool) string {
	var known []row // bins of enough clients, in order
	anySure := false
	for _, r := range t.rows {
		if r.clients == 0 {
			continue
		}
		known = append(known, r)
		low, high := r.interval()
		anySure = anySure || low > 0 || high < 0
	}
	if len(known) == 0 {
		return l.t("Inget steg har 20 klienter eller fler.", "No bin has 20 clients or more.")
	}
	highest, lowest, missing := extremes(known)
	switch {
	case len(known) == 1:
		return l.t("Alla klienter hör till samma steg, så måttet skiljer inte mellan dem.", "All clients are in one bin, so that the term tells none apart.")
	case spread(known) < 0.01:
		return l.t("Säger så gott som ingenting: alla steg ger samma uppskattning.", "Tells next to nothing: the estimate is the same in all bins.")
	}
	what := l.t("oddsen ", "the odds ")
	if isHours {
		what = l.t("timmarna ", "the hours ")
	}
	highestAt, lowestAt := l.t(": högst vid ", ": highest for "), l.t(", lägst vid ", ", lowest for ")
	if b.yes != "" {
		highestAt, lowestAt = ": ", ", "
	}
	said := shape(l, known)
	if highest.contribution > lowest.contribution {
		said += highestAt + b.withUnit(highest.a) + " (" + what + factor(l, &highest) + ")" + lowestAt + b.withUnit(lowest.a) + " (" + factor(l, &lowest) + ")"
	}
	if missing != nil {
		said += l.t(", där uppgift saknas ", ", where it is missing ") + factor(l, missing)
	}
	if !anySure {
		said += l.t("; men felstaplarna når noll i varje steg, så mönstret kan vara en slump", "; but the error bars reach zero in every bin, so that the pattern may be chance")
	}
	return said + "."
}

// extremes returns the highest and the lowest of the bins that hold values, and the
// bin of missing values, if there is one.
func extremes(known []row) (highest, lowest row, missing *row) {
	highest.contribution, lowest.contribution = math.Inf(-1), math.Inf(1)
	for i, r := range known {
		if r.a.kind == "missing" {
			missing = &known[i]
			continue
		}
		if r.contribution > highest.contribution {
			highest = r
		}
		if r.contribution < lowest.contribution {
			lowest = r
		}
	}
	return highest, lowest, missing
}

// spread is how far the contributions lie from one another.
func spread(known []row) float64 {
	low, high := known[0].contribution, known[0].contribution
	for _, r := range known {
		low, high = min(low, r.contribution), max(high, r.contribution)
	}
	return high - low
}

// factor is how many times the odds a bin gives, with its interval.
func factor(l Language, r *row) string {
	low, high := r.interval()
	return l.times(r.contribution) + l.t(", 80\u00a0%: ", ", 80%: ") + strings.TrimPrefix(l.times(low), "×") + "–" + strings.TrimPrefix(l.times(high), "×")
}

// shape says how the contributions of the intervals run. A step back of up to a
// twentieth of the range is let pass.
func shape(l Language, known []row) string {
	var course []float64
	for _, r := range known {
		if r.a.kind == "interval" {
			course = append(course, r.contribution)
		}
	}
	if len(course) < 3 || len(course) < len(known)-1 {
		return l.t("Skiljer", "Differs")
	}
	low, high := course[0], course[0]
	for _, value := range course {
		low, high = min(low, value), max(high, value)
	}
	slack := (high - low) / 20
	rises, falls := true, true
	top, bottom := math.Inf(-1), math.Inf(1)
	for _, value := range course {
		rises = rises && value >= top-slack
		falls = falls && value <= bottom+slack
		top, bottom = max(top, value), min(bottom, value)
	}
	switch {
	case rises && !falls:
		return l.t("Stiger med värdet", "Rises with the value")
	case falls && !rises:
		return l.t("Sjunker med värdet", "Falls with the value")
	}
	return l.t("Går upp och ned", "Goes up and down")
}

// tableOf writes the bins of a term in words.
func tableOf(l Language, b *labels, t *term) []tableRow {
	var out []tableRow
	for i := range t.rows {
		r := &t.rows[i]
		low, high := r.interval()
		line := tableRow{
			Bin: b.withUnit(r.a), Contribution: l.signed(r.contribution, 3), Low: l.signed(low, 3), High: l.signed(high, 3),
			Times: l.times(r.contribution), Clients: l.count(r.clients),
		}
		if r.clients == 0 {
			line.Clients = l.t("färre än 20", "fewer than 20")
		}
		if r.isEmpty() {
			line.Low, line.High = "–", "–"
		}
		out = append(out, line)
	}
	return out
}
