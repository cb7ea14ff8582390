package doctor

import "fmt"

// Level is how bad a finding is.
type Level string

// The levels.
const (
	OK      Level = "ok"
	Warning Level = "warning" // it works, and something should be done
	Error   Level = "error"   // something does not work
)

// Finding is what a check found.
type Finding struct {
	Check string `json:"check"`
	Level Level  `json:"level"`
	What  string `json:"what"`         // what was found
	Do    string `json:"do,omitempty"` // what to do about it; empty when all is well
}

// Errors counts the findings that are errors.
func Errors(findings []Finding) int {
	n := 0
	for _, finding := range findings {
		if finding.Level == Error {
			n++
		}
	}
	return n
}

func fine(format string, args ...any) []Finding {
	return []Finding{{Level: OK, What: fmt.Sprintf(format, args...)}}
}

func warn(do, format string, args ...any) Finding {
	return Finding{Level: Warning, What: fmt.Sprintf(format, args...), Do: do}
}

func fault(do, format string, args ...any) Finding {
	return Finding{Level: Error, What: fmt.Sprintf(format, args...), Do: do}
}

// broken is the finding of a check that could not be made.
func broken(err error) []Finding {
	return []Finding{fault("see the other findings; if they are well, report this text", "the check could not be made: %v", err)}
}

// orFine returns the findings, or that all is well when there are none.
func orFine(findings []Finding, format string, args ...any) []Finding {
	if len(findings) == 0 {
		return fine(format, args...)
	}
	return findings
}
