package doctor

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// engineState is what engine.json says of a running engine.
type engineState struct {
	PID      int `json:"pid"`
	TCPPort  int `json:"tcp_port"`
	HTTPPort int `json:"http_port"`
}

// readState returns what engine.json says; false where there is none.
func (s *Subject) readState() (engineState, bool) {
	var state engineState
	text, err := os.ReadFile(filepath.Join(s.DataDir, "engine.json"))
	if err != nil || json.Unmarshal(text, &state) != nil {
		return state, false
	}
	return state, true
}

func (s *Subject) procPath(parts ...string) string {
	root := s.proc
	if root == "" {
		root = "/proc"
	}
	return filepath.Join(append([]string{root}, parts...)...)
}

// isAlive tells whether a process runs; a zombie does not.
func (s *Subject) isAlive(pid int) bool {
	text, err := os.ReadFile(s.procPath(strconv.Itoa(pid), "stat"))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(text), ") ") // the name may hold anything but this
	return !strings.HasPrefix(rest, "Z")
}

// describe names a process for a reader.
func (s *Subject) describe(pid int) string {
	name, err := os.ReadFile(s.procPath(strconv.Itoa(pid), "comm"))
	if err != nil {
		return fmt.Sprintf("process %d", pid)
	}
	return fmt.Sprintf("process %d (%s)", pid, strings.TrimSpace(string(name)))
}

// holders returns the processes that have a file or socket open, by what its link
// in /proc says; only those that this user may look at are found.
func (s *Subject) holders(link string) []int {
	descriptors, err := filepath.Glob(s.procPath("[0-9]*", "fd", "*"))
	if err != nil {
		return nil
	}
	var found []int
	for _, descriptor := range descriptors {
		target, err := os.Readlink(descriptor)
		if err != nil || target != link {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(descriptor))))
		if err == nil && (len(found) == 0 || found[len(found)-1] != pid) {
			found = append(found, pid)
		}
	}
	return found
}

// fieldsOf returns the words of each line of a file in /proc.
func (s *Subject) fieldsOf(name ...string) ([][]string, error) {
	file, err := os.Open(s.procPath(name...))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	var lines [][]string
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		lines = append(lines, strings.Fields(scanner.Text()))
	}
	return lines, scanner.Err()
}
