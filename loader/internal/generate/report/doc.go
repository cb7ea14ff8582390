// Package report writes a page with plots that shows how the made-up municipality came out.
package report
