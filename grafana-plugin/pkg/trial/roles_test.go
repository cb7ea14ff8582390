package trial

import (
	"regexp"
	"slices"
	"strings"

	"github.com/framsyn/framsyn/sql/access"
)

// caller is somebody of testdata/members.yaml, and what he may see.
type caller struct {
	login string // empty for an alert rule
	role  string // column of matrix.md
	area  string // that he sees; empty for all or none
	limit string // what he is without: empty, or health care
}

// callers are those whom the matrix has a column for.
func callers() []caller {
	return []caller{
		{login: "leo", role: "leader"},
		{login: "mona", role: "manager", area: "C1"},
		{login: "tea", role: "manager", area: "C1"}, // of the prevention team
		{login: "sofi", role: "manager", area: "C2"},
		{login: "anna", role: "analyst"},
		{login: "pia", role: "planner"},
		{login: "stina", role: "steward"},
		{login: "olle", role: "officer"},
		{login: "", role: access.ServiceRole},
		{login: "okand", role: access.NoRole},
	}
}

// limited are all who may not see the canaries.
func limited() []caller {
	return append(slices.DeleteFunc(callers(), func(c caller) bool { return c.role == "analyst" }),
		caller{login: "nils", role: "manager", area: "C1", limit: "health care"})
}

func (c caller) String() string { return or(c.login, "service") + " (" + c.role + ")" }

// client finds pseudonyms of the fixture.
var client = regexp.MustCompile(`184467440737095500[0-9]{2}`)

// leak is what a text tells a caller that he may not know; empty for nothing. What
// the caller himself has written may come back.
func (c caller) leak(text, written string) string {
	if c.role == "analyst" && c.limit == "" {
		return ""
	}
	lower := strings.ToLower(text)
	for _, trace := range traces() {
		if c.role == "officer" && strings.HasPrefix(trace, "1777") {
			continue // pseudonyms are in the log that he reads
		}
		if c.role != "analyst" && strings.Contains(lower, trace) && !strings.Contains(strings.ToLower(written), trace) {
			return trace
		}
	}
	for _, trace := range healthCareTraces() {
		if c.limit != "" && strings.Contains(lower, trace) {
			return trace
		}
	}
	if c.role == "officer" {
		return "" // as above
	}
	for _, id := range client.FindAllString(text, -1) {
		if !c.sees(id) && !strings.Contains(written, id) {
			return id
		}
	}
	return ""
}

// sees tells whether a client of the fixture is one of the caller's: those with
// even numbers are of C1, those with odd ones of C2, 36 to 39 of health care only.
func (c caller) sees(id string) bool {
	number := (id[len(id)-2]-'0')*10 + id[len(id)-1] - '0'
	isHealthCareOnly := number >= 36 && number < 40
	isOfC2 := number%2 == 1
	switch {
	case c.limit != "" && isHealthCareOnly:
		return false
	case c.role == "analyst":
		return true
	case c.area == "C1":
		return !isOfC2
	case c.area == "C2":
		return isOfC2
	}
	return false
}

// own and other are clients that a manager of an area sees and does not see.
func (c caller) own() uint64 {
	if c.area == "C2" {
		return ofC2
	}
	return ofC1
}

func (c caller) other() uint64 {
	if c.area == "C2" {
		return ofC1
	}
	return ofC2
}

func (c caller) otherArea() string {
	if c.area == "C2" {
		return "C1"
	}
	return "C2"
}
