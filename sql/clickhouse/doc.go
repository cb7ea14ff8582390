// Package clickhouse gives Framsyn its ClickHouse: the embedded engine or a
// server, the one way to connect to it, its users and grants, and its schema.
//
// # The embedded engine
//
// [Start] runs libchdb, a library that holds ClickHouse's local server, in a
// child process, which keeps a crash of the engine away from the program. The
// child is the same executable, started again with an environment variable that
// [RunChildIfAsked] looks for; main and test binaries call it first. It listens on
// 127.0.0.1 only, and lives no longer than its parent: the end of its standard
// input, however it came about, is the sign to stop. A child that crashes is started
// again.
//
// A data folder holds
//
//	engine/        the database files
//	config/        config.xml, users.xml, credentials.json (made at each start;
//	               passwords are generated once)
//	logs/          engine.log (the engine's, rotated), engine-child.log
//	engine.json    process and ports, while the engine is ready
//	engine.lock    held by the engine's supervisor and child
//	engine.users   held by those who use the engine for the time of a call
//
// # The schema
//
// [Apply] brings a database to what package sqlfs describes, [Check] tests that
// it keeps its promises, [Fill] runs the insert of a derived table.
package clickhouse
