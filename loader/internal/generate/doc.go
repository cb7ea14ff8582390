// Package generate writes what a made-up municipality delivers, as files.
package generate
