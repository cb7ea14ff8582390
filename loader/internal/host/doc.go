// Package host shows the Grafana plugin without a Grafana server.
//
// It stands where Grafana stands: it starts the plugin's own program and talks
// gRPC to it (hashicorp/go-plugin, protocol 2), gives it the settings of one data
// source, serves the plugin's files and a page that loads them, and signs who is
// looking, so that the plugin verifies an identity as it does in Grafana.
//
// It is for trying and testing: who looks is chosen at the top of the page, so it
// listens on this machine only and answers no other name than this machine's.
//
// [StartGrafana] starts the real one instead, where it is installed.
//
//	GET  /, /a/…, /datasource                      the page
//	GET  /public/plugins/<id>/…                    the plugin's files
//	GET  /public/build/…, /public/fonts/…          the page's files
//	POST /api/ds/query                             queries
//	*    /api/datasources/uid/<uid>/resources/…    resources of the data source
//	GET  /api/datasources/uid/<uid>/health         its health
//	*    /api/plugins/<id>/resources/…             resources of the plugin's program
//	GET  /api/signing-keys/keys                    keys that identities are signed by
//
// Cookies hold what was chosen: framsyn_role, framsyn_page (react18: the oldest
// Grafana supported; react19: the newest).
package host
