package categories_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/framsyn/framsyn/loader/internal/categories"
)

func sqlNumber(n int) string { return strconv.Itoa(n) }

// parsed writes rules and reads them again.
func parsed(t *testing.T, list []categories.Rule) categories.File {
	t.Helper()
	var text bytes.Buffer
	if err := categories.Write(&text, list); err != nil {
		t.Fatal(err)
	}
	file, err := categories.Parse("rules.csv", text.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return file
}
