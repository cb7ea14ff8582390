// Package deploy holds what a server needs: compose.yaml with ClickHouse, Framsyn
// and Grafana, and what Grafana reads when it starts (grafana/provisioning):
// dashboards and alert rules. The data source is another for each installation:
// framsyn access datasource writes it.
package deploy

import (
	"embed"
	"io/fs"
)

//go:embed grafana/provisioning
var files embed.FS

// Provisioning returns the folder that Grafana reads when it starts, but for the
// data source.
func Provisioning() fs.FS {
	folder, err := fs.Sub(files, "grafana/provisioning")
	if err != nil {
		panic(err) // the name is a constant
	}
	return folder
}
