package dashboards

import "strings"

// kind is what a string of a dashboard's file is, where it is not a code of Grafana's
// that is the same in every language.
type kind int

const (
	code    kind = iota
	text         // what a reader sees
	unit         // a unit: a text where it begins with suffix: or prefix:
	choices      // text : value, text : value
	tag          // a word by which dashboards are found
	column       // a column of a query, perhaps one of a pair such as reason_sv and reason_en
	address      // where a link leads
	uid          // what the dashboard is known by
)

// field is a place in a dashboard's file: the names on the way there, * for any. What
// stands in a list is named by its id, else by its type.
type field struct {
	path string
	kind kind
}

// fields are all places that another language changes; what stands elsewhere is code.
func fields() []field {
	const panel, override = "panels/*/", "panels/*/fieldConfig/overrides/*/"
	return []field{
		{"uid", uid},
		{"title", text},
		{"description", text},
		{"tags/*", tag},
		{"links/*/title", text},
		{"links/*/tooltip", text},
		{"links/*/tags/*", tag},
		{"links/*/url", address},
		{"annotations/list/*/name", text},
		{"templating/list/*/label", text},
		{"templating/list/*/description", text},
		{"templating/list/*/current/text", text},
		{"templating/list/*/current/text/*", text},
		{"templating/list/*/options/*/text", text},
		{"templating/list/custom/query", choices},
		{panel + "title", text},
		{panel + "description", text},
		{panel + "links/*/title", text},
		{panel + "links/*/url", address},
		{panel + "options/content", text},
		{panel + "options/xField", column},
		{panel + "targets/*/legendFormat", text},
		{panel + "transformations/*/options/include/names/*", column},
		{panel + "transformations/organize/options/renameByName/*", text},
		{panel + "fieldConfig/defaults/unit", unit},
		{panel + "fieldConfig/defaults/noValue", text},
		{panel + "fieldConfig/defaults/displayName", text},
		{panel + "fieldConfig/defaults/custom/axisLabel", text},
		{panel + "fieldConfig/defaults/links/*/title", text},
		{panel + "fieldConfig/defaults/links/*/url", address},
		{panel + "fieldConfig/defaults/mappings/*/options/*/text", text},
		{override + "matcher/options", column},
		{override + "properties/unit/value", unit},
		{override + "properties/noValue/value", text},
		{override + "properties/displayName/value", text},
		{override + "properties/custom.axisLabel/value", text},
		{override + "properties/custom.fillBelowTo/value", text}, // the display name of another field
		{override + "properties/links/value/*/title", text},
		{override + "properties/links/value/*/url", address},
		{override + "properties/mappings/value/*/options/*/text", text},
	}
}

// kindOf is what stands at a place.
func kindOf(place []string) kind {
	for _, f := range fields() {
		if fits(strings.Split(f.path, "/"), place) {
			return f.kind
		}
	}
	return code
}

func fits(pattern, place []string) bool {
	if len(pattern) != len(place) {
		return false
	}
	for i, name := range pattern {
		if name != "*" && name != place[i] {
			return false
		}
	}
	return true
}

// isQuery tells whether an object at a place is a query of the data source.
func isQuery(place []string) bool {
	return fits([]string{"panels", "*", "targets", "*"}, place) || fits([]string{"templating", "list", "query", "query"}, place)
}

// nameOf is what a member of a list is called in a place.
func nameOf(member any) string {
	if object, ok := member.(map[string]any); ok {
		for _, key := range []string{"id", "type"} {
			if name, ok := object[key].(string); ok {
				return name
			}
		}
	}
	return "-"
}
