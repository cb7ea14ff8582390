package sqlfs

import (
	"regexp"
	"slices"
	"strings"
)

// Header is the comment at the top of an object's file.
type Header struct {
	Title   string   // what the object is, from the first line
	Grain   string   // what one row is
	Keys    string   // unique keys and references, as written
	Sources []string // objects it reads, <database>.<name>, sorted
	Load    string   // how it is filled, as written
	Access  Secrecy  // what it says about whom
	SortKey string   // why the rows are ordered so; tables only
	Notes   string   // the other comment lines, joined by line ends
}

// UniqueKeys returns the sets of columns that the Keys line calls unique: its
// parts between semicolons that are not references (client_id ->
// core.clients.client_id). What stands in brackets after the columns is a remark.
func (h Header) UniqueKeys() [][]string {
	var keys [][]string
	for part := range strings.SplitSeq(h.Keys, ";") {
		if strings.Contains(part, "->") {
			continue
		}
		if key := keyColumns(part); key != nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// keyColumns reads "a, b (remark)." or "(a, b)"; nil when it is no list of columns.
func keyColumns(part string) []string {
	part = strings.TrimSuffix(strings.TrimSpace(part), ".")
	if inner, ok := strings.CutPrefix(part, "("); ok {
		part, _, _ = strings.Cut(inner, ")")
	} else {
		part, _, _ = strings.Cut(part, "(")
	}
	var columns []string
	for column := range strings.SplitSeq(part, ",") {
		column = strings.TrimSpace(column)
		if !isColumnName(column) || column == "none" {
			return nil
		}
		columns = append(columns, column)
	}
	return columns
}

func isColumnName(name string) bool {
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return false
	}
	return spanOf(name, isWord) == len(name)
}

// headerFields are the fields after the title, in their order in a file.
func headerFields() []string {
	return []string{"Grain", "Keys", "Sources", "Load", "Access", "Sort key"}
}

// parseHeader reads the comment lines before the first statement. A field goes on
// over lines that are indented by three blanks or more.
func parseHeader(file, text string) (Header, error) {
	var header Header
	var faults faultList
	_, base, _ := strings.Cut(file, "/")
	wantTitle := strings.TrimSuffix(strings.ReplaceAll(file, "/", "."), ".sql")

	fields := map[string]string{}
	var notes []string
	open := ""
	for i, line := range strings.Split(text, "\n") {
		body, ok := strings.CutPrefix(strings.TrimRight(line, " \r"), "--")
		if !ok {
			break
		}
		name, rest, isField := cutField(body)
		switch {
		case i == 0:
			title, found := strings.CutPrefix(strings.TrimSpace(body), wantTitle+":")
			if !found {
				faults.add(faultf(file, 1, "the first line must begin with %q", "-- "+wantTitle+":"))
			}
			header.Title = strings.TrimSpace(title)
			open = "title"
		case isField:
			fields[name] = rest
			open = name
		case strings.HasPrefix(body, "   ") && open == "title":
			header.Title += " " + strings.TrimSpace(body)
		case strings.HasPrefix(body, "   ") && open != "":
			fields[open] += " " + strings.TrimSpace(body)
		default:
			open = ""
			notes = append(notes, strings.TrimPrefix(body, " "))
		}
	}
	if base == "" {
		faults.add(faultf(file, 0, "is not in a database's folder"))
	}
	sources, err := parseSources(file, fields["Sources"])
	if err != nil {
		faults.add(err)
	}
	header.Sources = sources
	header.Grain = fields["Grain"]
	header.Keys = fields["Keys"]
	header.Load = strings.TrimSuffix(fields["Load"], ".")
	header.SortKey = fields["Sort key"]
	if header.Access, err = parseSecrecy(file, fields["Access"]); err != nil {
		faults.add(err)
	}
	header.Notes = strings.TrimSpace(strings.Join(notes, "\n"))
	return header, faults.err()
}

// cutField reads " Grain:    text".
func cutField(body string) (name, rest string, ok bool) {
	for _, field := range headerFields() {
		if after, found := strings.CutPrefix(body, " "+field+":"); found {
			return field, strings.TrimSpace(after), true
		}
	}
	return "", "", false
}

// parseSources finds the objects in a Sources line. What is delivered from
// outside may be told in words; a word with a dot inside is an object.
func parseSources(file, text string) ([]string, error) {
	dotted := regexp.MustCompile(`[A-Za-z_]\w*\.[A-Za-z_]\w*`)
	var sources []string
	for _, source := range dotted.FindAllString(text, -1) {
		database, _, _ := strings.Cut(source, ".")
		if database == "system" {
			continue // the engine's own tables are always there
		}
		if !slices.Contains(Databases(), database) {
			return nil, faultf(file, 0, "Sources: %s is in no database of ours (%s)", source, strings.Join(Databases(), ", "))
		}
		if !slices.Contains(sources, source) {
			sources = append(sources, source)
		}
	}
	slices.Sort(sources)
	return sources, nil
}
