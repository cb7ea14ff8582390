// Package rekey gives a database new keys without losing clients or history.
//
// A new vault key re-encrypts vault.identities and vault.rejected_rows. A new
// pseudonym key changes the pseudonym of every client, and with it
//
//   - every column of 64-bit numbers in raw, core, mart, model and ops that holds
//     pseudonyms of clients, officers or cases, and the ids that are hashes of them
//     (decisions, interventions, rows of the ledger), wherever they stand;
//   - the same numbers where they are written in texts, such as the filter of a
//     selection or the officers that model.equity_effects compares;
//   - the keys and hashes of delivered rows (row_key, row_hash), so that the next
//     delivery still finds the rows of the last ones.
//
// New pseudonyms of clients are made from the identities in the vault. Those of
// officers and cases are made of the old pseudonyms, since what they were made from
// is kept nowhere ([identity.Pseudonymizer.Again]).
//
// # Steps
//
//  1. Preparing. Each table that changes is copied beside itself, changed on the
//     way, and held against the original: as many rows, as many clients, and the same
//     checksum over all columns that do not change. What readers see is as before.
//  2. Switching. Copies and originals change places, one after the other, and the new
//     key takes the place of the old one. It takes moments. Nobody can load or run
//     jobs meanwhile, nor after a kill before it is ended.
//  3. Switched. Tables whose ids are hashes of row keys are filled anew from raw, and
//     the originals are dropped.
//
// keys/rotation.json says which step it is and which copies are whole. A run that was
// killed is gone on with by starting it again; copies whose original has changed
// meanwhile are made anew. In the first step a rotation can be given up instead.
//
// The mapping from old to new pseudonyms is a table in the engine's memory
// (vault.rekey_ids): it is never on disk, and is dropped at the end.
package rekey
