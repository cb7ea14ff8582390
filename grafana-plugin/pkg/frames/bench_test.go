package frames

import (
	"testing"

	"github.com/framsyn/framsyn/sql/chtest"
	"github.com/framsyn/framsyn/sql/clickhouse"
)

// BenchmarkRead reads rows as wide as the page of candidates: ids, texts, numbers
// that may be missing, lists.
func BenchmarkRead(b *testing.B) {
	conn := chtest.New(b).Conn(clickhouse.Owner)
	const query = `SELECT number AS client_id, toString(number % 20) AS area, toFloat64(number) AS hours, if(number % 7 = 0, NULL, toFloat64(number)) AS risk, toDate('2026-01-01') AS day,
		toLowCardinality('home_care') AS status, [1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12.] AS hours_12m, 'Timmarna har ökat' AS reason FROM numbers(100000)`
	b.ReportAllocs()
	for b.Loop() {
		rows, err := conn.Query(b.Context(), query)
		if err != nil {
			b.Fatal(err)
		}
		frame, outcome, err := Read(rows, Options{MaxRows: 1 << 20, MaxBytes: 1 << 30})
		if err != nil || frame.Rows() != 100000 || outcome.Cut {
			b.Fatal(err, outcome)
		}
		_ = rows.Close()
	}
}
