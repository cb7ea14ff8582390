// Package chtest gives a test a ClickHouse with the schema applied: the embedded
// engine on free ports, or the server named by FRAMSYN_TEST_CLICKHOUSE (a DSN;
// its tables are emptied).
//
//	func TestThing(t *testing.T) {
//		db := chtest.New(t)
//		db.Exec("INSERT INTO core.areas …")
//		…
//	}
//
// One engine serves all tests of a binary, one after the other: [New] waits until
// the test before has ended, and empties all tables but the code lists. Importing
// the package is all that a test binary needs to do. Where the engine library is
// missing, tests are skipped, and fail when CI=true. A failing test keeps the data
// folder and says where it is.
package chtest
