package contract

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// Set is all contracts in force.
type Set struct {
	byName map[string]*Contract
	sorted []*Contract
}

// Load reads the embedded contracts and those of a folder of the municipality's own,
// which replace embedded ones of the same name or come in addition. A folder that is
// not there is no error. All faults of all contracts come in one error.
func Load(embedded fs.FS, ownDir string) (*Set, error) {
	s := &Set{byName: map[string]*Contract{}}
	faults := s.read(embedded, "contracts/", false)
	if ownDir != "" {
		if _, err := os.Stat(ownDir); err == nil {
			faults = append(faults, s.read(os.DirFS(ownDir), ownDir+"/", true)...)
		}
	}
	for _, c := range s.byName {
		faults = append(faults, s.resolve(c, nil))
	}
	for _, c := range s.byName {
		faults = append(faults, c.Validate())
		s.sorted = append(s.sorted, c)
	}
	slices.SortFunc(s.sorted, func(a, b *Contract) int { return strings.Compare(a.Name, b.Name) })
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return s, nil
}

// read reads every .yaml file of a folder.
func (s *Set) read(dir fs.FS, prefix string, own bool) []error {
	var faults []error
	files, err := fs.Glob(dir, "*.yaml")
	if err != nil {
		return []error{err}
	}
	for _, file := range files {
		text, err := fs.ReadFile(dir, file)
		if err != nil {
			faults = append(faults, fmt.Errorf("contract: %w", err))
			continue
		}
		c, err := parse(prefix+file, text)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if want := strings.TrimSuffix(path.Base(file), ".yaml"); c.Name != want {
			faults = append(faults, fmt.Errorf("%s: name is %q: call the contract %q, as its file", c.file, c.Name, want))
		}
		c.own = own
		if base := s.byName[c.Name]; base != nil && c.Like == c.Name {
			c.inherit(base) // an own contract that mends the embedded one
			c.Like = ""
		}
		s.byName[c.Name] = c
	}
	return faults
}

// resolve takes over what contracts named by Like say.
func (s *Set) resolve(c *Contract, via []string) error {
	if c.Like == "" {
		return nil
	}
	base := s.byName[c.Like]
	if base == nil || slices.Contains(via, c.Name) {
		return fmt.Errorf("%s: like: %q is no other contract", c.file, c.Like)
	}
	if err := s.resolve(base, append(via, c.Name)); err != nil {
		return err
	}
	c.inherit(base)
	c.Like = ""
	return nil
}

// All returns the contracts by name.
func (s *Set) All() []*Contract { return s.sorted }

// Get returns a contract, nil where there is none of the name.
func (s *Set) Get(name string) *Contract { return s.byName[name] }
