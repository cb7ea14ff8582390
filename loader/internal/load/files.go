package load

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/source"
	"github.com/framsyn/framsyn/sql/identity"
)

// ErrTruth says that a path is of the folder truth, which holds what the generator knows and no municipality does.
var ErrTruth = errors.New("files under a folder named truth are for judging models and are never loaded")

// FileError is the fault of one delivered file; other files can still be loaded.
type FileError struct {
	File string
	Err  error
}

// Error names the file and the fault, without identity numbers.
func (e *FileError) Error() string { return mask(e.File) + ": " + identity.MaskError(e.Err) }

// Unwrap returns the fault.
func (e *FileError) Unwrap() error { return e.Err }

func mask(text string) string {
	masked, _ := identity.Mask(text)
	return masked
}

// delivery is a file or member to load.
type delivery struct {
	path   string
	member string
	size   int64
	source string
	facts  contract.FileFacts
	err    error // why it cannot even be opened
}

// name returns the name for ops.load_batches, masked.
func (d delivery) name() string {
	if d.member == "" {
		return mask(filepath.Base(d.path))
	}
	return mask(filepath.Base(d.path) + ":" + d.member)
}

// delivered returns the day of delivery for sorting; files that do not say come last.
func (d delivery) delivered() time.Time {
	if d.facts.Delivered.IsZero() {
		return time.Unix(1<<40, 0)
	}
	return d.facts.Delivered
}

// find lists what is to be loaded, in the order of loading: by day of delivery, month,
// source and name, so that a corrected file comes after the one it corrects.
func find(paths []string, set *contract.Set) ([]delivery, error) {
	files, err := listFiles(paths)
	if err != nil {
		return nil, err
	}
	var all []delivery
	for _, f := range files {
		all = append(all, deliveries(f, set)...)
	}
	slices.SortStableFunc(all, func(a, b delivery) int {
		return cmp.Or(
			a.delivered().Compare(b.delivered()),
			a.facts.Period.Compare(b.facts.Period),
			strings.Compare(a.source, b.source),
			strings.Compare(a.facts.Name, b.facts.Name),
			strings.Compare(a.path, b.path),
		)
	})
	return all, nil
}

// listFiles walks folders; hidden files and notes of earlier failures are left out.
func listFiles(paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		if underTruth(p) {
			return nil, fmt.Errorf("%s: %w", mask(p), ErrTruth)
		}
		err := filepath.WalkDir(p, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case path != p && entry.IsDir() && entry.Name() == "truth":
				return filepath.SkipDir
			case path != p && strings.HasPrefix(entry.Name(), "."):
				if entry.IsDir() {
					return filepath.SkipDir
				}
			case entry.Type().IsRegular() && !strings.HasSuffix(entry.Name(), doneMarker):
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", mask(p), err)
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// underTruth says whether a path, as given or in full, has a folder or file named truth.
func underTruth(path string) bool {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return slices.Contains(strings.Split(filepath.ToSlash(path), "/"), "truth")
}

// deliveries returns the file, or the members of a zip.
func deliveries(path string, set *contract.Set) []delivery {
	var size int64
	if info, err := os.Stat(path); err == nil {
		size = info.Size()
	}
	members, err := source.Members(path, source.Limits{})
	if err != nil {
		return []delivery{{path: path, size: size, err: err}}
	}
	var all []delivery
	for _, m := range members {
		d := delivery{path: path, member: m, size: size / int64(len(members))}
		if c, facts := set.Named(path, m); c != nil {
			d.source, d.facts = c.Source, facts
		}
		all = append(all, d)
	}
	return all
}

// hashFile returns the SHA-256 of a file and its size.
func hashFile(path string) (string, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	h := sha256.New()
	n, err := io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), n, err
}
