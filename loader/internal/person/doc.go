// Package person holds what is done for one person on the municipality's decision: the
// person's data out (GDPR art. 15), and the person left out of models and selections
// (sv: spärr).
//
// Each is decided by role first ([access.Description].Decides), and is a row of
// ops.access_log before anything is done: who, why, whom, when.
package person
