package plugin

import (
	"strings"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/queries"
)

// refuseInnards refuses SQL that reads the files of tables instead of tables, such
// as mergeTreeIndex(core, clients): the engine shows the sort key of some rows
// there, those that a row policy hides as well, and has no grant to take that away
// (docs/access.md). EXPLAIN tells how many rows a key lies among, hidden or not. A
// name cannot be put together in SQL, so reading it is enough.
func refuseInnards(sql string) error {
	for _, token := range sqlfs.Tokens(sql) {
		if token.Kind != sqlfs.TokenWord && token.Kind != sqlfs.TokenName {
			continue
		}
		name := strings.Trim(token.Text, "`\"")
		lower := strings.ToLower(name)
		isExplain := lower == "explain" && token.Kind == sqlfs.TokenWord || lower == "viewexplain"
		if strings.HasPrefix(lower, "mergetree") || isExplain {
			return &fault{access: true, Text: queries.Text{
				SV: name + " läser tabellers filer förbi radernas behörighet och är inte tillåten.",
				EN: name + " reads tables' files past the rights on rows, and is not allowed.",
			}}
		}
	}
	return nil
}
