// Package deploy holds what a server needs: compose.yaml with ClickHouse, Framsyn
// and Grafana, and what Grafana reads when it starts (grafana/provisioning): data
// source, dashboards and alert rules. What differs between installations stands
// there as variables of the environment, $FRAMSYN_…
package deploy

import (
	"embed"
	"io/fs"
)

//go:embed grafana/provisioning
var files embed.FS

// Provisioning returns the folder that Grafana reads when it starts.
func Provisioning() fs.FS {
	folder, err := fs.Sub(files, "grafana/provisioning")
	if err != nil {
		panic(err) // the name is a constant
	}
	return folder
}
