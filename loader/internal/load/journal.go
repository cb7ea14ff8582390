package load

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// journal notes which files a run is loading, so that a run that follows a killed one
// knows which of them were committed.
type journal struct {
	path  string
	file  *os.File
	begun map[string]uint64 // key of the file -> batch
}

// journalLine is one line of load.journal; names of files are hashed into the key.
type journalLine struct {
	Run   string `json:"run,omitempty"`
	Key   string `json:"key,omitempty"`
	Batch uint64 `json:"batch,omitempty"`
}

// openJournal starts the journal of a run, or goes on with that of an interrupted run
// of the same paths.
func openJournal(dir, run string) (*journal, error) {
	j := &journal{path: filepath.Join(dir, "load.journal"), begun: map[string]uint64{}}
	if err := j.read(run); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	flags := os.O_CREATE | os.O_APPEND | os.O_WRONLY
	if len(j.begun) == 0 {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(j.path, flags, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	j.file = f
	if len(j.begun) == 0 {
		err = j.write(journalLine{Run: run})
	}
	return j, err
}

// read reads the journal of an interrupted run; a last line that was cut off is left out.
func (j *journal) read(run string) error {
	f, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	same := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var l journalLine
		if json.Unmarshal(lines.Bytes(), &l) != nil {
			continue
		}
		if l.Run != "" {
			same = l.Run == run
			clear(j.begun)
		} else if same {
			j.begun[l.Key] = l.Batch
		}
	}
	return nil
}

func (j *journal) write(l journalLine) error {
	line, err := json.Marshal(l)
	if err == nil {
		// A line break before the line too: the last line may have been cut off.
		_, err = j.file.Write(append(append([]byte{'\n'}, line...), '\n'))
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// begin notes that a file is being loaded as a batch.
func (j *journal) begin(key string, batch uint64) error {
	return j.write(journalLine{Key: key, Batch: batch})
}

// end removes the journal of a run that ended by itself.
func (j *journal) end() error { return errors.Join(j.file.Close(), os.Remove(j.path)) }

// leave keeps the journal for the next run.
func (j *journal) leave() error { return j.file.Close() }
