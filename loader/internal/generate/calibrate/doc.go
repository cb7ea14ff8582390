// Package calibrate compares the made-up municipality with published numbers.
package calibrate
