// Package contract reads the contracts, says which of them fits a delivered file
// and why, and turns delivered records into typed values or reasons for rejecting
// them.
//
// A contract is one YAML file: where the rows go, how files are named, which format
// they have, which column becomes what, and the rules between columns. docs/contracts.md
// is its manual. [Set] holds the embedded contracts and a municipality's own;
// [Set.Candidates] and [Contract.Bind] find the one for a file; a [Decoder] reads its rows.
package contract
