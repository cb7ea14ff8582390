// Package trends is the job that says where things are going: level, slope and
// change points of each area, category and selection, and the course of each
// client's hours over the last year.
package trends
