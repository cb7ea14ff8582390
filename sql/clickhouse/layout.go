package clickhouse

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// layout names the files of a data folder.
type layout struct{ dir string }

func (l layout) data() string        { return filepath.Join(l.dir, "engine") }
func (l layout) config() string      { return filepath.Join(l.dir, "config") }
func (l layout) configXML() string   { return filepath.Join(l.config(), "config.xml") }
func (l layout) usersXML() string    { return filepath.Join(l.config(), "users.xml") }
func (l layout) credentials() string { return filepath.Join(l.config(), "credentials.json") }
func (l layout) logs() string        { return filepath.Join(l.dir, "logs") }
func (l layout) engineLog() string   { return filepath.Join(l.logs(), "engine.log") }
func (l layout) childLog() string    { return filepath.Join(l.logs(), "engine-child.log") }
func (l layout) state() string       { return filepath.Join(l.dir, "engine.json") }
func (l layout) lock() string        { return filepath.Join(l.dir, "engine.lock") }
func (l layout) users() string       { return filepath.Join(l.dir, "engine.users") }

func (l layout) make() error {
	for _, folder := range []string{l.dir, l.data(), l.config(), l.logs()} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("make the data folder: %w", err)
		}
	}
	return nil
}

// engineState is what engine.json says of an engine that is ready.
type engineState struct {
	PID      int `json:"pid"`       // process of the supervisor
	ChildPID int `json:"child_pid"` // process of the engine
	TCPPort  int `json:"tcp_port"`  // native protocol, on 127.0.0.1
	HTTPPort int `json:"http_port"` // HTTP protocol, on 127.0.0.1
}

func (l layout) writeState(state engineState) error {
	return writeJSON(l.state(), state)
}

func (l layout) readState() (engineState, error) {
	var state engineState
	text, err := os.ReadFile(l.state())
	if err != nil {
		return state, fmt.Errorf("read the engine's state: %w", err)
	}
	if err := json.Unmarshal(text, &state); err != nil {
		return state, fmt.Errorf("read %s: %w", l.state(), err)
	}
	return state, nil
}

// writeJSON writes a value so that a reader sees the old or the new text, and
// nobody but the owner of the file reads it.
func writeJSON(path string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return writeFile(path, append(text, '\n'))
}

func writeFile(path string, text []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, text, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(temporary, path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
