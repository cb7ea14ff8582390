package contract

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/source"
	"github.com/framsyn/framsyn/sql/identity"
)

// Faults of files that no contract reads.
var (
	// ErrUnknown: no contract has a pattern that fits the file's name.
	ErrUnknown = errors.New("no contract is for a file of this name")
	// ErrUnfit: the contract for the name does not fit the content.
	ErrUnfit = errors.New("the content does not fit the contract")
	// ErrNoRows: a header and nothing else.
	ErrNoRows = errors.New("the file has a header and no rows")
	// ErrAllRejected: a complete delivery of which no row can be used; it would take the
	// place of earlier ones.
	ErrAllRejected = errors.New("no row of the complete delivery can be used: is it another layout?")
)

// Candidate is a contract held against a file.
type Candidate struct {
	Contract *Contract
	// NameFits says whether the file's name fits one of the contract's patterns.
	NameFits bool
	Facts    FileFacts
	Format   Format
	// Plan is the contract bound to the file's columns; nil where it could not be read.
	Plan *Plan
	Info source.Info
	// Score is the share of the contract's titles that the file has, 0-1.
	Score float64
	// Err says why the file cannot be loaded by this contract.
	Err error
}

// Candidates holds every contract of the file's format against it, the best first.
func (s *Set) Candidates(file, member string) []Candidate {
	return s.candidates(file, member, false)
}

// candidates holds contracts against the file; with named, those only that its name fits.
func (s *Set) candidates(file, member string, named bool) []Candidate {
	name := orElse(member, file)
	var all []Candidate
	for _, c := range s.sorted {
		format, ok := c.FormatFor(source.KindOf(name))
		if !ok {
			continue
		}
		k := Candidate{Contract: c, Format: format}
		k.Facts, k.NameFits, k.Err = c.MatchName(name)
		if named && !k.NameFits {
			continue
		}
		if k.Err == nil {
			k.Err = k.look(file, member)
		}
		all = append(all, k)
	}
	slices.SortStableFunc(all, func(a, b Candidate) int { return b.rank() - a.rank() })
	return all
}

// rank orders candidates: a fitting name first, then usable, then by score, then the municipality's own.
func (k *Candidate) rank() int {
	r := int(k.Score * 1000)
	if k.NameFits {
		r += 100_000
	}
	if k.NameFits && k.Err == nil {
		r += 10_000
	}
	if k.Contract.own {
		r += 5
	}
	return r
}

// look opens the file as the contract says and binds its columns.
func (k *Candidate) look(file, member string) error {
	r, err := source.Open(file, member, k.Format.Spec())
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // opened for reading only
	k.Info = r.Info()
	if k.Plan, err = k.Contract.Bind(k.Format, r.Header(), k.Facts); err != nil {
		return err
	}
	if total := k.Plan.matched + len(k.Plan.Missing) + len(k.Plan.Absent); total > 0 {
		k.Score = float64(k.Plan.matched) / float64(total)
	}
	if k.Format.NoHeader {
		return k.lookAtRows(r)
	}
	if !k.Plan.Usable() {
		return fmt.Errorf("%w %s: columns %s are missing: mend the file's titles, or add an alias to the contract",
			ErrUnfit, k.Contract.Name, strings.Join(k.Plan.Missing, ", "))
	}
	return nil
}

// lookAtRows judges a file without header by its first rows: how many can be read.
func (k *Candidate) lookAtRows(r source.Reader) error {
	b, err := r.Next()
	if err != nil {
		return err
	}
	d := k.Plan.NewDecoder(anyone{identity.DefaultRules()})
	shaped, read, n := 0, 0, min(b.Len(), 100)
	var fields [][]byte
	var fault source.Fault
	for i := range n {
		fields, fault = b.Fields(i, fields[:0])
		if len(fields) >= k.Format.Fields.Min && len(fields) <= k.Format.Fields.Max {
			shaped++
		}
		if d.Decode(fields, b.Serial, fault) {
			read++
		}
	}
	k.Score = float64(read) / float64(n)
	if 2*shaped < n {
		return fmt.Errorf("%w %s: %d of the first %d rows have %d-%d fields", ErrUnfit, k.Contract.Name, shaped, n, k.Format.Fields.Min, k.Format.Fields.Max)
	}
	return nil
}

// anyone checks identity numbers without making pseudonyms.
type anyone struct{ rules identity.Rules }

// Client checks a number by a day far ahead, since only its form is asked for.
func (a anyone) Client(text []byte) (uint64, error) {
	_, err := a.rules.Parse(text, time.Date(2199, time.December, 31, 0, 0, 0, 0, time.UTC))
	return 1, err
}

// Officer takes any signature.
func (anyone) Officer([]byte) uint64 { return 1 }

// Choose returns the candidate to load the file by.
func (s *Set) Choose(file, member string) (Candidate, error) {
	if source.KindOf(orElse(member, file)) == "" {
		return Candidate{}, fmt.Errorf("%w: its ending is none of .csv, .txt, .xlsx, .parquet, .json, packed or not", ErrUnknown)
	}
	all := s.candidates(file, member, true)
	if len(all) == 0 {
		return Candidate{}, fmt.Errorf("%w: framsyn load --explain FILE shows the nearest; rename the file or write a contract (docs/contracts.md)", ErrUnknown)
	}
	return all[0], all[0].Err
}

// Named returns the first contract that the file's name fits, and what the name says;
// nil where there is none.
func (s *Set) Named(file, member string) (*Contract, FileFacts) {
	for _, c := range s.sorted {
		facts, fits, err := c.MatchName(orElse(member, file))
		if fits && err == nil {
			return c, facts
		}
	}
	return nil, FileFacts{}
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
