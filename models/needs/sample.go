package needs

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Degrees is the number of degrees of the ICF qualifier: 0 none, 1 slight, 2
// moderate, 3 severe, 4 total.
const Degrees = 5

// ICF qualifiers that are no degree. Both mean that something was assessed and
// its degree is not known; see [Need].
const (
	NotSpecified  = 8
	NotApplicable = 9
)

const (
	maxFaults = 20   // faults that Validate writes out
	maxLevels = 2000 // officers and areas together: their cross-products are held several times over
)

// Category is one category of need and the time that the norm gives for it.
type Category struct {
	Code  string           // such as d510; only for the reader
	Group string           // kind of help, such as service; circumstances act on groups
	Norm  [Degrees]float64 // minutes/week at each limitation; at least 0 and not falling
}

// Circumstance is something about a client that changes the time that a need
// takes, such as two persons in the household, help at night or two carers. It
// multiplies the minutes of all categories of its groups.
type Circumstance struct {
	Name   string
	Groups []string // groups of categories that it acts on; nil means all
	Norm   float64  // multiplier by the norm; 0 means that the norm gives nothing
}

// Need is one assessed category. A limitation of 8 or 9 counts with the time
// expected over the degrees that the category has in clients whose other
// limitations are as grave. A category that is left out of a row counts as no
// need; leave 9 out where it means just that.
type Need struct {
	Category   int // index into Sample.Categories
	Limitation int // 0-4, NotSpecified or NotApplicable
}

// Row is one client in one spell, as between two decisions or in one month.
type Row struct {
	Client        uint64
	Needs         []Need  // each category at most once
	Circumstances []int   // indexes into Sample.Circumstances, each at most once
	Officer       int     // who decided: 0 … Officers−1; −1 where not known or not of interest
	Area          int     // 0 … Areas−1 or −1
	Minutes       float64 // recorded, minutes/week; at least 0
	Weight        float64 // at least 0; 0 means 1
}

// Sample is what one resource did for the needs: hours granted, hours performed,
// nurse, occupational or physical therapist. Give each resource its own sample.
type Sample struct {
	Categories    []Category
	Circumstances []Circumstance
	Officers      int
	Areas         int
	Rows          []Row
}

// Validate names all faults, the first twenty in words.
func (s *Sample) Validate() error {
	f := faults{}
	if len(s.Categories) == 0 {
		f.add("no categories; give at least one")
	}
	for c, category := range s.Categories {
		low := 0.0
		for l, v := range category.Norm {
			if !(v >= low) || math.IsInf(v, 1) {
				f.add("category %d (%s): norm %v at limitation %d; norms must be finite, at least 0 and not fall with the limitation",
					c, category.Code, v, l)
				break
			}
			low = v
		}
	}
	for k, circumstance := range s.Circumstances {
		if !(circumstance.Norm >= 0) || math.IsInf(circumstance.Norm, 1) {
			f.add("circumstance %d (%s): multiplier %v; give a finite one of at least 0", k, circumstance.Name, circumstance.Norm)
		}
	}
	if s.Officers < 0 || s.Areas < 0 || s.Officers+s.Areas > maxLevels {
		f.add("%d officers and %d areas; give numbers of at least 0, together at most %d", s.Officers, s.Areas, maxLevels)
	}
	if len(s.Rows) == 0 {
		f.add("no rows; give at least one")
	}
	for i := range s.Rows {
		if err := s.check(&s.Rows[i]); err != nil {
			f.add("row %d: %w", i, err)
		}
	}
	return f.join()
}

func (s *Sample) check(r *Row) error {
	if !(r.Minutes >= 0) || math.IsInf(r.Minutes, 1) {
		return fmt.Errorf("%v minutes; give a finite number of at least 0", r.Minutes)
	}
	if !(r.Weight >= 0) || math.IsInf(r.Weight, 1) {
		return fmt.Errorf("weight %v; give a finite one of at least 0", r.Weight)
	}
	if r.Officer < -1 || r.Officer >= s.Officers {
		return fmt.Errorf("officer %d of %d; give -1 where not known", r.Officer, s.Officers)
	}
	if r.Area < -1 || r.Area >= s.Areas {
		return fmt.Errorf("area %d of %d; give -1 where not known", r.Area, s.Areas)
	}
	return checkNeeds(r, len(s.Categories), len(s.Circumstances))
}

// checkNeeds checks what both fitting and applying a model need of a row.
func checkNeeds(r *Row, categories, circumstances int) error {
	for i, n := range r.Needs {
		if n.Category < 0 || n.Category >= categories {
			return fmt.Errorf("need %d: category %d of %d", i, n.Category, categories)
		}
		if (n.Limitation < 0 || n.Limitation >= Degrees) && n.Limitation != NotSpecified && n.Limitation != NotApplicable {
			return fmt.Errorf("need %d: limitation %d; it is 0-4, 8 or 9", i, n.Limitation)
		}
		if slices.ContainsFunc(r.Needs[:i], func(m Need) bool { return m.Category == n.Category }) {
			return fmt.Errorf("need %d: category %d comes twice; keep the newest", i, n.Category)
		}
	}
	for i, k := range r.Circumstances {
		if k < 0 || k >= circumstances {
			return fmt.Errorf("circumstance %d of %d", k, circumstances)
		}
		if slices.Contains(r.Circumstances[:i], k) {
			return fmt.Errorf("circumstance %d comes twice", k)
		}
	}
	return nil
}

func (r *Row) weight() float64 {
	if r.Weight == 0 {
		return 1
	}
	return r.Weight
}

// faults gathers what is wrong.
type faults struct {
	list []error
	n    int
}

func (f *faults) add(format string, a ...any) {
	f.n++
	if f.n <= maxFaults {
		f.list = append(f.list, fmt.Errorf("needs: "+format, a...))
	}
}

func (f *faults) join() error {
	if f.n > maxFaults {
		f.list = append(f.list, fmt.Errorf("needs: and %d more faults", f.n-maxFaults))
	}
	return errors.Join(f.list...)
}
