package audit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// No account changes or deletes what the log holds, but the owner's, which makes the
// tables and which no program uses for it; some may add to it.
func TestTheLogIsOnlyAddedTo(t *testing.T) {
	db := chtest.New(t)
	mayAdd := map[string][]string{
		"ops.access_log": {"loader", "pages", "vault"}, "ops.export_log": {"loader", "pages"}, "ops.review_marks": {"loader", "pages"},
		"ops.review_limit_changes": {"loader"}, "ops.watched_client_changes": {"loader"},
		"model.approvals": {"pages"},
	}
	accounts := db.Target().Plan().Names()
	if len(accounts) < 10 {
		t.Fatalf("only %d accounts", len(accounts))
	}
	for table, adders := range mayAdd {
		for _, account := range accounts {
			if account == string(clickhouse.Owner) {
				continue
			}
			conn := db.Conn(clickhouse.Role(account))
			for _, right := range []string{"ALTER UPDATE", "ALTER DELETE", "TRUNCATE", "DROP TABLE", "ALTER DROP COLUMN", "ALTER MODIFY COLUMN", "ALTER CLEAR COLUMN", "ALTER MOVE PARTITION", "INSERT"} {
				var may uint8
				err := conn.QueryRow(t.Context(), "CHECK GRANT "+right+" ON "+table).Scan(&may)
				want := right == "INSERT" && slices.Contains(adders, account)
				if err != nil || (may == 1) != want {
					t.Errorf("%s, %s on %s: %d, want %t (%v)", account, right, table, may, want, err)
				}
			}
			for _, statement := range []string{"ALTER TABLE " + table + " DELETE WHERE 1", "TRUNCATE TABLE " + table, "DELETE FROM " + table + " WHERE 1"} {
				if err := conn.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "privileges") && !strings.Contains(err.Error(), "readonly") {
					t.Errorf("%s: %s: %v", account, statement, err)
				}
			}
		}
	}
}
