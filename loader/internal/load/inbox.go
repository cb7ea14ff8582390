package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/framsyn/framsyn/loader/contracts"
	"github.com/framsyn/framsyn/loader/internal/contract"
)

// doneMarker is the ending of an empty file that says its neighbour is whole.
const doneMarker = ".done"

// Folders of an inbox that files move to.
const (
	doneDir   = "done"
	failedDir = "failed"
)

// Inbox is a folder that deliveries are put in. Loaded files move to its done/, files
// that cannot be loaded to its failed/ with a note, both under the path they had.
type Inbox struct {
	Options
	// Dir is the folder; DataDir/inbox if empty.
	Dir string
	// Settle is how long a file must not have changed before it counts as arrived,
	// unless an empty file NAME.done beside it says so; five seconds if 0.
	Settle time.Duration
	// Arrived is called by Run when something has arrived, to have it loaded by other
	// means; nil lets Run load it.
	Arrived func()
	// Every is how often the folder is looked at without any sign from the system,
	// which network drives do not give; a minute if 0.
	Every time.Duration
}

func (i *Inbox) dir() string {
	if i.Dir != "" {
		return i.Dir
	}
	return filepath.Join(i.DataDir, "inbox")
}

func (i *Inbox) settle() time.Duration { return orDefault(i.Settle, 5*time.Second) }

func orDefault(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}

// Run loads what arrives, until the context ends. Faults of files are notes in
// failed/ and log lines, not errors.
func (i *Inbox) Run(ctx context.Context) error {
	if err := os.MkdirAll(i.dir(), 0o700); err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch the inbox: %w", err)
	}
	defer watcher.Close() //nolint:errcheck // nothing is lost
	for {
		waiting, err := i.round(ctx, watcher)
		if err != nil {
			return err
		}
		wait := orDefault(i.Every, time.Minute)
		if waiting {
			wait = min(wait, i.settle())
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-watcher.Events:
			drain(watcher.Events)
		case err := <-watcher.Errors:
			i.log().Warn("watching the inbox", "reason", err)
		case <-time.After(wait):
		}
	}
}

// round watches new folders and loads what has arrived; waiting says that files are
// still arriving.
func (i *Inbox) round(ctx context.Context, watcher *fsnotify.Watcher) (waiting bool, err error) {
	err = filepath.WalkDir(i.dir(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if i.isOutside(path) {
			return filepath.SkipDir
		}
		return watcher.Add(path) // adding twice does nothing
	})
	if err != nil {
		return false, fmt.Errorf("watch the inbox: %w", err)
	}
	arrived, waiting, err := i.arrived()
	if err != nil || len(arrived) == 0 {
		return waiting, err
	}
	if i.Arrived != nil {
		i.Arrived()
		return waiting, nil
	}
	_, err = i.load(ctx, arrived)
	if errors.Is(err, ErrBusy) {
		i.log().Warn("the inbox waits", "reason", err)
		return true, nil
	}
	return waiting, err
}

func drain(events <-chan fsnotify.Event) {
	for {
		select {
		case <-events:
		default:
			return
		}
	}
}

// Once loads what has arrived. Faults of files are in the report and in failed/,
// not in the error.
func (i *Inbox) Once(ctx context.Context) (Report, error) {
	if err := os.MkdirAll(i.dir(), 0o700); err != nil {
		return Report{}, fmt.Errorf("inbox: %w", err)
	}
	arrived, _, err := i.arrived()
	if err != nil || len(arrived) == 0 {
		return Report{}, err
	}
	return i.load(ctx, arrived)
}

// isOutside says whether a path in the inbox is none of the deliveries.
func (i *Inbox) isOutside(path string) bool {
	rel, err := filepath.Rel(i.dir(), path)
	first, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
	return err != nil || first == doneDir || first == failedDir || strings.HasPrefix(filepath.Base(path), ".") && rel != "."
}

// arrived lists files that are whole, and says whether others are still arriving.
func (i *Inbox) arrived() (files []string, waiting bool, err error) {
	all, err := listFiles([]string{i.dir()})
	if err != nil {
		return nil, false, err
	}
	for _, path := range all {
		if i.isOutside(path) {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			continue // moved away meanwhile
		}
		if i.Now().Sub(info.ModTime()) >= i.settle() || exists(path+doneMarker) {
			files = append(files, path)
			continue
		}
		waiting = true
	}
	return files, waiting, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// load loads files and moves them.
func (i *Inbox) load(ctx context.Context, paths []string) (report Report, err error) {
	started := i.Now()
	set, err := contract.Load(contracts.FS, i.contractsDir())
	if err != nil {
		return Report{}, err
	}
	files, err := find(paths, set)
	if err != nil {
		return Report{}, err
	}
	r, release, err := begin(ctx, i.Options, set, runKey([]string{i.dir()}))
	if err != nil {
		return Report{}, err
	}
	defer func() {
		report.Seconds = i.Now().Sub(started).Seconds()
		err = errors.Join(err, release(err != nil))
	}()
	r.after = i.mover(files)
	report, err = r.loadAll(ctx, files)
	if !stopped(err) {
		err = nil // the notes in failed/ say it
	}
	return report, errors.Join(err, r.afterErr)
}

// mover returns what is done with each file after it: a zip moves after its last member.
func (i *Inbox) mover(files []delivery) func(delivery, error) error {
	left := map[string]int{}
	for _, f := range files {
		left[f.path]++
	}
	faults := map[string][]error{}
	return func(d delivery, fault error) error {
		if fault != nil {
			faults[d.path] = append(faults[d.path], fault)
		}
		if left[d.path]--; left[d.path] > 0 || i.DryRun {
			return nil
		}
		if len(faults[d.path]) == 0 {
			_, err := i.move(d.path, doneDir)
			return err
		}
		to, err := i.move(d.path, failedDir)
		if err != nil {
			return err
		}
		return writeNote(to+".txt", faults[d.path], i.Now())
	}
}

// move moves a file to the same place under a folder of the inbox; a name that is
// taken gets a number.
func (i *Inbox) move(path, folder string) (string, error) {
	rel, err := filepath.Rel(i.dir(), path)
	if err != nil {
		return "", fmt.Errorf("inbox: %w", err)
	}
	to := filepath.Join(i.dir(), folder, rel)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return "", fmt.Errorf("inbox: %w", err)
	}
	free := to
	for n := 2; exists(free) || exists(free+".txt"); n++ {
		free = fmt.Sprintf("%s.%d", to, n)
	}
	if err := os.Rename(path, free); err != nil {
		return "", fmt.Errorf("inbox: %w", err)
	}
	if err := os.Remove(path + doneMarker); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("inbox: %w", err)
	}
	return free, nil
}

// writeNote says why a file was not loaded.
func writeNote(path string, faults []error, now time.Time) error {
	var lines []string
	for _, f := range faults {
		lines = append(lines, describeFault(f))
	}
	slices.Sort(lines)
	text := now.Format(time.DateTime) + "\n\n" + strings.Join(slices.Compact(lines), "\n")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	return nil
}
