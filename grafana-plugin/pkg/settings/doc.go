// Package settings reads what an administrator has set for the data source: one
// validated struct out of Grafana's jsonData and secureJsonData.
//
// Every fault is named at once, with its field, so that a provisioning file is put
// right in one go. The zero value of an optional field stands for its default,
// which is filled in.
package settings
