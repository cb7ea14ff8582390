// Package contracts holds the contracts of the delivered layouts: one YAML file
// each. docs/contracts.md says how they are written; package contract reads them.
package contracts

import "embed"

// FS holds the contracts, NAME.yaml.
//
//go:embed *.yaml
var FS embed.FS
