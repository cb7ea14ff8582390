// Package modeltest is the battery of tests that every method goes through, with
// simulators whose truth is known.
//
//   - [Classify] for methods that give a probability to each row: same answer
//     twice and on any number of cores, order of rows, unit of features,
//     degenerate data, recovery of what is known.
//   - [ForecastSeries] for methods that forecast one series: the same, and
//     quantiles in order, coverage of intervals.
//   - [LogisticData] and [Municipality] simulate. The municipality is not of the
//     family of any model in this repository: see [Municipality.Histories].
//
// Tests on simulated data prove the code; only real data prove a method. The
// tests called Bench run on public data sets that are placed beside the checkout
// (shared/data/bench in a folder above) and say so when they are absent.
package modeltest
