// Package plugin is the data source framsyn-care-datasource: what Grafana calls.
//
// One [Instance] stands for one configured data source. It resolves who asks
// (package identity), makes SQL of the query (a named query of the catalogue or
// SQL; package macros), runs it as the database user of the caller's role (package
// store) and gives frames back (package frames). Who may do what is decided in
// plan.go alone, for panels and resource routes alike.
package plugin
