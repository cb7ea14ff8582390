// Package forecast is the job that forecasts hours and clients, months ahead: from
// individual courses, from the series, and from the population; blended by how good
// each has been, by area, target group, driver and scenario.
//
// The way: readHistory → study.judge (all methods on rolling origins) → study.learn
// (weights, intervals, verdicts) → study.forecast (the same methods from now, each
// scenario) → publish.
package forecast
