package plugin

import "testing"

func TestInnardsAreRefused(t *testing.T) {
	for sql, refused := range map[string]bool{
		"SELECT * FROM mergeTreeIndex(core, clients)":                     true,
		"SELECT * FROM MERGETREEPROJECTION(core, clients, p)":             true,
		"SELECT * FROM `mergeTreeIndex`(core, clients)":                   true,
		"SELECT * FROM/**/\"mergeTreeIndex\"/**/ (core, clients)":         true,
		"SELECT 'mergeTreeIndex(core, clients)' AS a -- mergeTreeIndex()": false,
		"SELECT engine = 'MergeTree' FROM system.tables":                  false,
	} {
		if err := refuseInnards(sql); (err != nil) != refused {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
