// Package doctor looks for what is wrong with an installation and says what to
// do about it: [Run] makes the checks of [Checks] and returns what each found.
//
// The checks of the machine come first and need no database: the engine library,
// folders and permissions, locks, ports, disk, memory, the engine's log. Then the
// database is opened, which starts the engine when it is down, and the others ask
// it: schema, keys, jobs, deliveries, rejects, clock.
//
// A check is a small function that changes nothing. Whatever it finds is a
// [Finding], also that all is well; an error of its own is a finding too.
package doctor
