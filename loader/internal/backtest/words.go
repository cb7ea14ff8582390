package backtest

import (
	"fmt"
	"strings"
)

// someOf is how many of a list are named.
const someOf = 8

// some writes the first of a list.
func some[T any](list []T) string {
	var words []string
	for _, v := range list[:min(len(list), someOf)] {
		words = append(words, fmt.Sprint(v))
	}
	if more := len(list) - someOf; more > 0 {
		words = append(words, fmt.Sprintf("… (%d more)", more))
	}
	return strings.Join(words, ", ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func counted(n int, one, many string) string { return fmt.Sprintf("%d %s", n, plural(n, one, many)) }
