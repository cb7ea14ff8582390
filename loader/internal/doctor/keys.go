package doctor

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/framsyn/framsyn/sql/identity"
)

// checkKeys compares the keys with the fingerprints in vault.keys.
func checkKeys(ctx context.Context, s *Subject) []Finding {
	known, err := identity.Known(ctx, s.conn)
	if err != nil {
		return broken(err)
	}
	if len(known) == 0 {
		return fine("the database has no pseudonyms yet; the first load makes the keys or takes those that are there")
	}
	// Open makes a key whose fingerprint it is not given; a text that is none keeps
	// it from that.
	asked := map[string]string{identity.PurposePseudonym: "not recorded", identity.PurposeVault: "not recorded"}
	for purpose, id := range known {
		asked[purpose] = id
	}
	_, err = identity.KeyDir(filepath.Join(s.DataDir, "keys")).Open(asked)
	var findings []Finding
	for _, err := range split(err) {
		text := err.Error()
		switch what, do, _ := strings.Cut(text, ": put "); {
		case do != "":
			findings = append(findings, fault("put "+do, "%s", what))
		case errors.Is(err, identity.ErrKeyMissing), errors.Is(err, identity.ErrKeyChanged):
			findings = append(findings, fault("put the right files back from the backup", "%s", text))
		default:
			what, do, _ := strings.Cut(text, ": run ")
			findings = append(findings, fault("run "+do, "%s", what))
		}
	}
	return orFine(findings, "the keys are those that the database was made with")
}

// split takes joined errors apart.
func split(err error) []error {
	var joined interface{ Unwrap() []error }
	switch {
	case err == nil:
		return nil
	case errors.As(err, &joined):
		return joined.Unwrap()
	}
	return []error{err}
}
