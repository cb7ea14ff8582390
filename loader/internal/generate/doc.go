// Package generate writes what a made-up municipality delivers, month by month, and beside it, in truth/, what only the generator knows.
//
// Run simulates persons (package life) in chunks on several goroutines, writes their rows (package deliver) in the order of persons, and counts
// for the calibration (package calibrate). Memory holds one state for each person in care now, whatever the number of months. The files depend
// on the options only, never on the clock or the number of processors.
package generate
