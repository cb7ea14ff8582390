package sqlfs

import "strings"

// inOrder sorts objects so that each comes after its sources; otherwise they keep
// their order. A source that does not exist, or a circle, is an error.
func inOrder(objects []Object) ([]Object, error) {
	byName := make(map[string]int, len(objects))
	for i, object := range objects {
		byName[object.FullName()] = i
	}
	const (
		unseen = iota
		entered
		done
	)
	state := make([]int, len(objects))
	ordered := make([]Object, 0, len(objects))
	var faults faultList
	var visit func(i int, trail []string)
	visit = func(i int, trail []string) {
		object := objects[i]
		trail = append(trail, object.FullName())
		switch state[i] {
		case done:
			return
		case entered:
			faults.add(faultf(object.File, 0, "Sources go in a circle: %s", strings.Join(trail, " reads ")))
			return
		}
		state[i] = entered
		for _, source := range object.Header.Sources {
			if source == object.FullName() {
				continue
			}
			next, ok := byName[source]
			if !ok {
				faults.add(faultf(object.File, 0, "Sources: %s does not exist", source))
				continue
			}
			visit(next, trail)
		}
		state[i] = done
		ordered = append(ordered, object)
	}
	for i := range objects {
		visit(i, nil)
	}
	return ordered, faults.err()
}
