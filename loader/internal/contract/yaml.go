package contract

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// parse reads one contract. Unknown keys are errors, with file and line.
func parse(file string, text []byte) (*Contract, error) {
	c := &Contract{file: file}
	if err := yaml.UnmarshalWithOptions(text, c, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %s", file, yaml.FormatError(err, false, true))
	}
	return c, nil
}

// UnmarshalYAML keeps the line, for error messages.
func (c *Column) UnmarshalYAML(node ast.Node) error {
	type plain Column
	c.line = line(node)
	return yaml.NodeToValue(node, (*plain)(c), yaml.Strict())
}

// UnmarshalYAML keeps the line, for error messages.
func (r *Rule) UnmarshalYAML(node ast.Node) error {
	type plain Rule
	r.line = line(node)
	return yaml.NodeToValue(node, (*plain)(r), yaml.Strict())
}

// line returns the line on which a node starts.
func line(node ast.Node) int {
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		node = m.Values[0].Key
	}
	if t := node.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// inherit takes over from the contract named by Like what this one does not say.
// Columns and rules are merged by name; the base's order comes first.
func (c *Contract) inherit(base *Contract) {
	fill(&c.Version, base.Version)
	fill(&c.Source, base.Source)
	fill(&c.Title, base.Title)
	fill(&c.Basis, base.Basis)
	fill(&c.LagDays, base.LagDays)
	fill(&c.MayBeEmpty, base.MayBeEmpty)
	fillSlice(&c.Files, base.Files)
	fillSlice(&c.Formats, base.Formats)
	fillSlice(&c.Generations, base.Generations)
	if c.Delivery.Default == "" {
		c.Delivery = base.Delivery
	}
	if len(c.RowIdentity.Columns) == 0 {
		c.RowIdentity = base.RowIdentity
	}
	constants := map[string]string{}
	for _, from := range []map[string]string{base.Constants, c.Constants} {
		for name, value := range from {
			constants[name] = value
		}
	}
	c.Constants = constants
	dropped := map[string]bool{}
	for _, name := range c.Drop {
		dropped[name] = true
		delete(c.Constants, name)
	}
	c.Columns = merge(base.Columns, c.Columns, dropped, func(col Column) string { return col.Name })
	c.Rules = merge(base.Rules, c.Rules, dropped, func(r Rule) string { return r.Name })
}

func fill[T comparable](into *T, base T) {
	var zero T
	if *into == zero {
		*into = base
	}
}

func fillSlice[T any](into *[]T, base []T) {
	if len(*into) == 0 {
		*into = base
	}
}

// merge replaces items of the base by those of the same name and adds the others.
func merge[T any](base, own []T, dropped map[string]bool, name func(T) string) []T {
	byName := map[string]T{}
	for _, item := range own {
		byName[name(item)] = item
	}
	var all []T
	for _, item := range base {
		n := name(item)
		if replacement, ok := byName[n]; ok {
			item = replacement
			delete(byName, n)
		}
		if !dropped[n] {
			all = append(all, item)
		}
	}
	for _, item := range own {
		if _, left := byName[name(item)]; left {
			all = append(all, item)
		}
	}
	return all
}
