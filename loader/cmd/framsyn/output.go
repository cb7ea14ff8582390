package main

import (
	"encoding/json"
	"io"
)

// printJSON writes a value for programs to read.
func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
