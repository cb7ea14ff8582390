package categories

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// check says what is wrong with the rules, each by its line and field.
func (f File) check() []error {
	var faults []error
	say := func(i int, field, format string, arguments ...any) {
		faults = append(faults, Fault{File: f.Name, Line: f.lines[i], Field: field, Text: fmt.Sprintf(format, arguments...)})
	}
	if len(f.Rules) == 0 {
		return []error{Fault{File: f.Name, Text: "has no rules"}}
	}
	name := regexp.MustCompile(`^[a-zåäö][a-z0-9åäö_]{0,59}$`)
	seen := map[string]int{}
	for i, r := range f.Rules {
		if first, twice := seen[r.ID]; twice {
			say(i, "rule_id", "%q stands in line %d already", r.ID, first)
		}
		seen[r.ID] = f.lines[i]
		for _, field := range []struct{ name, text string }{{"rule_id", r.ID}, {"category", r.Category}, {"rule_group", r.Group}} {
			if !name.MatchString(field.text) && (field.name != "rule_group" || field.text != "") {
				say(i, field.name, "%q is no name: small letters, digits and _, a letter first", field.text)
			}
		}
		checkAmounts(r, func(field, format string, arguments ...any) { say(i, field, format, arguments...) })
		if fault := checkPrefix(r); fault != "" {
			say(i, "code_prefix", "%q: %s", r.Prefix, fault)
		}
		if !slices.Contains(kinds(), r.Kind) {
			say(i, "source_kind", "%q is none of %s", r.Kind, strings.Trim(fmt.Sprint(kinds()), "[]"))
		}
		if r.Absent && r.Group == "" {
			say(i, "is_absent", "an absent condition needs a rule_group with another condition that is there")
		}
	}
	return append(faults, f.checkGroups()...)
}

// checkGroups looks at conditions that hold together.
func (f File) checkGroups() []error {
	var faults []error
	first, present := map[string]int{}, map[string]bool{}
	for i, r := range f.Rules {
		if r.Group == "" {
			continue
		}
		if j, ok := first[r.Group]; !ok {
			first[r.Group] = i
		} else if f.Rules[j].Category != r.Category {
			faults = append(faults, Fault{
				File: f.Name, Line: f.lines[i], Field: "category",
				Text: fmt.Sprintf("the group %q gives %q in line %d: a group gives one category", r.Group, f.Rules[j].Category, f.lines[j]),
			})
		}
		present[r.Group] = present[r.Group] || !r.Absent
	}
	for i, r := range f.Rules {
		if r.Group != "" && first[r.Group] == i && !present[r.Group] {
			faults = append(faults, Fault{File: f.Name, Line: f.lines[i], Field: "rule_group", Text: fmt.Sprintf("all conditions of %q are absent: one must be there", r.Group)})
		}
	}
	return faults
}

// checkAmounts looks at months, ages, limitations and bands of severity.
func checkAmounts(r Rule, say func(field, format string, arguments ...any)) {
	assessed := r.Kind == ICF || r.Kind == LifeArea
	switch {
	case r.LookbackMonths == 0:
		say("lookback_months", "must be 1-24: 1 is the month itself")
	case r.MinLimitation > 0 && !assessed:
		say("min_limitation", "is for icf and life_area only")
	case r.MaxAgeYears > 0 && r.MaxAgeYears < r.MinAgeYears:
		say("max_age_years", "%d is below min_age_years %d", r.MaxAgeYears, r.MinAgeYears)
	}
	for i, from := range r.SeverityFrom {
		field := fmt.Sprintf("severity_%d_from", i+1)
		switch {
		case i > 0 && from < r.SeverityFrom[i-1]:
			say(field, "%d is below that of severity %d, %d", from, i, r.SeverityFrom[i-1])
		case i == 0 && assessed && from > 4:
			say(field, "%d is never reached: limitations are 0-4", from)
		}
	}
}

// checkPrefix says what is wrong with the codes of a rule; empty for nothing.
func checkPrefix(r Rule) string {
	matches := func(pattern string) bool { return regexp.MustCompile(pattern).MatchString(r.Prefix) }
	switch r.Kind {
	case ICF:
		if !matches(`^([bdes][0-9]{0,5}A?)?$`) {
			return "codes of ICF begin with b, d, e or s and go on with digits, such as d450 or d5"
		}
	case LifeArea:
		if !matches(`^([bds][1-9]|e)$`) {
			return "life areas are d1-d9, b1 and e; for single categories take source_kind icf"
		}
	case KVA:
		if !matches(`^([A-Z][A-Z0-9]{0,4})?$`) {
			return "codes of KVÅ are capital letters and digits, at most five, such as QG or DT021"
		}
	case Visit, Service:
		if !matches(`^[a-z][a-z_]*$`) {
			return "must be a code of core.service_codes"
		}
	case Register:
		if !matches(`^(municipal|private)?$`) {
			return "must be municipal, private or empty for both"
		}
	}
	return ""
}
