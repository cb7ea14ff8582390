// Package categories reads, checks, keeps and compares the rules that put clients
// into categories over home care and health care (core.category_rules).
//
// # Rules
//
// A rule looks at one kind of source (assessed limitations by code or life area,
// registered KVÅ actions, visits, decisions, months in the health-care register),
// at codes by prefix, some months back, for clients of an age, and gives a category
// with a severity 1-4 by the amount it finds. Rows with the same rule_group are
// conditions that hold together or not at all:
//
//	severity(group) = min over its conditions of severity(condition)
//
// where a condition that is_absent has severity 4 if it would not hold otherwise,
// and 0 if it would. A client's severity in a category is the highest of the rules
// and groups that hold; 0 is not kept.
//
// The rules are applied in one place, the INSERT of mart.client_categories. [Compare]
// runs that same statement with other rules in the place of core.category_rules, and
// writes nothing.
//
// # Versions
//
// Version 1 comes with Framsyn (core.category_rule_examples). A municipality's own
// are appended to core.category_rule_versions by [Load] and never changed. A month is
// judged by the newest version whose valid_from has been reached on its last day, so
// that an incremental rebuild gives the same rows as a full one.
package categories
