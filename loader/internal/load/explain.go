package load

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/source"
	"github.com/framsyn/framsyn/sql/identity"
)

// ReservePattern is the default pattern of the last four characters of reserve numbers.
const ReservePattern = identity.ReservePattern

// nearScore is the share of titles from which a contract for other names is worth
// showing; chosen.
const nearScore = 0.3

// explainedRows is how many rows Explain shows.
const explainedRows = 5

// Explain writes which contract fits a file and why, and how its first rows are read.
// Identities are masked and nothing is loaded.
func Explain(out io.Writer, set *contract.Set, path, reservePattern string, now time.Time) error {
	if underTruth(path) {
		return fmt.Errorf("%s: %w", mask(path), ErrTruth)
	}
	rules, err := Options{ReservePattern: reservePattern}.identityRules()
	if err != nil {
		return fmt.Errorf("pattern of reserve numbers: %w", err)
	}
	members, err := source.Members(path, source.Limits{})
	if err != nil {
		return &FileError{path, err}
	}
	e := &explainer{out: out, rules: rules, now: now}
	for _, m := range members {
		d := delivery{path: path, member: m}
		e.printf("%s\n", d.name())
		e.file(set, d)
	}
	return e.err
}

// explainer writes, and remembers the first error.
type explainer struct {
	out   io.Writer
	rules identity.Rules
	now   time.Time
	err   error
}

func (e *explainer) printf(format string, args ...any) {
	if e.err == nil {
		_, e.err = fmt.Fprintf(e.out, format, args...)
	}
}

func (e *explainer) file(set *contract.Set, d delivery) {
	candidates := set.Candidates(d.path, d.member)
	if len(candidates) == 0 {
		e.printf("  no contract reads files with this ending\n")
		return
	}
	shown := 0
	for i := range candidates {
		c := &candidates[i]
		if c.NameFits || c.Score >= nearScore && shown < 3 {
			e.candidate(c)
			shown++
		}
	}
	best := &candidates[0]
	switch {
	case !best.NameFits:
		e.printf("  result: not loaded, no contract is for this name; patterns of %s: %s\n", best.Contract.Name, strings.Join(best.Contract.Files, ", "))
	case best.Err != nil:
		e.printf("  result: not loaded by %s\n", best.Contract.Name)
	default:
		e.printf("  result: loaded by %s\n", best.Contract.Name)
	}
	if best.Plan != nil && best.Plan.Usable() {
		e.rows(d, best)
	}
}

// candidate writes how a contract fits.
func (e *explainer) candidate(c *contract.Candidate) {
	e.printf("  %s version %d -> raw.%s: score %.2f, name %s\n", c.Contract.Name, c.Contract.Version, c.Contract.Source, c.Score, yesNo(c.NameFits, "fits", "does not fit"))
	if c.NameFits {
		e.printf("    period %s, delivered %s, %s\n", dateOr(c.Facts.Period, "2006-01"), dateOr(c.Facts.Delivered, time.DateOnly), yesNo(c.Facts.Partial, "partial", "complete"))
	}
	if p := c.Plan; p != nil {
		e.list("generation", []string{p.Generation})
		e.list("missing", p.Missing)
		e.list("absent, optional", p.Absent)
		e.list("unknown, not read", maskAll(p.Unknown))
	}
	if c.Info.Encoding != "" {
		e.printf("    encoding %s, delimiter %q\n", c.Info.Encoding, c.Info.Delimiter)
	}
	if c.Err != nil {
		e.printf("    %s\n", identity.MaskError(c.Err))
	}
}

func (e *explainer) list(what string, items []string) {
	if text := strings.Join(items, ", "); text != "" {
		e.printf("    %s: %s\n", what, text)
	}
}

// rows writes how the first rows are read.
func (e *explainer) rows(d delivery, c *contract.Candidate) {
	r, err := source.Open(d.path, d.member, c.Format.Spec())
	if err != nil {
		e.printf("  %s\n", identity.MaskError(err))
		return
	}
	defer r.Close() //nolint:errcheck // opened for reading only
	block, err := r.Next()
	if err != nil {
		e.printf("  %s\n", identity.MaskError(err))
		return
	}
	reference := c.Facts.Delivered
	if reference.IsZero() {
		reference = e.now
	}
	decoder := c.Plan.NewDecoder(newPeople(e.rules, identity.Keys{}, reference, nil))
	var fields [][]byte
	var fault source.Fault
	for i := range min(block.Len(), explainedRows) {
		fields, fault = block.Fields(i, fields[:0])
		ok := decoder.Decode(fields, block.Serial, fault)
		e.printf("  row %d: %s\n", block.First+uint32(i), yesNo(ok, "accepted", "rejected"))
		for _, f := range decoder.Faults {
			e.printf("    %s (%s, %s): %s %s\n", f.Field, f.Rule, f.Class, f.Reason.SV, f.Reason.EN)
		}
		if ok {
			e.printf("    %s\n", strings.Join(c.Plan.Show(decoder.Values), ", "))
		}
	}
}

func yesNo(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

func dateOr(t time.Time, layout string) string {
	if t.IsZero() {
		return "not in the name"
	}
	return t.Format(layout)
}
