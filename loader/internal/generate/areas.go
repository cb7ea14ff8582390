package generate

import "github.com/framsyn/framsyn/loader/internal/generate/life"

// Areas returns the ids of the made-up municipality's home-care areas.
func Areas() []string {
	var ids []string
	for _, area := range life.Areas() {
		ids = append(ids, area.Code)
	}
	return ids
}
