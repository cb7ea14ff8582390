// Package config reads the settings of a call. A setting is taken from its flag,
// else from its FRAMSYN_… variable, else from framsyn.yaml, else it has its
// default; [Resolve] is the one place where that is decided.
package config
