package sqlfs

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"
)

// Case is a hand-made example: given these rows, the object holds those.
type Case struct {
	Name   string            // of the folder: the object, or the object and "." and what it shows
	Object string            // <database>.<name>
	Given  map[string]Rows   // rows by the object they go into
	Params map[string]string // parameters of the INSERT or view, such as from_month
	Expect string            // TabSeparatedWithNames, ordered by all columns named
	File   string            // path of expect.tsv inside the tree
}

// ExpectColumns returns the columns that the expected rows name.
func (c Case) ExpectColumns() []string {
	head, _, _ := strings.Cut(c.Expect, "\n")
	return strings.Split(strings.TrimRight(head, "\r"), "\t")
}

// Cases returns the example cases, sorted by name. A folder is named
// <database>.<object>, or <database>.<object>.<what> when an object has several.
func (t Tree) Cases() ([]Case, error) {
	entries, err := fs.ReadDir(t.files, "cases")
	if isNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	var cases []Case
	var faults faultList
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		found, err := t.readCase(entry.Name())
		if err != nil {
			faults.add(err)
			continue
		}
		cases = append(cases, found)
	}
	return cases, faults.err()
}

func (t Tree) readCase(name string) (Case, error) {
	folder := "cases/" + name
	parts := strings.SplitN(name, ".", 3)
	if len(parts) < 2 {
		return Case{}, faultf(folder, 0, "is not named <database>.<object>")
	}
	found := Case{
		Name: name, Object: parts[0] + "." + parts[1], Given: map[string]Rows{},
		Params: map[string]string{}, File: folder + "/expect.tsv",
	}
	expect, err := t.read(found.File)
	if err != nil {
		return found, err
	}
	found.Expect = expect

	given, err := t.list(folder+"/given", ".csv")
	if err != nil {
		return found, err
	}
	for _, file := range given {
		text, err := t.read(folder, "given", file)
		if err != nil {
			return found, err
		}
		rows, err := parseRows(folder+"/given/"+file, text)
		if err != nil {
			return found, err
		}
		found.Given[strings.TrimSuffix(file, ".csv")] = rows
	}

	params, err := t.read(folder, "params.yaml")
	if isNotExist(err) {
		return found, nil
	}
	if err != nil {
		return found, err
	}
	if err := yaml.Unmarshal([]byte(params), &found.Params); err != nil {
		return found, faultf(folder+"/params.yaml", 0, "%v", err)
	}
	return found, nil
}
