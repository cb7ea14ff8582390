package series

import "slices"

// Noter is a Fitted that says what was done besides: which model was chosen,
// which months were replaced, what it fell back on.
type Noter interface {
	Notes() []string
}

// Notes are the notes of a fit, none if it makes none.
func Notes(f Fitted) []string {
	if n, ok := f.(Noter); ok {
		return slices.Clone(n.Notes())
	}
	return nil
}
