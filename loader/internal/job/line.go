package job

import (
	"slices"
	"sync"
)

// line holds the jobs that wait, each once, in the order in which they came. It
// is safe for use by several goroutines.
type line struct {
	mutex  sync.Mutex
	names  []string
	filled chan struct{} // has an element when somebody may stand in line
}

func newLine() *line {
	return &line{filled: make(chan struct{}, 1)}
}

// put adds a job unless it waits already.
func (l *line) put(name string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if !slices.Contains(l.names, name) {
		l.names = append(l.names, name)
	}
	select {
	case l.filled <- struct{}{}:
	default:
	}
}

// take removes the first job; ok is false when none waits.
func (l *line) take() (name string, ok bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.names) == 0 {
		return "", false
	}
	name = l.names[0]
	l.names = l.names[1:]
	return name, true
}
