// Package deliver writes persons' months as the files that a municipality delivers (docs/deliveries.md), with the faults that deliveries have.
//
// A Plan is the calendar: what comes when, which months are redone (R), supplemented (K) or missing, and where reporting changes level. A
// Writer turns a person's month into rows on a Sheet; a Month writes sheets to files, encoded and packed. Every row of a monthly Source goes
// through Writer.emit, which draws its wart from the seed, the person and the month, so that faults are known in number (Counts) and the same
// on each run:
//
//   - late: not in the first delivery but in the supplement;
//   - wrong value: wrong in the first delivery, right in the supplement, with the same row identity;
//   - bad rows that must be rejected: wrong in the first delivery, right in the supplement;
//   - duplicates within a file;
//   - systematic: a whole month wrong, then delivered anew.
//
// Work on cases (HANDLAGG) has no warts and goes another way: it begins before the month of the decision, so that CaseFiles holds the rows until
// no more can come for a month.
//
// Warts that need a supplement occur only in months that get one. KHSL2 has none of single late rows, since equal rows are real repetitions
// there: all rows of a person's month come late together.
package deliver
