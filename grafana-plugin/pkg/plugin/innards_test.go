package plugin

import "testing"

func TestInnardsAreRefused(t *testing.T) {
	for sql, refused := range map[string]bool{
		"SELECT * FROM mergeTreeIndex(core, clients)":                     true,
		"SELECT * FROM MERGETREEPROJECTION(core, clients, p)":             true,
		"SELECT * FROM `mergeTreeIndex`(core, clients)":                   true,
		"SELECT * FROM/**/\"mergeTreeIndex\"/**/ (core, clients)":         true,
		"SELECT 'mergeTreeIndex(core, clients)' AS a -- mergeTreeIndex()": false,
		"explain estimate SELECT 1":                                       true,
		"SELECT * FROM (EXPLAIN indexes = 1 SELECT 1)":                    true,
		"SELECT * FROM viewExplain('EXPLAIN ESTIMATE', '', (SELECT 1))":   true,
		"SELECT 'explain' AS `explain`":                                   false,
		"SELECT engine = 'MergeTree' FROM system.tables":                  false,
	} {
		if err := refuseInnards(sql); (err != nil) != refused {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
