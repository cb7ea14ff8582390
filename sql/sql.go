package sqlfs

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed access.yaml */*.sql all:seeds all:cases all:migrations
var embedded embed.FS

// Tree is a folder laid out as the package comment describes: the embedded one,
// or another one in a test.
type Tree struct {
	files  fs.FS
	access string // in the place of access.yaml; empty for that of files
}

// Embedded returns the tree that is built into the binary.
func Embedded() Tree { return Tree{files: embedded} }

// NewTree returns a tree over other files, such as a test's fstest.MapFS.
func NewTree(files fs.FS) Tree { return Tree{files: files} }

// Databases returns the names of the databases, in the order in which data
// passes through them.
func Databases() []string {
	return []string{"ops", "vault", "raw", "stg", "core", "model", "mart", "released"}
}

// Objects parses the embedded tree; see [Tree.Objects].
func Objects() ([]Object, error) { return Embedded().Objects() }

// Objects returns every table and view, each after all that it reads. An error
// names the file and line at fault; all faults of all files are joined.
func (t Tree) Objects() ([]Object, error) {
	var objects []Object
	var faults faultList
	for _, database := range Databases() {
		names, err := t.list(database, ".sql")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			file := database + "/" + name
			text, err := fs.ReadFile(t.files, file)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", file, err)
			}
			object, err := ParseObject(file, string(text))
			if err != nil {
				faults.add(err)
				continue
			}
			objects = append(objects, object)
		}
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	return inOrder(objects)
}

// list returns the names of the files in a folder that end in suffix, sorted; a
// folder that does not exist has none.
func (t Tree) list(folder, suffix string) ([]string, error) {
	entries, err := fs.ReadDir(t.files, folder)
	if err != nil {
		if isNotExist(err) {
			return nil, nil
		}
		return nil, fmt.Errorf("list %s: %w", folder, err)
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() && strings.HasSuffix(entry.Name(), suffix) {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// read returns a file's text with its path in the error.
func (t Tree) read(parts ...string) (string, error) {
	file := path.Join(parts...)
	text, err := fs.ReadFile(t.files, file)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", file, err)
	}
	return string(text), nil
}

// Access returns the text of access.yaml.
func (t Tree) Access() (string, error) {
	if t.access != "" {
		return t.access, nil
	}
	return t.read("access.yaml")
}

// WithAccess returns the tree with another access.yaml.
func (t Tree) WithAccess(text string) Tree { return Tree{files: t.files, access: text} }
