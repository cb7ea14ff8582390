package queries_test

import (
	"testing"

	"github.com/framsyn/framsyn/sql/queries"
)

func TestEmbedded(t *testing.T) {
	catalogue, err := queries.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(catalogue.All()) == 0 {
		t.Fatal("the catalogue is empty")
	}
}
