// Package load brings delivered files into raw, whole or not at all.
//
// # A batch
//
// A file, or a member of a zip, is a batch. It is read in blocks by one goroutine
// ([source.Reader]), decoded by several ([contract.Decoder]), put back into order and
// sent column by column. The steps of a batch are
//
//  1. hash the file; if its content is in already, only a batch row that says so follows;
//  2. rows to raw.<source>, rejected rows to ops.load_rejects and, encrypted, to
//     vault.rejected_rows, persons met for the first time to raw.clients and vault.identities;
//  3. count in the database what came of the rows, and compare with the reader's count;
//  4. one row in ops.load_batches: the commit.
//
// A batch that stops before 4, by an error or a kill, is deleted: at once, or by the
// next start. Nothing reads rows of a batch without its row in ops.load_batches.
//
// # One loader
//
// A file lock in the data folder keeps a second loader out; loaders of different data
// folders on one server notice each other by queries that run and by the batch number.
//
// # Interrupted runs
//
// A run notes each file before it loads it (load.journal). A run of the same paths
// that follows an interrupted one goes on after the files that were committed; without
// that note a file that comes again is a repeated delivery and gets a batch row of its own.
package load
