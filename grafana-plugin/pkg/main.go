// Command gpx_framsyn_care_datasource is the backend of Grafana's data source
// framsyn-care-datasource. Grafana starts it and talks gRPC to it.
package main

import (
	"os"
	"time"
	_ "time/tzdata" // Europe/Stockholm, also where the system has no time zones

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"

	"github.com/framsyn/framsyn/grafana-plugin/pkg/plugin"
)

func main() {
	made := &plugin.Instances{}
	defer made.Dispose()
	options := plugin.Options{
		Made:    made,
		Now:     time.Now, //nolint:forbidigo // the one place where the clock comes in
		Version: "1.0.0",
	}
	if err := datasource.Manage(plugin.ID, plugin.New(options), datasource.ManageOpts{}); err != nil {
		backend.Logger.Error("the data source ended", "error", err)
		made.Dispose()
		os.Exit(1) //nolint:gocritic // what is deferred has been done
	}
}
