// Package deploy holds what a server needs: compose.yaml with ClickHouse, Framsyn
// and Grafana, and what Grafana reads when it starts (grafana/provisioning): data
// source, dashboards and alert rules. The package has nothing but the tests that
// hold these files to each other.
package deploy
